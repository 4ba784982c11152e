"""Formats against writing the same lines, YAML against JSON, and memory against fewer rules."""

import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bench.figures import Figure, best_seconds
from bench.planning import racks
from portsref.catalogue.load import load_catalogue
from portsref.exporters.archive import one_file
from portsref.exporters.base import Exporter
from portsref.exporters.files.json_file import EXPORTER as JSON
from portsref.exporters.files.yaml_file import EXPORTER as YAML
from portsref.exporters.network.nftables_router import EXPORTER as NFTABLES
from portsref.exporters.registry import every_exporter
from portsref.planning.choice import EVERYTHING
from portsref.planning.engine import plan_rules
from portsref.planning.rules import RuleSet
from tests.exporters.aerleon import prepared

MOST_TIMES_LINES = 6
MOST_TIMES_JSON = 3
MOST_TIMES_MEMORY = 1.1
TIMES_AERLEON = 10
RULES_FOR_AERLEON = 4_000
TIMES_THE_RULES = 4
# Formats that do not write a line a rule: workbooks, pictures of pairs of groups, lists of names,
# and policies for pods, which say none of the rules of hosts.
WITHOUT_LINES = {
    *("xlsx", "algosec", "svg", "mermaid", "dot"),
    *("names", "squid", "azure-firewall", "aws-network-firewall", "cilium-fqdn", "panos-edl"),
    *("networkpolicy", "clusternetworkpolicy", "adminnetworkpolicy"),
}
FOR_WINDOWS = {"windows"}


def figures() -> Iterator[Figure]:
    """Yield the figures of each format, on a plan of some 57,000 rules."""
    catalogue = load_catalogue()
    rule_set = plan_rules(racks(100, catalogue, are_narrowed=True), catalogue)
    of_windows = _with_windows(rule_set)
    for exporter in every_exporter():
        rules = of_windows if exporter.name in FOR_WINDOWS else rule_set
        yield _against_lines(exporter, rules, is_goal=exporter.name not in WITHOUT_LINES)
    yield _yaml_against_json(rule_set)
    yield _nftables_against_aerleon(rule_set)
    for exporter in every_exporter():
        yield _memory(exporter, rule_set)


def _with_windows(rule_set: RuleSet) -> RuleSet:
    """The same, where every host has Windows."""
    document = rule_set.document
    groups = tuple(group.model_copy(update={"os": "windows"}) for group in document.groups)
    return replace(rule_set, document=document.model_copy(update={"groups": groups}))


def _against_lines(exporter: Exporter, rule_set: RuleSet, *, is_goal: bool) -> Figure:
    texts = [file.content.decode(errors="replace") for file in exporter.export(rule_set).files]
    lines = [line for text in texts for line in text.splitlines(keepends=True)]
    bare, written = best_seconds(lambda: _write(lines)), _seconds(exporter, rule_set)
    rules = len(rule_set.all_rules)
    each, bare_each = written / rules * 1e6, bare / rules * 1e6
    return Figure(
        f"{exporter.name} against its lines",
        written / bare,
        f"{rules:,} rules; a rule: {each:.1f} µs, {bare_each:.1f} µs bare",
        at_most=MOST_TIMES_LINES if is_goal else None,
    )


def _yaml_against_json(rule_set: RuleSet) -> Figure:
    yaml, json = (_seconds(exporter, rule_set) for exporter in (YAML, JSON))
    detail = f"{yaml * 1e3:.0f} ms, {json * 1e3:.0f} ms"
    return Figure("yaml against json", yaml / json, detail, at_most=MOST_TIMES_JSON)


def _nftables_against_aerleon(rule_set: RuleSet) -> Figure:
    """Both write the same rules; Aerleon's policy and its definitions are made beforehand."""
    can_say = NFTABLES.left_out(rule_set, EVERYTHING)
    gone = {item.rule.name for item in can_say}
    rules = tuple(rule for rule in rule_set.all_rules if rule.name not in gone)
    some = replace(rule_set, rules=rules[:RULES_FOR_AERLEON], outbound=())
    ours = _seconds(NFTABLES, some)
    write = prepared(some.rules, "nftables", {4: "inet forward"})
    theirs = best_seconds(write, times=2)
    detail = f"{len(some.rules):,} rules: {ours * 1e3:.0f} ms, Aerleon {theirs:.1f} s"
    return Figure("nftables against Aerleon", theirs / ours, detail, at_least=TIMES_AERLEON)


def _memory(exporter: Exporter, rule_set: RuleSet) -> Figure:
    rules, outbound = (part[::TIMES_THE_RULES] for part in (rule_set.rules, rule_set.outbound))
    some = replace(rule_set, rules=rules, outbound=outbound)
    few, many = _peak(exporter, some), _peak(exporter, rule_set)
    return Figure(
        f"{exporter.name}, memory for {TIMES_THE_RULES} × the rules",
        many / few,
        f"{many / 1024:,.0f} KiB for {len(rule_set.all_rules):,} rules,"
        f" {few / 1024:,.0f} KiB for {len(some.all_rules):,}",
        at_most=MOST_TIMES_MEMORY,
    )


def _seconds(exporter: Exporter, rule_set: RuleSet) -> float:
    return best_seconds(lambda: [file.content for file in exporter.export(rule_set).files])


def _peak(exporter: Exporter, rule_set: RuleSet) -> int:
    """The most that an export takes at any time beside the rules, in bytes."""
    tracemalloc.start()
    try:
        for _ in one_file(exporter.export(rule_set)).pieces():
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def _write(lines: Sequence[str]) -> bytes:
    """Write lines one by one, and nothing else."""
    return b"".join(line.encode() for line in lines)
