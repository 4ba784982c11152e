"""How words, remarks and sentences are put together in the reader's language.

English has commas, a space after a full stop and half-width brackets. Chinese has 、 and ； ,
nothing after 。, full-width brackets, and a space only where Chinese and Latin meet. These are
marks, not messages: gettext cannot say that a mark is empty.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Marks:
    """What a language puts between items, clauses and sentences, around remarks, after labels."""

    item: str
    clause: str
    sentence: str
    remark: str
    label: str
    span: str


_ENGLISH = Marks(item=", ", clause="; ", sentence=" ", remark="{} ({})", label=": ", span=" – ")
_MARKS: Mapping[str, Marks] = {
    "zh-hans": Marks(item="、", clause="；", sentence="", remark="{}（{}）", label="：", span="–"),
}
_HOLE = re.compile(r"( ?)%\((\w+)\)([sdr])( ?)|%%")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z0-9]")


def marks() -> Marks:
    """The marks of the reader's language; those of English where it has none of its own."""
    return _MARKS.get(get_language() or "en", _ENGLISH)


def items(words: Iterable[str]) -> str:
    """Join words of a list: `etcd, kubelet`."""
    return marks().item.join(dict.fromkeys(words))


def clauses(words: Iterable[str]) -> str:
    """Join parts that may hold commas themselves: `encryption: wireguard; picked by hand`."""
    return marks().clause.join(dict.fromkeys(words))


def sentences(texts: Iterable[str]) -> str:
    """Join whole sentences."""
    return marks().sentence.join(dict.fromkeys(filter(None, texts)))


def with_remark(words: str, remark: str) -> str:
    """Words with a remark in brackets: `TCP 6443 (kube-apiserver)`; no brackets without one."""
    return marks().remark.format(words, remark) if remark else words


def labelled(label: str, words: str) -> str:
    """A label before what it names: `Port: 6443`; the words alone without one."""
    return f"{label}{marks().label}{words}" if label else words


def html_items(words: Iterable[str | SafeString]) -> SafeString:
    """Join pieces of HTML as a list; plain words are escaped."""
    return format_html_join(marks().item, "{}", ((word,) for word in words))


def html_with_remark(words: str | SafeString, remark: str | SafeString) -> SafeString:
    """HTML with a remark in brackets."""
    return format_html(marks().remark, words, remark)


def fill(message: str, parameters: Mapping[str, object]) -> str:
    """Fill in the holes of a message; around them a space stands only where Chinese meets Latin.

    Only the edges of what is filled in are looked at: a name of the reader's own stays as it is.
    """
    if marks() is _ENGLISH:
        return message % parameters

    def put(hole: re.Match[str]) -> str:
        if hole[0] == "%%":
            return "%"
        value = parameters[hole[2]]
        words = repr(value) if hole[3] == "r" else str(value)
        before, after = message[: hole.start()][-1:], message[hole.end() :][:1]
        left = _gap(before, words[:1], hole[1])
        return f"{left}{words}{_gap(words[-1:], after, hole[4])}"

    return _HOLE.sub(put, message)


def _gap(left: str, right: str, written: str) -> str:
    if _CHINESE.match(left) and _CHINESE.match(right):
        return ""
    meets = (_CHINESE.match(left) and _LATIN.match(right)) or (
        _LATIN.match(left) and _CHINESE.match(right)
    )
    return " " if meets else written
