"""What evidence says of a plan, as few plain values that tests compare."""

from pathlib import Path

from portsref.importers.cutting import File
from portsref.verification.evidence.checking import check_evidence
from portsref.verification.evidence.reading import read_evidence
from tests.verification.rules.reading import CATALOGUE, rules_of

HERE = Path(__file__).parent
HUBBLE = (HERE / "samples" / "hubble-flows.jsonl").read_text()
GROUPS = [
    {"name": "servers", "roles": ["worker"], "addresses": ["10.0.0.0/28", "2001:db8::/64"]},
    {"name": "users", "roles": ["client"], "addresses": ["10.9.0.0/24", "2001:db8:9::/64"]},
]
RULES = rules_of(
    ("web", "TCP", "443"), ("dns", "UDP", "53"), ("ping", "ICMP", ""), ("tunnel", "ESP", ""),
    groups=GROUPS, networks={"pods": ["10.42.0.0/16"], "services": ["10.96.0.0/12"]},
)  # fmt: skip


def seen(text):
    """All sightings of a text, as one line each."""
    return [
        f"{one.result} {one.opens} " + " or ".join(map(passage_words, one.passages))
        for log in read_evidence([File("paste", text)]).logs
        for one in log.sightings
    ]


def passage_words(passage):
    port = "" if passage.port is None else f" {passage.port}"
    return f"{passage.protocol}{port} {passage.source}->{passage.destination}"


def told_of(text):
    read = read_evidence([File("paste", text)])
    return [f"{one.origin.place}: {one.reason}" for one in (*read.doubts, *read.unread)]


def check(text, rules=RULES, group="", name="paste", **how):
    return check_evidence([File(name, text)], rules, CATALOGUE, group=group, **how)


def states(text, rules=RULES, group="", **how):
    """The states of rules that were seen, by the end of their names."""
    found = check(text, rules, group, **how)
    return {
        rule.name.split("-own-")[-1]: one.state.name
        for rule, one in zip(rules.all_rules, found.rules, strict=True)
        if one.state.name not in {"unknown", "not-seen"}
    }


def details(text, rules=RULES, group="", **how):
    """Why rules that were seen are as they are."""
    found = check(text, rules, group, **how)
    return [
        str(detail)
        for one in found.rules
        if one.state.name not in {"unknown", "not-seen"}
        for detail in one.details
    ]


def beside(text, rules=RULES, group="", **how):
    return [
        " | ".join([one.state.name, str(one.what), *map(str, one.details)])
        for one in check(text, rules, group, **how).beside
    ]


def kernel(source, destination, rest="PROTO=TCP SPT=40000 DPT=443 SYN", prefix="[UFW BLOCK]"):
    return f"Mar  2 10:15:30 fw kernel: {prefix} IN=eth0 OUT= SRC={source} DST={destination} {rest}"


def tracked(protocol, state, there, back, *, flags="[ASSURED]", ports=("40000", "443")):
    """A line of conntrack; both ends of each tuple, and the ports as they were dialled."""
    numbers = {"tcp": 6, "udp": 17, "icmp": 1}
    source, port = ports
    first = "src={} dst={}".format(*there)
    second = "src={} dst={}".format(*back)
    if protocol != "icmp":
        first += f" sport={source} dport={port}"
        second += f" sport={port} dport={source}"
    unreplied = "[UNREPLIED] " if flags == "[UNREPLIED]" else ""
    state = f"{state} " if state else ""
    after = "" if unreplied else f" {flags}"
    return f"{protocol} {numbers[protocol]} 29 {state}{first} {unreplied}{second}{after} use=1"
