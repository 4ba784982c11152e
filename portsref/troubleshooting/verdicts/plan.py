"""Verdicts by what the plan says otherwise than the catalogue."""

from collections.abc import Iterator

from portsref.catalogue.products import Row
from portsref.planning.document import Change
from portsref.ports import PortSet
from portsref.troubleshooting.additions import Addition
from portsref.troubleshooting.explanations import Explanation, RemedyKind, Verdict
from portsref.troubleshooting.inquiry import Case
from portsref.troubleshooting.remedies import remedy
from portsref.troubleshooting.whereabouts import holds


def same_host(case: Case) -> Explanation | None:
    """A host that talks to itself, which no firewall between hosts sees."""
    if not case.has_both_ends:
        return None
    shared = {*case.source.groups} & {*case.destination.groups}
    alone = {group.name for group in case.inquiry.document.groups if group.is_one_host}
    return case.say("same-host") if shared & alone else None


def changed(case: Case) -> Explanation | None:
    """A change of the plan without which it would allow the packet."""
    for change in case.inquiry.document.changes:
        if not _is_about(change, case):
            continue
        for verdict, kind, addition in _ways_back(
            change, case.source.groups if case.has_both_ends else ()
        ):
            if found := remedy(case, kind, addition, listener=change.listener):
                return case.say(
                    verdict,
                    listeners=(change.listener,),
                    parameters={"reason": change.reason or "", "ports": str(change.ports or "")},
                    remedies=(found,),
                )
    return None


def _is_about(change: Change, case: Case) -> bool:
    """Tell whether a change may concern the packet: of its row, or of what replaces that."""
    inquiry = case.inquiry
    keys = inquiry.suspects.selection.with_heirs(change.listener)
    rows: list[Row] = [own for own in inquiry.document.listeners if own.key in keys]
    rows += [row for key in keys if (row := inquiry.index.catalogue.rows.get(key))]
    return any(holds(case.packet, row.protocol, row.ports) for row in rows)


def _ways_back(
    change: Change, sources: tuple[str, ...]
) -> Iterator[tuple[Verdict, RemedyKind, Addition]]:
    """What of a change could be taken back or widened, part by part."""
    if change.excluded:
        rest = change.model_copy(update={"excluded": False, "reason": None})
        if rest.ports or rest.peers is not None:
            yield "excluded", "take-back", Addition(changes=(rest,))
        yield "excluded", "take-back", Addition(taken_back=(change.listener,))
        return
    if change.peers is not None and sources and sources[0] not in change.peers:
        wider = change.model_copy(update={"peers": (*change.peers, sources[0])})
        yield "narrowed", "widen", Addition(changes=(wider,))
    if change.ports:
        rest = change.model_copy(update={"ports": None})
        if rest.peers is not None:
            yield "moved", "take-back", Addition(changes=(rest,))
        yield "moved", "take-back", Addition(taken_back=(change.listener,))


def behind_endpoint(case: Case) -> Explanation | None:
    """The API server's own address or port, where the plan has it reached by its endpoint."""
    endpoint, suspects = case.inquiry.document.api_endpoint, case.inquiry.suspects
    if endpoint is None or case.packet.protocol != "TCP" or case.packet.port is None:
        return None
    selection = suspects.selection
    servers = [selection.by_key[key] for key in sorted(selection.api_servers)]
    hosts = {group.name for one in servers for group in suspects.placement.hosts_of(one.row)}
    ports = PortSet.of(part for one in servers for part in one.ports.ranges) | endpoint.ports
    is_there = {*case.destination.groups} & {*hosts, endpoint.group}
    rules = case.rules_to(endpoint.group, endpoint.ports)
    if not is_there or case.packet.port not in ports or not rules:
        return None
    return case.say(
        "api-endpoint",
        rules=rules,
        listeners=tuple(one.key for one in servers),
        parameters={"group": endpoint.group, "ports": str(endpoint.ports)},
    )
