"""Text of the reader's own on one line, on which everything that it holds can be seen."""

import re

# Ends of lines, and all that moves a cursor; then what makes text seem to stand in another order
# than it does (Unicode Standard Annex 9), or is seen by nobody, or is no character at all.
_BREAKS = re.compile(r"[\s\x1c-\x1f\x85]+")
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
SUBSTITUTE = "\ufffd"


def one_line(text: str) -> str:
    """The text on one line, with a sign in place of each character that would not be seen."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    return _UNSEEN.sub(SUBSTITUTE, _BREAKS.sub(" ", text)).strip()
