"""The frame of a page that needs nothing beside itself: its style, its one script, its policy."""

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from pathlib import Path

from portsref.exporters.documents import labels
from portsref.exporters.documents.html.markup import Html, own, said
from portsref.exporters.language import Language

HERE = Path(__file__).parent
STYLE = (HERE / "page.css").read_text(encoding="utf-8")
SCRIPT = (HERE / "page.js").read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


# Nothing is loaded, and nothing runs or is styled but what stands here.
POLICY = (
    f"default-src 'none'; style-src {_hash(STYLE)}; script-src {_hash(SCRIPT)}; "
    "base-uri 'none'; form-action 'none'"
)


def begin(title: str, language: Language) -> Html:
    """The head of the page."""
    return (
        f'<!DOCTYPE html>\n<html lang="{language.tag}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<header>\n<h1>{own(title)}</h1>\n"
    )


def end(language: Language) -> Iterator[Html]:
    """Where to sign, and the end of the page."""
    yield '<div class="sign">'
    for who in (labels.APPROVED, labels.IMPLEMENTED):
        words = (language.say(who), language.say(labels.DATE_AND_SIGNATURE))
        yield f"<p>{escape(language.marks.item.join(words))}</p>"
    yield f"</div>\n</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n"


def finder(language: Language) -> Html:
    """What narrows the rules, which a reader without scripts does not see."""
    say = language.say
    return (
        f'<p class="finder" hidden><label>{said(say, labels.FIND)} <input type="search"></label> '
        f'<output aria-live="polite"></output> <button type="button">{said(say, labels.UNFOLD)}'
        "</button></p>\n"
    )
