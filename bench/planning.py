"""Planning and CSV against writing the same rows with the bare `csv` module."""

import csv
import gc
import io
from collections.abc import Iterator, Sequence

from bench.figures import Figure, best_seconds
from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.load import load_catalogue
from portsref.exporters.files.csv_file import EXPORTER
from portsref.planning.document import PlanDocument, document_from
from portsref.planning.engine import plan_rules

MOST_TIMES_BARE_CSV = 4
# The groups that every size has; the rest are racks of workers.
FIXED = (
    ("control-plane", ["control-plane", "etcd"], "10.255.0.0/28", "core"),
    ("ingress", ["ingress", "load-balancer"], "10.255.1.0/24", "dmz"),
    ("admins", ["bastion"], "10.255.2.0/24", "office"),
    ("clients", ["client"], "10.255.3.0/24", "office"),
    ("monitoring", ["worker"], "10.255.4.0/24", "core"),
)


def figures() -> Iterator[Figure]:
    """Yield one figure a size of plan."""
    catalogue = load_catalogue()
    catalogue.digest  # noqa: B018 - worked out once a process, not once a plan
    gc.freeze()  # as the server does after loading: the collector need not walk the catalogue
    for groups in (10, 100, 1000):
        yield measure(f"{groups:,} groups", racks(groups, catalogue, are_narrowed=True), catalogue)
    for groups in (10, 40):
        document = racks(groups, catalogue, are_narrowed=False)
        yield measure(f"{groups:,} groups, all to all", document, catalogue)


def racks(groups: int, catalogue: Catalogue, *, are_narrowed: bool) -> PlanDocument:
    """A plan that picks every product, for racks of workers.

    Narrowed, no rack connects to another one, so that rules grow with the groups; otherwise they
    grow with the square of the groups. The plan of 1,000 groups stays within what a plan may be.
    """
    workers = (
        (f"rack-{number:03}", ["worker"], f"10.{number // 256}.{number % 256}.0/24", "racks")
        for number in range(groups - len(FIXED))
    )
    keys = ("name", "roles", "addresses", "zone")
    data: dict[str, object] = {
        "schema": "portsref.plan/v1",
        "title": f"{groups} groups",
        "picks": [{"product": product} for product in catalogue.products],
        "groups": [
            dict(zip(keys, (name, roles, [address], zone), strict=True))
            for name, roles, address, zone in (*FIXED, *workers)
        ],
    }
    if are_narrowed:
        peers = [name for name, *_ in FIXED]
        crowded = rack_to_rack(catalogue)
        data["changes"] = [{"listener": key, "peers": peers} for key in crowded]
    return document_from(data)


def rack_to_rack(catalogue: Catalogue) -> list[str]:
    """The listeners of one rack to which another rack connects, and what racks need of another."""
    two_racks = racks(len(FIXED) + 2, catalogue, are_narrowed=False)
    crowded = {
        key
        for rule in plan_rules(two_racks, catalogue).rules
        if rule.source.zone == rule.destination.zone == "racks"
        for key in rule.listeners
    }
    return sorted(crowded)


def measure(name: str, document: PlanDocument, catalogue: Catalogue) -> Figure:
    """Plan and export one document, and write the same rows with the bare module."""
    content = EXPORTER.export(plan_rules(document, catalogue)).file.content
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
    times = max(3, min(20, 100_000 // len(rows)))
    bare = best_seconds(lambda: write(rows), times=times)
    planned = best_seconds(lambda: plan_rules(document, catalogue), times=times)
    rule_set = plan_rules(document, catalogue)
    exported = best_seconds(lambda: EXPORTER.export(rule_set).file.content, times=times)
    rules = len(rows) - 1
    return Figure(
        f"plan and CSV, {name}",
        (planned + exported) / bare,
        f"{rules:,} rules, {planned * 1e3:.0f} ms; a rule: {planned / rules * 1e6:.1f} µs planned,"
        f" {exported / rules * 1e6:.1f} µs exported, {bare / rules * 1e6:.1f} µs bare",
        at_most=MOST_TIMES_BARE_CSV,
    )


def write(rows: Sequence[Sequence[str]]) -> bytes:
    """Write rows as the exporter does, and nothing else."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
