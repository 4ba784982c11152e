"""Rule sets whose every text of the reader's own tries to break out of a file."""

from hypothesis import strategies as st

from portsref.planning.document import document_from
from portsref.planning.rules import Endpoint, Finding, RuleSet
from tests.exporters.rule_sets import cause, group, local, rule

HOSTILE = (
    "\"quoted\" and 'quoted'",
    "two\nlines\r\nand\u2028more\x85",
    "a | b || c",
    "*/ /* -- // <!-- --> ]]> %% # ;",
    "${HOME} $(id) `id` {{ 7 }} {% x %} {attribute} {empty}",
    "``` ~~~ **bold** _em_ [text](javascript:alert(1)) ![x](y) <https://x>",
    "<script>alert(1)</script><img src=x onerror=alert(1)>&amp;&lt;&#60;",
    "\u202eevil\u202c \u2066x\u2069 \u200f \ufeff \u200b \x00\x07\x1b[31m",
    "=cmd|' /C calc'!A0",
    '+1;-2;@SUM(A1);=HYPERLINK("x")',
    "＝1+1",
    "_x0041_ &#x41; \\N \\G \\ \\\\",
    "北京集群，工作节点；『一』",
    "x" * 10_000,
    '" | ` ' * 2_000,
    "====\n---\n|===\n++++\npass:[x] image::x[] include::/etc/passwd[] link:x[y] <<a>> a| 2+|",
    "%%{init: {'theme':'dark'}}%% click n1 callback end subgraph --> n2",
    "",
    " ",
    "\ufffe\uffff\U000e0001",
    "# heading\n- item\n1. item\n> quote\n    code",
)
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.lists(st.sampled_from(HOSTILE[:13]), min_size=2, max_size=4).map("".join),
)


def rules_of(*texts) -> RuleSet:
    """A plan of `texts`, which are the ends, zones, purposes, notes and places of its rules."""
    rules = []
    for number, text in enumerate(texts):
        why = cause(purpose=text, note=text, component=text, source=text)
        ends = group(f"{number}{text}", "10.0.0.1", zone=text), group(text, zone=text)
        rules.append(rule(f"rule-{number}", *ends, causes=(why,)))
    title = "".join(filter(str.isprintable, "".join(texts)))[:150].strip() or "Plan"
    return RuleSet(
        document=document_from(
            {
                "schema": "portsref.plan/v1",
                "title": title,
                "request": {"justification": title},
            }
        ),
        kubernetes="1.37",
        catalogue_date="2026-11-23",
        catalogue_digest="0123456789abcdef" * 4,
        rules=tuple(rules),
        outbound=tuple(
            rule(f"out-{number}", destination=Endpoint(text, "outside"))
            for number, text in enumerate(texts)
        ),
        local=(local(),),
        findings=tuple(
            Finding("open-to-any", "warning", text, {"listener": text}) for text in texts
        ),
    )
