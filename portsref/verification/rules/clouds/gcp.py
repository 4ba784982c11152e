"""Google Cloud: firewall rules of a VPC network, as `gcloud compute firewall-rules list` prints.

Read are rules for what comes in, by priority: allowed and denied protocols with ports, ranges,
source tags, target tags. Not read: firewall policies of a folder or an organization, service
accounts as targets or sources, rules that are disabled.

Traps: what no rule allows is denied. A rule with target tags is for hosts with one of them; whose a
tag is, the names of the plan's groups tell. At the same priority what denies counts.
"""

from collections.abc import Iterator

from portsref.importers.base import Document
from portsref.importers.facts import Doubt, Unread
from portsref.importers.values import Place, Value
from portsref.messages import Message, gettext_noop
from portsref.verification.rules.base import Reader
from portsref.verification.rules.matching import addresses_of, more, packets_to
from portsref.verification.rules.model import Action, Filter, Firewall, Match, Step

BY_ACCOUNT = gettext_noop("who has the service account %(name)s is not in what was read")

_FIRST_PRIORITY = 1000  # where none is said
_CONTROLLERS = ("k8s-", "gke-")


def _recognises(document: Document) -> bool:
    return next(_rules(document.value), None) is not None


def _rules(value: Value) -> Iterator[Value]:
    for one in (value, *value.each()):
        if one.at("allowed") or one.at("denied"):
            yield one


def _read(document: Document) -> Iterator[Firewall | Doubt | Unread]:
    rules = sorted(_rules(document.value), key=_order)
    steps = tuple(step for rule in rules if _counts(rule) for step in _steps(rule))
    tags = dict.fromkeys(tag for step in steps for tag in step.match.hosts_of)
    place = Place(document.file, document.line)
    filters = (Filter("network", "ingress", "deny"),)
    for tag in tags or [""]:
        names = (tag,) if tag else ()
        yield Firewall("gcp", place, filters, {"ingress": steps}, names)


def _order(rule: Value) -> tuple[int, bool]:
    priority = rule.at("priority").number
    return (_FIRST_PRIORITY if priority is None else priority, not rule.at("denied"))


def _counts(rule: Value) -> bool:
    direction = rule.at("direction").text.upper() or "INGRESS"
    return direction == "INGRESS" and not rule.at("disabled").flag


def _steps(rule: Value) -> Iterator[Step]:
    action: Action = "deny" if rule.at("denied") else "accept"
    name = rule.at("name").text
    machine = "GKE" if name.startswith(_CONTROLLERS) else ""
    for what in rule.at("denied" if action == "deny" else "allowed").each():
        ports = [one.text for one in what.at("ports").each()]
        packets = packets_to(what.at("IPProtocol").text, ports)
        for match in _from(_for_hosts(packets, rule), rule):
            yield Step(rule.place, match, action, machine=machine)


def _for_hosts(match: Match, rule: Value) -> Match:
    tags = tuple(one.text for one in rule.at("targetTags").each())
    ranges = [one.text for one in rule.at("destinationRanges").each()]
    if account := rule.at("targetServiceAccounts").at(0).text:
        match = match.doubted(Message(BY_ACCOUNT, {"name": account[:60]}))
    if ranges and (found := addresses_of(ranges)) is not None:
        match = match.narrowed("destinations", found)
    return match.for_hosts_of(tags)


def _from(match: Match, rule: Value) -> Iterator[Match]:
    """One match for ranges and one for each tag, of which any may be the source."""
    ranges = [one.text for one in rule.at("sourceRanges").each()]
    tags = [one.text for one in rule.at("sourceTags").each()]
    accounts = [one.text for one in rule.at("sourceServiceAccounts").each()]
    found = addresses_of(ranges)
    if found is None:
        yield match.doubted(more("sourceRanges"))
    elif ranges:
        yield match.narrowed("sources", found)
    for tag in tags:
        yield match.from_members_of(tag)
    for account in accounts:
        yield match.doubted(Message(BY_ACCOUNT, {"name": account[:60]}))
    if not (ranges or tags or accounts):
        yield match


READER = Reader(
    name="gcp",
    label="Google Cloud firewall rules",
    command="gcloud compute firewall-rules list --format json",
    sample='[{"name": "ssh", "allowed": [{"IPProtocol": "tcp", "ports": ["22"]}]}]',
    recognises=_recognises,
    read=_read,
)
