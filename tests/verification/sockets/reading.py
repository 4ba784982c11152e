"""What sockets say of a plan, as few plain values that tests compare."""

from pathlib import Path

from portsref.importers.cutting import File
from portsref.verification.sockets.checking import check_sockets
from portsref.verification.sockets.reading import read_sockets
from tests.verification.rules.reading import CATALOGUE

HERE = Path(__file__).parent


def sample(name):
    return (HERE / "samples" / f"{name}.txt").read_text()


def sockets(text):
    """All sockets of a print, as one line each."""
    return [
        " ".join([socket.protocol, where(socket.bound), str(socket.port), *socket.processes])
        for host in read_sockets([File("paste", text)]).hosts
        for socket in host.sockets
    ]


def where(bound):
    if bound.is_unread:
        return "?"
    return str(bound.address or "*" + "".join(map(str, sorted(bound.families))))


def told_of(text):
    read = read_sockets([File("paste", text)])
    return [f"{one.origin.place}: {one.reason}" for one in (*read.doubts, *read.unread)]


def check(text, rules, group="", name="paste", **how):
    return check_sockets([File(name, text)], rules, CATALOGUE, group=group, **how)


def states(text, rules, group="", **how):
    """The states of rules by their names, of which what all begin with is left out."""
    found = check(text, rules, group, **how)
    return {
        rule.name: one.state.name
        for rule, one in zip(rules.all_rules, found.rules, strict=True)
        if one.state.name != "unknown"
    }


def details(text, rules, name, group="", **how):
    """Why the rule with a name is as it is."""
    found = check(text, rules, group, **how)
    together = zip(rules.all_rules, found.rules, strict=True)
    return [str(detail) for rule, one in together if rule.name == name for detail in one.details]


def beside(text, rules, *names, group="", **how):
    """What is said of sockets themselves: of those in the states named, or of all."""
    return [
        " | ".join([one.state.name, str(one.what), *map(str, one.details)])
        for one in check(text, rules, group, **how).beside
        if not names or one.state.name in names
    ]
