"""The port tables of the products' own documentation come out of the right picks.

`tables/*.yaml` hold the tables as data: where they were read, what to pick, and a row a line. No
row may be missing from the plan, and the plan may ask for nothing that its table does not say,
but for what the file names with a reason.

A file has `variants` where a table lists alternatives: its rows must come out of them together, and
each of them may say nothing else. `from: [self]` is a row for the host itself; a row without
`from` says only that the port is open there. `nodes` and `any` are all nodes and all groups.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from portsref.catalogue.products import Listener
from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules
from portsref.planning.rules import Rule, RuleSet
from portsref.ports import PortSet
from tests.conftest import our_catalogue

FOLDER = Path(__file__).parent / "tables"
TABLES = sorted(FOLDER.glob("*.yaml"))
GROUPS = ("control-plane", "worker", "bastion", "client")
NODE_ROLES = {"control-plane", "worker"}
KEYS = {
    "title", "source", "kubernetes", "variants", "groups", "families", "rows", "is_complete",
    "also", "not_planned",
}  # fmt: skip
# Pages that say what the page of another table says.
SAME_TABLE = {"https://kubernetes.io/zh-cn/docs/reference/networking/ports-and-protocols/"}


@dataclass(frozen=True)
class Row:
    """One line of a table, for one source and one destination; any source where it says none."""

    source: str | None
    destination: str
    protocol: str
    ports: PortSet

    def __str__(self) -> str:
        return f"{self.source or '?'} -> {self.destination} {self.protocol} {self.ports}".strip()


@dataclass(frozen=True)
class Table:
    """A table as its file has it."""

    data: dict[str, Any]

    @property
    def groups(self) -> list[dict[str, Any]]:
        families = self.data.get("families", ["ipv4"])
        named = [
            group if isinstance(group, dict) else {"name": group, "roles": [group]}
            for group in self.data.get("groups", GROUPS)
        ]
        addresses = {"ipv4": "198.18.{}.0/24", "ipv6": "2001:db8:{}::/64"}
        return [
            {"addresses": [addresses[family].format(number) for family in families]} | group
            for number, group in enumerate(named)
        ]

    @property
    def rows(self) -> list[Row]:
        return list(self.read(self.data["rows"]))

    @property
    def not_planned(self) -> list[Row]:
        return list(self.read(self.data.get("not_planned", [])))

    @property
    def also(self) -> set[str]:
        return {key for entry in self.data.get("also", []) for key in entry["listeners"]}

    def read(self, lines: list[dict[str, Any]]) -> Iterator[Row]:
        for line in lines:
            for destination in self.names(line["to"]):
                for source in self.names(line["from"]) if "from" in line else [None]:
                    yield Row(source, destination, line["protocol"], PortSet.parse(line["ports"]))

    def names(self, words: list[str]) -> list[str]:
        meanings = {
            "any": [group["name"] for group in self.groups],
            "nodes": [group["name"] for group in self.groups if NODE_ROLES & {*group["roles"]}],
        }
        return [name for word in words for name in meanings.get(word, [word])]

    def plan(self, picks: list[dict[str, Any]]) -> RuleSet:
        document = {
            "schema": "portsref.plan/v1",
            "title": self.data["title"],
            "kubernetes": self.data["kubernetes"],
            "picks": picks,
            "groups": self.groups,
        }
        return plan_rules(document_from(document), our_catalogue())


def read_table(path: Path) -> Table:
    return Table(yaml.safe_load(path.read_text(encoding="utf-8")))


def planned_ports(row: Row, rule_set: RuleSet) -> list[PortSet]:
    """The ports that rules open from a row's source to its destination, or that the host has."""
    opened = [
        rule.ports
        for rule in rule_set.all_rules
        if rule.destination.name == row.destination and rule.protocol == row.protocol
        if row.source in (None, rule.source.name)
    ]
    on_host = [
        local.ports
        for local in (*rule_set.local, *(rule_set.pod_network if row.source == "self" else ()))
        if row.destination in local.groups and local.protocol == row.protocol
        if row.source in (None, "self", row.destination)
    ]
    for_itself = [
        rule.ports
        for rule in rule_set.rules
        if row.source == "self" and rule.destination.name == row.destination
        if rule.protocol == row.protocol and any(map(is_used_by_its_host, rule.listeners))
    ]
    return opened + on_host + for_itself


def is_used_by_its_host(key: str) -> bool:
    """Tell whether what a rule is about is reached from its own host too, which needs no rule."""
    row = our_catalogue().rows[key]
    return isinstance(row, Listener) and "self" in row.peers


def is_planned(row: Row, planned: list[RuleSet]) -> bool:
    """Tell whether the variants together have all ports of a row."""
    found = [ports for rule_set in planned for ports in planned_ports(row, rule_set)]
    return bool(found) and not row.ports - union(found)


def is_said(rule: Rule, rows: list[Row]) -> bool:
    """Tell whether the rows of a table allow all of a rule."""
    said = [
        row.ports
        for row in rows
        if row.protocol == rule.protocol and row.destination == rule.destination.name
        if row.source in (None, rule.source.name)
    ]
    return bool(said) and not rule.ports - union(said)


def union(parts: list[PortSet]) -> PortSet:
    return PortSet.of(part for ports in parts for part in ports.ranges)


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_the_picks_of_a_table_ask_for_its_rows_and_nothing_else(path):
    table = read_table(path)
    planned = [table.plan(picks) for picks in table.data["variants"]]
    missing = [str(row) for row in table.rows if not is_planned(row, planned)]
    surplus = {
        rule for one in planned for rule in one.rules if not is_said(rule, table.rows)
    } if table.data.get("is_complete", True) else set()  # fmt: skip
    unexplained = sorted(
        f"{rule.source.name} -> {rule.destination.name} {rule.protocol} {rule.ports}"
        f" ({', '.join(rule.listeners)})"
        for rule in surplus
        if not table.also.issuperset(rule.listeners)
    )
    caused = {key for rule in surplus for key in rule.listeners}
    assert {
        "missing": missing,
        "not in the table": unexplained,
        "explained in vain": sorted(table.also - caused),
        "planned after all": [str(row) for row in table.not_planned if is_planned(row, planned)],
    } == {"missing": [], "not in the table": [], "explained in vain": [], "planned after all": []}


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_table_says_where_it_was_read_and_why_it_differs(path):
    data = read_table(path).data
    assert set(data) <= KEYS
    assert data["source"]["url"].startswith("https://")
    assert len(data["source"].get("commit", "")) == 40 or data["source"].get("date")
    assert all(entry["reason"] for key in ("also", "not_planned") for entry in data.get(key, []))
    assert data.get("is_complete", True) or "also" not in data


def test_every_official_table_of_the_catalogue_is_transcribed():
    transcribed = {
        url
        for path in TABLES
        for source in [read_table(path).data["source"]]
        for url in [source["url"], *source.get("also", [])]
    }
    official = {
        url for product in our_catalogue().products.values() for url in product.official_tables
    }
    assert official - transcribed == SAME_TABLE


def test_rke2_asks_for_bgp_only_where_calico_runs_it():
    table = read_table(FOLDER / "rke2-canal.yaml")
    asking = {
        (cni, bgp)
        for cni in ("canal", "cilium", "calico", "flannel")
        for bgp in ("no", "yes")
        for rule in table.plan(
            [{"product": "rke2", "options": {"cni": cni, "calico-bgp": bgp}}]
        ).all_rules
        if rule.protocol == "TCP" and 179 in rule.ports
    }
    assert asking == {("calico", "yes")}
