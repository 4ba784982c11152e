"""Azure: network security groups, as `az network nsg show` or `az network nsg list` print them.

Read are groups with `securityRules`, flat as the command prints them or below `properties` as ARM
has them, in a template too, and a bare list of rules (`az network nsg rule list`). The rules that
every group has behind them are known: from the virtual network, from Azure's load balancer, then
nothing. Not read: what hosts dial; application security groups, which have no addresses.

Traps: the lowest priority is asked first. The group of a subnet and that of an interface must both
allow. Tags (`VirtualNetwork`, `Internet`, `Storage`) are addresses that are not in the file. Behind
a load balancer the destination may be its public address.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from portsref.importers.base import Document
from portsref.importers.facts import Doubt, Unread
from portsref.importers.values import Place, Value
from portsref.messages import Message, gettext_noop
from portsref.verification.rules.base import Reader
from portsref.verification.rules.matching import addresses_of, more, ports_of, protocol_of
from portsref.verification.rules.model import Action, Filter, Firewall, Match, Step
from portsref.verification.rules.space import EVERY_PORT, Side, Spans

BY_TAG = gettext_noop("the addresses of the tag %(name)s are not in what was read")

_ACTIONS: dict[str, Action] = {"allow": "accept", "deny": "deny"}
_PROBES = "168.63.129.16"  # where Azure's load balancers ask from, on every network
_ICMP: Mapping[int, Spans] = {4: ((1, 1),), 6: ((58, 58),)}
_LAST = 65_000


def _recognises(document: Document) -> bool:
    return next(_groups(document.value), None) is not None


def _groups(value: Value) -> Iterator[Value]:
    """The groups of a document, of a list, of a template; or a list of rules as one."""
    if _of(value, "securityRules") or _is_rule(value.at(0)):
        yield value
    several = (*value.each(), *value.at("resources").each(), *value.at("value").each())
    yield from (one for one in several if _of(one, "securityRules"))


def _is_rule(value: Value) -> bool:
    return bool(_of(value, "access") and _of(value, "priority"))


def _of(value: Value, field: str) -> Value:
    """A field of a rule or group, flat or below `properties`."""
    return value.at(field) or value.at("properties", field)


def _read(document: Document) -> Iterator[Firewall | Doubt | Unread]:
    place = Place(document.file, document.line)
    for group in _groups(document.value):
        rules = [*(_of(group, "securityRules") or group).each()]
        defaults = [*_of(group, "defaultSecurityRules").each()]
        steps = tuple(_steps([*rules, *defaults]))
        if not defaults:
            steps += tuple(_behind(group.place))
        filters = (Filter("network", "inbound", "deny"),)
        name = group.at("name").text
        yield Firewall("azure", place, filters, {"inbound": steps}, (name,) if name else ())


def _behind(place: Place) -> Iterator[Step]:
    """The rules that every group has, where a file leaves them out."""
    doubt = Message(BY_TAG, {"name": "VirtualNetwork"})
    yield Step(place, Match(doubt=doubt), "accept", machine="Azure")
    yield Step(place, _of_probes(Match()), "accept", machine="Azure")


def _steps(rules: Sequence[Value]) -> Iterator[Step]:
    ordered = sorted(rules, key=lambda rule: _of(rule, "priority").number or 0)
    for rule in ordered:
        action = _ACTIONS.get(_of(rule, "access").text.lower())
        if action and _of(rule, "direction").text.lower() == "inbound":
            yield _step(rule, action)


def _step(rule: Value, action: Action) -> Step:
    match = _protocol(Match(), rule)
    ports = _ports(rule, "destinationPortRange")
    match = match.doubted(more("ports")) if ports is None else match.narrowed("ports", ports)
    if _ports(rule, "sourcePortRange") != EVERY_PORT:
        match = match.doubted(more("sourcePortRange"))
    match = _addresses(match, rule, "sources", "sourceAddressPrefix")
    match = _addresses(match, rule, "destinations", "destinationAddressPrefix")
    for field in ("sourceApplicationSecurityGroups", "destinationApplicationSecurityGroups"):
        if name := _of(rule, field).at(0).at("id").text:
            match = match.doubted(Message(BY_TAG, {"name": name.rpartition("/")[2][:60]}))
    machine = "Azure" if (_of(rule, "priority").number or 0) >= _LAST else ""
    return Step(rule.place, match, action, machine=machine)


def _protocol(match: Match, rule: Value) -> Match:
    """The protocol; ICMP is that of both families."""
    name = _of(rule, "protocol").text
    found = _ICMP if name.lower() == "icmp" else protocol_of(name)
    return match.doubted(more(name)) if found is None else match.narrowed("protocols", found)


def _ports(rule: Value, field: str) -> Spans | None:
    words = _several(rule, field)
    return EVERY_PORT if not words or "*" in words else ports_of(words)


def _several(rule: Value, field: str) -> list[str]:
    """The values of a field that is there in the singular, in the plural, or as both."""
    plural = f"{field}es" if field.endswith("x") else f"{field}s"
    words = [one.text for one in _of(rule, plural).each()] + [_of(rule, field).text]
    return [word for word in words if word]


def _addresses(match: Match, rule: Value, side: Side, field: str) -> Match:
    words = _several(rule, field)
    if not words or any(word.lower() in {"*", "any"} for word in words):
        return match
    if words == ["AzureLoadBalancer"]:
        return _of_probes(match)
    if tag := next((word for word in words if addresses_of([word]) is None), ""):
        return match.doubted(Message(BY_TAG, {"name": tag[:60]}))
    return match.narrowed(side, addresses_of(words) or {})


def _of_probes(match: Match) -> Match:
    """The probes of load balancers, which whatever is behind one needs."""
    return replace(match.narrowed("sources", addresses_of([_PROBES]) or {}), is_plumbing=True)


READER = Reader(
    name="azure",
    label="Azure network security groups",
    command="az network nsg show --resource-group GROUP --name NSG",
    sample='{"name": "nodes", "securityRules": []}',
    recognises=_recognises,
    read=_read,
)
