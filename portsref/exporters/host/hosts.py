"""What all files for hosts share: one file a group, and what is told about it.

A filter on a host decides before the host translates anything: kube-proxy and port mappings of
containers do so in prerouting, at priority -100, and what they translate never reaches `input`
(measured for kube-proxy in its modes iptables and nftables). IPVS decides later still. So all that
is for the host itself is decided in prerouting at -150, NodePorts and host ports among it. eBPF
programs that stand in for kube-proxy take NodePorts before any of these hooks.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from portsref.addresses import join_addresses
from portsref.catalogue.keys import product_of
from portsref.exporters.base import Job, Says, each_rule
from portsref.exporters.comments import about_left_out, about_plan, one_line
from portsref.exporters.families import NOTHING_IN_COMMON, ends_of
from portsref.exporters.identifiers import identifiers
from portsref.exporters.left_out import LeftOut, by_group
from portsref.exporters.once import Once
from portsref.exporters.runs import RulesOfGroups
from portsref.messages import Message, gettext_noop
from portsref.planning.choice import Choice
from portsref.planning.document import PlanDocument
from portsref.planning.rules import Endpoint, Rule, RuleSet
from portsref.protocols import BOTH, PROTOCOL_BY_NAME

OF_PODS, OF_SERVICES = "networks of pods", "networks of Services"
NOBODYS_ADDRESS = Message(gettext_noop("whoever connects has no addresses in the plan"))
NOT_LINUX = Message(gettext_noop("its hosts run another system than Linux"))
NOT_WINDOWS = Message(gettext_noop("its hosts run another system than Windows"))
LINUX, WINDOWS = "linux", "windows"
_FRONT_ROLES = frozenset({"api-endpoint", "load-balancer"})
# Which hosts may hold the address of another front, and that of the API.
_HOLDERS = (frozenset({"control-plane", "worker", "ingress"}), frozenset({"control-plane"}))
_ADDED = "Rules to “{}” are here too, whose address these hosts may hold, as by keepalived."
_APART = "If these hosts hold the address of “{}”, as by keepalived, they need its file too."
_OTHER_SYSTEM = {LINUX: NOT_LINUX, WINDOWS: NOT_WINDOWS}
# These have a health port that is called as kube-proxy's is, and take its place.
_IN_PLACE_OF_KUBE_PROXY = frozenset({"antrea", "calico", "cilium", "ovn-kubernetes"})


def says(rule: Rule) -> Message | None:
    """Tell why a rule cannot be said: who connects must have addresses.

    What hosts dial is not filtered, so that rules to places outside are no matter.
    """
    is_outgoing = rule.destination.kind == "outside"
    if is_outgoing or rule.source.kind == "any" or rule.source.addresses:
        return None
    return NOBODYS_ADDRESS


def room(system: str, _choice: Choice, document: PlanDocument) -> Says:
    """Ask of each rule whether its hosts have the system that the files are for.

    Where both ends have no family in common, no line would say the rule, and nobody would know.
    """
    others = {group.name for group in document.groups if group.os != system}
    has_family = families_in_common()

    def why(rule: Rule) -> Message | None:
        if rule.destination.name in others:
            return _OTHER_SYSTEM[system]
        return None if has_family(rule) else NOTHING_IN_COMMON

    return why


def families_in_common() -> Callable[[Rule], bool]:
    """Ask of each rule whether its ends have a family of its protocol in common, once a run.

    What hosts dial elsewhere is no matter.
    """
    families = Once(families_of)
    source = destination = None
    common = BOTH

    def have_any(rule: Rule) -> bool:
        nonlocal source, destination, common
        if rule.source is not source or rule.destination is not destination:
            source, destination = rule.source, rule.destination
            is_outgoing = destination.kind == "outside"
            common = BOTH if is_outgoing else families(source) & families(destination)
        return common == BOTH or not common.isdisjoint(PROTOCOL_BY_NAME[rule.protocol].families)

    return have_any


def tell_pods(rule_set: RuleSet) -> Callable[[Endpoint], bool]:
    """What tells whether a group is pods and no hosts: no other role, or it stands for networks.

    Where a plan states the pods' networks and has no such group, the planner makes one of them.
    """
    roles = {group.name: group.roles for group in rule_set.document.groups}
    pods = rule_set.networks.pods

    def is_of_pods(end: Endpoint) -> bool:
        if end.name in roles:
            return roles[end.name] == ("pod",)
        return bool(end.addresses) and end.addresses == pods

    return is_of_pods


def families_of(end: Endpoint) -> frozenset[int]:
    """The families that an end has; one whose addresses nobody knows may have both."""
    return frozenset(address.family for address in end.addresses) or BOTH


def common_families(rule: Rule, families: Callable[[Endpoint], frozenset[int]]) -> frozenset[int]:
    """The families that the protocol and both ends have."""
    of_protocol = PROTOCOL_BY_NAME[rule.protocol].families
    return of_protocol & families(rule.source) & families(rule.destination)


@dataclass(frozen=True, slots=True)
class PodAddresses:
    """Networks whose packets hosts forward; `is_sure` where the plan itself states them.

    `are_encapsulated` where pods' addresses are known and never seen between hosts.
    """

    pods: Endpoint
    services: Endpoint
    is_sure: bool
    are_encapsulated: bool
    about: str

    @classmethod
    def of(cls, rule_set: RuleSet) -> "PodAddresses":
        """Those that the plan states, those of groups that are pods, or the documented ones."""
        networks = rule_set.networks
        groups = [group for group in rule_set.document.groups if "pod" in group.roles]
        stated = [address for group in groups for address in group.addresses]
        if not networks.pods_assumed_from:
            stated += networks.pods
        if stated:
            about = "as the plan says"
        elif networks.pods:
            about = f"taken for granted, as {networks.pods_assumed_from} documents them: check them"
        else:
            about = "not known: name them in the plan, or pods cannot reach their own host"
        pods = join_addresses(stated or networks.pods)
        services = join_addresses(networks.services) if pods else ()
        return cls(
            Endpoint(OF_PODS, addresses=pods),
            Endpoint(OF_SERVICES, addresses=services),
            is_sure=bool(stated),
            are_encapsulated=bool(pods) and networks.travel == ("encapsulated",),
            about=about,
        )

    @property
    def told(self) -> str:
        """The networks of pods, and who says so."""
        addresses = ", ".join(map(str, self.pods.addresses))
        return one_line(f"Pods' networks: {addresses}, {self.about}.")

    @property
    def ends(self) -> tuple[Endpoint, Endpoint]:
        """Both, as ends of what is forwarded."""
        return self.pods, self.services


def fronts_of(document: PlanDocument) -> Mapping[str, Sequence[str]]:
    """For each group of hosts the groups whose addresses they may hold themselves.

    An address before the API servers, or before an ingress, belongs to a load balancer, or moves
    between the very hosts behind it, as keepalived and kube-vip move it: a plan says no more of it.
    """
    endpoint = document.api_endpoint.group if document.api_endpoint else ""
    fronts = [
        group.name
        for group in document.groups
        if _FRONT_ROLES.issuperset(group.roles) and (group.roles or group.name == endpoint)
    ]
    return {
        group.name: tuple(
            front for front in fronts if not _HOLDERS[front == endpoint].isdisjoint(group.roles)
        )
        for group in document.groups
        if group.name not in fronts
    }


def has_kube_proxy(rule_set: RuleSet) -> bool:
    """Tell whether a plan lists kube-proxy itself, and not only what takes its place."""
    rows = (key for key in _listeners(rule_set) if "/kube-proxy" in key)
    return any(product_of(key) not in _IN_PLACE_OF_KUBE_PROXY for key in rows)


def _listeners(rule_set: RuleSet) -> Iterator[str]:
    yield from (one.listener for one in chain(rule_set.local, rule_set.pod_network))
    yield from (cause.listener for rule in each_rule(rule_set) for cause in rule.causes)


class HostGroups:
    """The groups that have a file each: those to which any rule goes, but pods unless asked for.

    `adds_fronts` where a format asks for the addresses that packets go to: then the file of hosts
    has the rules to addresses that they may hold, which match nothing elsewhere.
    """

    def __init__(self, job: Job, *, with_pods: bool = False, adds_fronts: bool = True) -> None:
        rules, is_of_pods = job.rule_set.rules, tell_pods(job.rule_set)
        self._groups = RulesOfGroups(
            rules,
            lambda end: end.kind == "group" and (with_pods or not is_of_pods(end)),
        )
        self.adds_fronts = adds_fronts
        self._fronts = fronts_of(job.rule_set.document)
        self.have_kube_proxy = has_kube_proxy(job.rule_set)
        self.names: Mapping[str, str] = identifiers(
            (*(end.name for end in ends_of(rules)), OF_PODS, OF_SERVICES)
        )
        self._left_out = by_group(job.left_out, self._groups)

    def __iter__(self) -> Iterator[str]:
        """Names of the groups, in their order of names."""
        return iter(self._groups)

    def rules(self, group: str) -> Iterator[Rule]:
        """The rules to a group, and to addresses that its hosts may hold besides."""
        also = self.fronts(group) if self.adds_fronts else ()
        return chain.from_iterable(map(self._groups.rules, (group, *also)))

    def fronts(self, group: str) -> Sequence[str]:
        """The groups with a file whose addresses the hosts of a group may hold."""
        return [front for front in self._fronts.get(group, ()) if front in self._groups]

    def left_out(self, group: str) -> Sequence[LeftOut]:
        """The rules to a group that its file cannot say."""
        return self._left_out.get(group, ())


def about_hosts(
    job: Job, groups: HostGroups, group: str, what_it_does: Iterable[str]
) -> Iterator[str]:
    """Whose file it is, and what it does and cannot do; lines without marks of comments."""
    yield one_line(f"What the hosts of “{group}” must accept")
    yield from about_plan(job)
    yield ""
    yield from what_it_does
    for front in groups.fronts(group):
        yield (_ADDED if groups.adds_fronts else _APART).format(one_line(front))
    yield from about_left_out(groups.left_out(group))


def about_prerouting(groups: HostGroups, pods: PodAddresses) -> Iterator[str]:
    """What a file does that decides all in prerouting."""
    yield "Only what stands here gets in, SSH among it: keep a console open at the first time."
    yield "What these hosts dial is not filtered. Another filter that drops still drops."
    yield "All is decided in prerouting, before kube-proxy or containers' mappings translate: rules"
    yield "in `input` would do nothing about NodePorts and host ports."
    if not groups.have_kube_proxy:
        yield "The plan lists no kube-proxy. What stands in for it by eBPF, as Cilium does, or OVN"
        yield "takes NodePorts before this filter sees them: it cannot close these."
    if pods.pods.addresses:
        yield pods.told
        yield "Pods reach their own host, unless they come by the interface that has its address."
    else:
        yield f"Pods' networks are {pods.about}."
    yield from about_forwarding(pods)


def about_translated() -> Iterator[str]:
    """What a filter behind translation cannot do."""
    yield "NodePorts and host ports that kube-proxy or containers translate go round this filter,"
    yield "which closes none of them: rules for them are for what listens by itself, as kube-proxy"
    yield "in its mode ipvs. To close them, put the file of the format nftables into force too."


def about_known_pods(pods: PodAddresses) -> Iterator[str]:
    """Whether pods reach their own host, where no interface can be asked for."""
    if not pods.pods.addresses:
        yield f"Pods' networks are {pods.about}."
        return
    yield pods.told
    if pods.are_encapsulated:
        yield "Whoever comes with one of these addresses reaches all of the host: pods do, and no"
        yield "others where the kernel filters by reverse path (rp_filter)."
    else:
        yield "Their addresses are seen between hosts: so they reach what the plan's rules say, on"
        yield "their own host too."


def about_forwarding(pods: PodAddresses) -> Iterator[str]:
    """What hosts forward."""
    if pods.is_sure:
        yield "Forwarded is what is from or to pods and Services, and nothing else."
    else:
        yield "Forwarding is not filtered, because the plan does not state these networks."
