"""Talos: its ingress firewall, the documents NetworkDefaultActionConfig and NetworkRuleConfig.

Read are both kinds, in a file of the machine configuration or alone. Not read: what else is in the
machine configuration, which an importer reads; `talosctl get nftableschain`.

Traps: with the default action `block` what is listed passes, with `accept` a rule drops everybody
but its subnets on its ports. Talos filters before the host translates, so that NodePorts need a
rule. Loopback, answers and ICMP always pass. No rule can let IPIP, ESP, VRRP or SCTP in.
"""

from collections.abc import Iterator, Sequence

from portsref.importers.base import Document
from portsref.importers.facts import Doubt, Unread
from portsref.importers.values import Place, Value
from portsref.verification.rules.base import Reader
from portsref.verification.rules.matching import (
    addresses_of,
    all_but,
    more,
    packets_to,
)
from portsref.verification.rules.model import ByFamily, Filter, Firewall, Match, Step, Verdict

_KINDS = frozenset({"NetworkDefaultActionConfig", "NetworkRuleConfig"})


def _recognises(document: Document) -> bool:
    return document.kind in _KINDS


def _read_together(documents: Sequence[Document]) -> Iterator[Firewall | Doubt | Unread]:
    values = [document.value for document in documents]
    actions = [value.at("ingress").text for value in values if _is_default(value)]
    blocks = actions[-1:] == ["block"]
    place = Place(documents[0].file, documents[0].line)
    icmp = Match(is_plumbing=True).narrowed("protocols", ((1, 1), (58, 58)))
    steps = [Step(place, icmp, "accept")]
    for value in values:
        if not _is_default(value):
            steps.extend(_steps(value, blocks=blocks))
    policy: Verdict = "deny" if blocks else "accept"
    filters = (Filter("prerouting", "ingress", policy),)
    yield Firewall("talos", place, filters, {"ingress": tuple(steps)})


def _is_default(value: Value) -> bool:
    return value.at("kind").text == "NetworkDefaultActionConfig"


def _steps(value: Value, *, blocks: bool) -> Iterator[Step]:
    """Who passes by a rule; where nothing is blocked it is everybody else who does not."""
    selector = value.at("portSelector")
    ports = [one.text for one in selector.at("ports").each()]
    whole = packets_to(selector.at("protocol").text, ports)
    for source in value.at("ingress").each():
        yield Step(source.place, _from(whole, source), "accept")
    if not blocks:
        yield Step(value.place, whole, "deny")


def _from(match: Match, source: Value) -> Match:
    found = addresses_of([source.at("subnet").text]) if source.at("subnet").text else None
    if found is None:
        return match.doubted(more("subnet"))
    match = match.narrowed("sources", found)
    if word := source.at("except").text:
        left_out = addresses_of([word])
        return match.doubted(more("except")) if left_out is None else _without(match, left_out)
    return match


def _without(match: Match, left_out: ByFamily) -> Match:
    families = {box.family for box in match.boxes}
    kept = all_but({family: left_out.get(family, ()) for family in families})
    return match.narrowed("sources", kept)


READER = Reader(
    name="talos",
    label="Talos ingress firewall",
    command="talosctl -n NODE get machineconfig -o jsonpath='{.spec}'",
    sample="apiVersion: v1alpha1\nkind: NetworkDefaultActionConfig\ningress: block\n",
    recognises=_recognises,
    read_together=_read_together,
)
