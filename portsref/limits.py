"""How much work a stranger's request may be, counted and not timed; the command has no limits."""

MOST_FLOWS = 20_000  # of one plan, half a second of work
MOST_COMPARISONS = 25_000  # steps of comparing two plans, a fortieth of a second
MOST_ASKED = 400_000  # rules of which formats are asked what they leave out, half a second
MOST_LINES = 60_000  # rules in all the formats of one zip, half a second of work
MOST_CHECKED = 1_000_000  # steps of comparing what somebody pastes with a plan, about a second
MOST_ADDRESSES = 500_000  # in the rules of one plan, counted at each end of each rule
