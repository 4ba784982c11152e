"""What all files for pods share: which rules are theirs, and what they go to.

A plan knows pods by their network, and neither namespaces nor labels. So files say what holds for
any pod: what pods dial. Who may dial pods is not said, because a policy would have to select the
pods of each component; and hosts that dial pods come from addresses of tunnels and bridges that no
plan has.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from portsref.exporters.base import Job, Says, cannot_say
from portsref.exporters.comments import about_left_out, about_plan
from portsref.exporters.families import NOTHING_IN_COMMON, networks_of, parts_by_family
from portsref.exporters.host.hosts import common_families, families_of
from portsref.exporters.network.ends import NO_ADDRESSES
from portsref.exporters.once import Once
from portsref.messages import Message, gettext_noop
from portsref.planning.choice import Choice
from portsref.planning.document import PlanDocument
from portsref.planning.rules import Endpoint, Rule
from portsref.ports import PortRange
from portsref.protocols import NAMES_WITH_PORTS

NAME = "portsref-egress"
_EVERY_NETWORK = {4: "0.0.0.0/0", 6: "::/0"}
MEDIA_TYPE = "application/yaml"
LABELS = "  labels:\n    app.kubernetes.io/managed-by: portsref\n"
SEVERAL = Message(gettext_noop("the plan has several groups of pods, which no labels tell apart"))
NO_PORT_0 = Message(gettext_noop("the format cannot say port 0"))


def room(_choice: Choice, document: PlanDocument) -> Says:
    """Ask of each rule of pods whether it can be said; those of hosts are no matter."""
    are_pods = pods_of(document)
    is_one_group = sum("pod" in group.roles for group in document.groups) < 2
    families = Once(families_of)

    def why(rule: Rule) -> Message | None:
        if not are_pods(rule.source):
            return None
        if not is_one_group:
            return SEVERAL
        if rule.protocol not in NAMES_WITH_PORTS:
            return cannot_say(rule.protocol)
        if PortRange(0, 0) in rule.ports.ranges:
            return NO_PORT_0
        if rule.destination.kind != "any" and not rule.destination.addresses:
            return NO_ADDRESSES
        return None if common_families(rule, families) else NOTHING_IN_COMMON

    return why


def pods_of(document: PlanDocument) -> Callable[[Endpoint], bool]:
    """Tell of an end whether it is pods: a group of them alone, or the networks of the plan."""
    names = {group.name for group in document.groups if group.roles == ("pod",)}
    stated = document.networks.pods if document.networks else ()
    return lambda end: end.name in names or bool(stated and end.addresses == stated)


def rules_of_pods(job: Job) -> Iterator[Rule]:
    """The rules that files for pods say, one after the other."""
    are_pods = Once(pods_of(job.rule_set.document))
    return (rule for rule in job.rules if are_pods(rule.source))


def about_pods(job: Job, what_it_does: tuple[str, ...], how: tuple[str, ...]) -> Iterator[str]:
    """What a file is about; lines without marks of comments."""
    yield "What pods may dial"
    yield from about_plan(job)
    yield ""
    yield from what_it_does
    yield ""
    mine = sum(1 for _ in rules_of_pods(job))
    others = len(job.rule_set.rules) + len(job.rule_set.outbound) - mine
    yield f"Rules of pods: {mine}. Rules of hosts, which such policies are not about: {others}."
    if not mine:
        yield "So there is nothing here. Name the pods' networks in the plan."
    yield from about_left_out(job.left_out)
    yield from how


class Destinations:
    """What rules go to: other pods, or networks."""

    def __init__(self, document: PlanDocument) -> None:
        self._are_pods = Once(pods_of(document))
        self._families = Once(families_of)
        self._networks = Once(_networks_by_family)

    def of(self, rule: Rule) -> tuple[str, ...] | None:
        """Networks in the families of both ends, or nothing where they are those of pods."""
        if self._are_pods(rule.destination):
            return None
        networks = self._networks(rule.destination)
        families = sorted(common_families(rule, self._families))
        return tuple(chain.from_iterable(networks[family] for family in families))


def _networks_by_family(end: Endpoint) -> Mapping[int, tuple[str, ...]]:
    """The networks of an end, or that of any address, by family."""
    return {
        family: tuple(map(str, networks_of(parts))) if parts else (_EVERY_NETWORK[family],)
        for family, parts in parts_by_family(end).items()
    }
