"""Turns Markdown of the catalogue into HTML that is safe to show.

Whatever a text holds, only the tags and attributes listed here come out: no script, no style, no
links but to http, https and this site.
"""

from dataclasses import dataclass

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown import Markdown

_TAGS = {
    "a", "blockquote", "br", "code", "dd", "dl", "dt", "em", "h2", "h3", "h4", "li", "ol", "p",
    "pre", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href"},
    "h2": {"id"},
    "h3": {"id"},
    "td": {"align"},
    "th": {"align", "scope"},
    "pre": {"tabindex"},
}
_EXTENSIONS = ("extra", "toc", "sane_lists")
_EXTENSION_CONFIGS = {"extra": {"tables": {"use_align_attribute": True}}}


@dataclass(frozen=True, slots=True)
class HeadingLink:
    """A heading of the text: its anchor and its words."""

    anchor: str
    words: str


@dataclass(frozen=True, slots=True)
class RenderedText:
    """A text as HTML, with the headings of its sections."""

    html: SafeString
    headings: tuple[HeadingLink, ...]


def render_markdown(text: str) -> RenderedText:
    """Render trusted or untrusted Markdown; what is not allowed is dropped."""
    markdown = Markdown(extensions=_EXTENSIONS, extension_configs=_EXTENSION_CONFIGS)
    html = nh3.clean(
        markdown.convert(text),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https"},
        link_rel="noreferrer",
    )
    # A long line of code scrolls, so the keyboard must be able to reach it.
    html = html.replace("<pre>", '<pre tabindex="0">')
    headings = tuple(
        HeadingLink(anchor=token["id"], words=token["name"])
        for token in markdown.toc_tokens  # type: ignore[attr-defined]
    )
    return RenderedText(html=mark_safe(html), headings=headings)  # noqa: S308 - nh3 cleaned it
