"""What templates about Services need: catalogue text in the reader's language, sources, words."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from portsref.catalogue.products import Citation
from portsref.catalogue.services.documents import Cited
from portsref.web.facts.catalogue import current_catalogue
from portsref.web.shared.joining import marks
from portsref.web.shared.row_words import listener_address, translated

register = template.Library()

_NAMELESS = ("_index.md", "index.md", "README.md")  # the folder says what they are about

SUPPORT_WORDS = {
    "supported": gettext_lazy("Yes"),
    "conditional": gettext_lazy("With conditions"),
    "provider-dependent": gettext_lazy("Depends on the provider"),
    "rarely": gettext_lazy("Rarely"),
    "not-applicable": gettext_lazy("Not applicable"),
    "not-supported": gettext_lazy("No"),
}


@register.filter
def catalogue_text(text: str | None, file: str) -> str:
    """Give a sentence of the catalogue's `file` in the reader's language."""
    return translated(current_catalogue(), text, file) if text else ""


@register.filter
def support_word(support: str) -> str:
    """Say in a word or two whether something is supported."""
    return str(SUPPORT_WORDS[support])


@register.filter
def sources(cited: Cited | Iterable[Citation]) -> SafeString:
    """Link everything that a fact was read from."""
    everything = (cited.source, *cited.also) if isinstance(cited, Cited) else tuple(cited)
    links = ((source.url, _source_name(source)) for source in everything)
    return format_html(
        '<span class="source">{}</span>',
        format_html_join(marks().item, '<a href="{}" rel="noreferrer">{}</a>', links),
    )


register.filter(listener_address)


def _source_name(source: Citation) -> str:
    """`kubernetes.io · service-protocols`, or `haproxy/haproxy · proxy-protocol.txt`."""
    parts = urlsplit(source.url)
    steps = [step for step in parts.path.split("/") if step]
    last = steps[-1] if steps else ""
    if last in _NAMELESS:
        last = steps[-2]
    if parts.hostname == "github.com" and len(steps) >= 2:
        owner = "/".join(steps[:2])
        kep = next((step for step in steps if step[:1].isdigit() and "-" in step), None)
        if "keps" in steps and kep:
            return f"KEP-{kep.split('-')[0]}"
        return f"{owner} · #{last}" if "issues" in steps else f"{owner} · {last}"
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host} · {last.removesuffix('.html').removesuffix('.xhtml')}"
