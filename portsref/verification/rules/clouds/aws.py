"""AWS: security groups, as `aws ec2 describe-security-groups` prints them.

Read are `SecurityGroups` with their `IpPermissions`, the flat rules of
`describe-security-group-rules`, and security groups of a CloudFormation template. Not read: what
hosts dial; network ACLs; prefix lists, whose addresses are not in the file; answers that `--query`
has cut to lists.

Traps: a security group only allows, and all of a host are one. Another one as a source means its
hosts: which these are, the plan says, where a group of it bears the name. `FromPort` and `ToPort`
of ICMP are type and code. What a load balancer's controller writes, it says in the description.
"""

from collections.abc import Iterator

from portsref.importers.base import Document
from portsref.importers.facts import Doubt, Origin, Unread
from portsref.importers.values import Place, Value
from portsref.messages import Message, gettext_noop
from portsref.verification.rules.base import Reader
from portsref.verification.rules.matching import (
    OF_A_SET,
    addresses_of,
    judged_by_types,
    more,
    protocol_of,
)
from portsref.verification.rules.model import Filter, Firewall, Match, Step
from portsref.verification.rules.space import EVERY_PORT, Spans

WITHOUT_RULES = gettext_noop("what --query leaves of a security group cannot be read")

_CONTROLLER = "kubernetes.io/rule/"
_ICMP = {1: (4, "icmp"), 58: (6, "icmpv6")}
_WITH_PORTS = frozenset({6, 17})


def _recognises(document: Document) -> bool:
    value = document.value
    return bool(
        value.at("SecurityGroups") or value.at("SecurityGroupRules") or any(_of_template(value))
    )


def _of_template(value: Value) -> Iterator[Value]:
    for _name, resource in value.at("Resources").items():  # noqa: PERF102 - no mapping of Python
        if resource.at("Type").text == "AWS::EC2::SecurityGroup":
            yield resource.at("Properties")


def _read(document: Document) -> Iterator[Firewall | Doubt | Unread]:
    value = document.value
    for group in value.at("SecurityGroups").each():
        if not group.at("IpPermissions") and not group.at("GroupId"):
            yield Unread(Origin(group.place), Message(WITHOUT_RULES))
            continue
        steps = [
            step
            for permission in group.at("IpPermissions").each()
            for step in _of_permission(permission)
        ]
        yield _firewall(document, _names(group), steps)
    for group in _of_template(value):
        steps = [_of_one(one) for one in group.at("SecurityGroupIngress").each()]
        yield _firewall(document, _names(group), steps)
    flat: dict[str, list[Step]] = {}
    for rule in value.at("SecurityGroupRules").each():
        if not rule.at("IsEgress").flag:
            flat.setdefault(rule.at("GroupId").text, []).append(_of_one(rule))
    for name, steps in flat.items():
        yield _firewall(document, (name,), steps)


def _names(group: Value) -> tuple[str, ...]:
    """All names of a security group: the id by which others name it, its name, its tags."""
    tags = (tag.at("Value").text for tag in group.at("Tags").each())
    fields = (group.at(field).text for field in ("GroupId", "GroupName", "GroupDescription"))
    return tuple(name for name in (*fields, *tags) if name)


def _firewall(document: Document, names: tuple[str, ...], steps: list[Step]) -> Firewall:
    place = Place(document.file, document.line)
    chains = {"ingress": tuple(steps)}
    filters = (Filter("network", "ingress", "deny"),)
    return Firewall("aws", place, filters, chains, names, united=True)


def _of_permission(permission: Value) -> Iterator[Step]:
    match = _match(permission)
    for field, key in (("IpRanges", "CidrIp"), ("Ipv6Ranges", "CidrIpv6")):
        for source in permission.at(field).each():
            yield _step(_from(match, source.at(key)), source)
    for source in permission.at("UserIdGroupPairs").each():
        yield _step(_of_members(match, source.at("GroupId")), source)
    for source in permission.at("PrefixListIds").each():
        yield _step(_of_list(match, source.at("PrefixListId")), source)


def _of_one(rule: Value) -> Step:
    """A rule with one source: of a template, or a flat one."""
    match = _match(rule)
    for key in ("CidrIp", "CidrIpv4", "CidrIpv6"):
        if rule.at(key):
            return _step(_from(match, rule.at(key)), rule)
    if of_list := rule.at("SourcePrefixListId") or rule.at("PrefixListId"):
        return _step(_of_list(match, of_list), rule)
    members = rule.at("SourceSecurityGroupId") or rule.at("ReferencedGroupInfo", "GroupId")
    return _step(_of_members(match, members), rule)


def _step(match: Match, said: Value) -> Step:
    is_of_controller = said.at("Description").text.startswith(_CONTROLLER)
    return Step(said.place, match, "accept", machine="AWS" if is_of_controller else "")


def _from(match: Match, source: Value) -> Match:
    found = addresses_of([source.text]) if source.text else None
    if found is None:
        return match.doubted(more(source.text or source.place.path))
    return match.narrowed("sources", found)


def _of_list(match: Match, name: Value) -> Match:
    return match.doubted(Message(OF_A_SET, {"name": name.text[:60]}))


def _of_members(match: Match, name: Value) -> Match:
    return match.from_members_of(name.text or name.place.path)


def _match(permission: Value) -> Match:
    """Protocol and ports; a protocol without ports has none whatever stands there."""
    protocol = protocol_of(permission.at("IpProtocol").text)
    if protocol is None:
        return Match().doubted(more(permission.at("IpProtocol").text))
    match = Match().narrowed("protocols", protocol)
    number = protocol[0][0] if protocol[0][0] == protocol[0][1] else -1
    first, last = _port(permission.at("FromPort")), _port(permission.at("ToPort"))
    if number in _ICMP:
        family, name = _ICMP[number]
        match = match.of_families(frozenset({family}))
        return (
            match
            if first < 0
            else judged_by_types(match.narrowed("ports", ((first, first),)), name)
        )
    if number not in _WITH_PORTS or first < 0:
        return match
    ports: Spans = ((first, last),) if first <= last <= EVERY_PORT[0][1] else ()
    return match.narrowed("ports", ports)


def _port(value: Value) -> int:
    return -1 if value.number is None else value.number


READER = Reader(
    name="aws",
    label="AWS security groups",
    command="aws ec2 describe-security-groups --group-ids ID --output json",
    sample='{"SecurityGroups": [{"GroupId": "sg-1", "IpPermissions": []}]}',
    recognises=_recognises,
    read=_read,
)
