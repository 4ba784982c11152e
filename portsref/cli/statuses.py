"""With what a call ends: the number that the shell sees."""

from collections.abc import Mapping

DONE = 0
WRONG_INPUT = 1
WRONG_CALL = 2
ANSWER_IS_NO = 3
INTERRUPTED = 130
CLOSED_PIPE = 141

STATUSES: Mapping[int, str] = {
    DONE: "Done.",
    WRONG_INPUT: "The input is wrong: each problem as `file: field: reason` on standard error;"
    " or `verify` found something closed or missing.",
    WRONG_CALL: "The call is wrong, or its output cannot be written.",
    ANSWER_IS_NO: "Done, and the answer is no, or what was to fail on is there.",
    INTERRUPTED: "Ended by Ctrl-C.",
    CLOSED_PIPE: "Nobody read on.",
}
