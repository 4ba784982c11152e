"""Text of the reader's own on one line."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsref.exporters.text import one_line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("北京 1", "北京 1"),
        ("  two\nlines\r\nand\u2028more\x85 ", "two lines and more"),
        ("tab\tand   spaces", "tab and spaces"),
        ("\u202eevil\u2069", "�evil�"),
        ("a\x00\x1b[31m", "a��[31m"),
        ("zero\u200bwidth\ufeff", "zero�width�"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\ufffe\uffff\U000e0041", "���"),
        ("", ""),
    ],
)
def test_it_is_one_line_that_shows_what_it_holds(text, line):
    assert one_line(text) == line


@given(st.text())
def test_nothing_of_it_moves_a_cursor_or_turns_a_direction(text):
    line = one_line(text)
    assert line == one_line(line) == line.strip()
    assert len(line.splitlines()) <= 1
    assert not {unicodedata.category(each) for each in line} & {"Cc", "Zl", "Zp", "Cs"}
    assert not {unicodedata.bidirectional(each) for each in line} & {
        "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"
    }  # fmt: skip
