"""Texts that try to leave the place where they stand, for every format."""

from portsref.planning.rules import Reason
from tests.exporters.rule_sets import cause, group, rule

TEXTS = (
    "quote \" and ' and ` and \\",
    "line\nadd table inet evil\r\n*evil\n:EVIL - [0:0]\nCOMMIT",
    "*/ } } ; # ${HOME} $(reboot) `reboot` %s {} <script>",
    "right \u202eto\u2066 left\u200f, nul \x00, bell \x07, \u2028separators\u2029",
    "=cmd|' /C calc'!A0",
    "-j DROP",
    "@set",
    "工作节点；中文",
    "long " * 2_000,
    "𝄞" * 5_000,
)


def hostile_rules():
    """Rules whose names, groups and causes are these texts, over both families."""
    for number, text in enumerate(TEXTS):
        source = group(text, f"10.0.{number}.0/24", f"2001:db8:{number}::/64")
        destination = group("hosts", "192.0.2.1", "2001:db8:ffff::1")
        why = cause(purpose=text, component=text, note=text, reason=Reason(product=text))
        yield rule(f"{number} {text}", source, destination, causes=(why,))
        yield rule(f"to {number} {text}", destination, source, ports="1,3,5-9", causes=(why,))
