"""The text of the guide, a file a language, with places for what is made when it is shown."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.urls import reverse
from django.utils.translation import get_language

FOLDER = Path(__file__).parent / "texts"
_LANGUAGES: Mapping[str, str] = {"en": "en", "zh-hans": "zh-Hans"}
_PORT = re.compile(r"\]\(port:([0-9]+)\)")
_FIGURE = re.compile(r"^\[\[([a-z]+)\]\]\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of Markdown, and the figure that stands behind it; the last one has none."""

    markdown: str
    figure: str = ""


@dataclass(frozen=True, slots=True)
class GuideText:
    """The guide in one language: its title, what it is about in a sentence or two, and the rest."""

    title: str
    lead: str
    pieces: tuple[Piece, ...]


def guide_text() -> GuideText:
    """The guide in the reader's language, with the addresses of this site."""
    text = _read(_LANGUAGES.get(get_language() or "", "en"))
    title, lead, rest = text.split("\n\n", 2)
    rest = _PORT.sub(_address_of_port, rest)
    return GuideText(title.removeprefix("# "), " ".join(lead.split("\n")), tuple(_pieces(rest)))


@cache
def _read(language: str) -> str:
    return (FOLDER / f"change-request.{language}.md").read_text(encoding="utf-8")


def _address_of_port(found: re.Match[str]) -> str:
    return f"]({reverse('reference:port', args=[found[1]])})"


def _pieces(text: str) -> Iterator[Piece]:
    *parts, last = _FIGURE.split(text)
    for markdown, figure in zip(parts[::2], parts[1::2], strict=True):
        yield Piece(markdown, figure)
    yield Piece(last)
