"""How words, remarks and sentences are put together in the reader's language."""

from collections.abc import Iterable, Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from portsref.marks import CHINESE_MARKS, ENGLISH_MARKS, Marks, fill_in

_MARKS: Mapping[str, Marks] = {"zh-hans": CHINESE_MARKS}


def marks() -> Marks:
    """The marks of the reader's language; those of English where it has none of its own."""
    return _MARKS.get(get_language() or "en", ENGLISH_MARKS)


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
    """Fill in the holes of a message, with spaces where the reader's language has them."""
    return fill_in(message, parameters, marks())
