"""What could be added to a plan for packets of pods: a group of pods, never one of strangers."""

from collections.abc import Iterator, Mapping

from portsref.addresses import AddressRange
from portsref.planning.document import Group, RoleName
from portsref.troubleshooting.additions import Addition
from portsref.troubleshooting.explanations import End, Remedy
from portsref.troubleshooting.inquiry import Case
from portsref.troubleshooting.own_listeners import own_listener_ways
from portsref.troubleshooting.remedies import PURPOSE, remedy

POD: RoleName = "pod"
_NAME = "pods"


def network_parameters(case: Case) -> Mapping[str, str]:
    """The networks of pods and Services as a verdict tells them, and whose defaults they are.

    Where an end is known as a pod by its interface alone, the pods' network is none of these.
    """
    networks = case.inquiry.rule_set.networks
    known = networks.pods
    ends = [end for end in (case.source, case.destination) if end.network == "pods"]
    if not all(any(end.address in network for network in known) for end in ends if end.address):
        return {"pods": "", "services": ", ".join(map(str, networks.services)), "assumed_from": ""}
    return {
        "pods": ", ".join(map(str, known)),
        "services": ", ".join(map(str, networks.services)),
        "assumed_from": networks.pods_assumed_from or networks.services_assumed_from or "",
    }


def by_pods(case: Case) -> tuple[Remedy, ...]:
    """A group of the pods' network, with a listener of the user's own where no row is for it."""
    if POD in case.inquiry.suspects.placement.roles_played:
        return ()
    pods = _group_of_pods(case)
    if pods is None:
        return ()
    for addition in _ways(pods, case):
        if found := remedy(case, "add-pods", addition, group=pods.name):
            return (found,)
    return ()


def _group_of_pods(case: Case) -> Group | None:
    """The pods as a group: their whole network where it is known, else the address alone."""
    end = next((end for end in (case.source, case.destination) if end.network == "pods"), None)
    if end is None or end.address is None:
        return None
    networks = case.inquiry.rule_set.networks.pods
    address = end.address
    if not any(address in network for network in networks):
        networks = (AddressRange(address, address),)
    taken = {group.name for group in case.inquiry.document.groups}
    name = next(f"{_NAME}{mark}" for mark in _marks() if f"{_NAME}{mark}" not in taken)
    return Group(name=name, roles=(POD,), addresses=networks)


def _marks() -> Iterator[str]:
    yield ""
    number = 2
    while True:
        yield f"-{number}"
        number += 1


def _ways(pods: Group, case: Case) -> Iterator[Addition]:
    yield Addition(groups=(pods,))
    source, destination = (_group(end, pods, case) for end in (case.source, case.destination))
    if source is None or destination is None or not case.has_both_ends:
        return
    names = {"source": source.name, "destination": destination.name}
    for way in own_listener_ways(
        case.packet,
        source,
        destination,
        case.inquiry.suspects.placement,
        purpose=case.inquiry.translate(PURPOSE) % names,
    ):
        groups, changes = (pods, *way.groups), () if source is pods else way.changes
        yield way.model_copy(update={"groups": groups, "changes": changes})


def _group(end: End, pods: Group, case: Case) -> Group | None:
    if end.network == "pods":
        return pods
    return case.inquiry.document.group(end.groups[0]) if end.groups else None
