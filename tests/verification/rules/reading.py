"""What existing rules say of a plan, as few plain values that tests compare."""

from pathlib import Path

from portsref.catalogue.load import load_catalogue
from portsref.importers.cutting import File
from portsref.planning.document import document_from, parse_document
from portsref.planning.engine import plan_rules
from portsref.verification.rules.checking import check_rules

HERE = Path(__file__).parent
PLANS = HERE.parent.parent / "plans"
CATALOGUE = load_catalogue()


def sample(name):
    return (HERE / "samples" / name).read_text()


def rules_of_plan(name):
    return plan_rules(parse_document((PLANS / f"{name}.yaml").read_text()), CATALOGUE)


def rules_of(*listeners, **what):
    """The rules of a plan without products, with two groups and listeners of its own."""
    groups = [
        {"name": "servers", "roles": ["worker"], "addresses": ["10.0.0.0/28"]},
        {"name": "users", "roles": ["client"], "addresses": ["10.9.0.0/24"]},
    ]
    listeners = [
        {"id": id_, "protocol": protocol, "ports": ports, "roles": ["worker"], "peers": ["client"],
         "purpose": "Tried."}
        for id_, protocol, ports in listeners
    ]  # fmt: skip
    data = {"schema": "portsref.plan/v1", "title": "t", "groups": groups, "listeners": listeners}
    return plan_rules(document_from(data | what), CATALOGUE)


def check(text, rules, group="", name="paste", **how):
    return check_rules([File(name, text)], rules, CATALOGUE, group=group, **how)


def states(text, rules, group="", **how):
    """The states of the rules to a group, by the end of their name, or of all that are asked."""
    found = check(text, rules, group, **how)
    return {
        rule.name.split("-to-")[-1]: one.state.name
        for rule, one in zip(rules.all_rules, found.rules, strict=True)
        if not group or rule.destination.name == group
    }


def details(text, rules, group="", **how):
    """Why rules are as they are."""
    found = check(text, rules, group, **how)
    return [str(detail) for one in found.rules for detail in one.details]


def beside(text, rules, group="", **how):
    """What is said of the existing rules that every host does not need."""
    found = check(text, rules, group, **how)
    return [
        " | ".join([one.state.name, str(one.what), *map(str, one.details)])
        for one in found.beside
        if one.state.name != "plumbing"
    ]


def told(text, rules, group="", **how):
    """What is doubtful or was not read."""
    found = check(text, rules, group, **how)
    said = [*found.doubts, *found.unread]
    return sorted(f"{one.origin.place}: {one.reason}" for one in said)
