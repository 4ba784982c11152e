"""How words and sentences are put together in a language, whoever says them.

English has commas, a space after a full stop and half-width brackets. Chinese has 、 and ； ,
nothing after 。, full-width brackets, and a space only where Chinese and Latin meet. These are
marks, not messages: gettext cannot say that a mark is empty.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marks:
    """What a language puts between items, clauses and sentences, around remarks, after labels."""

    item: str
    clause: str
    sentence: str
    remark: str
    label: str
    span: str


ENGLISH_MARKS = Marks(
    item=", ", clause="; ", sentence=" ", remark="{} ({})", label=": ", span=" – "
)
CHINESE_MARKS = Marks(item="、", clause="；", sentence="", remark="{}（{}）", label="：", span="–")

_HOLE = re.compile(r"( ?)%\((\w+)\)([sdr])( ?)|%%")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z0-9]")


def fill_in(message: str, parameters: Mapping[str, object], marks: Marks) -> str:
    """Fill in the holes of a message; around them a space stands only where Chinese meets Latin.

    Only the edges of what is filled in are looked at: a name of the reader's own stays as it is.
    """
    if marks is ENGLISH_MARKS:
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
