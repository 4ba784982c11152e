"""A small plan, and how the files of a format say its one rule."""

from dataclasses import replace
from functools import lru_cache

from portsref.catalogue.catalogue import Catalogue
from portsref.exporters.base import Exporter
from portsref.exporters.language import Language
from portsref.planning.document import SCHEMA, document_from
from portsref.planning.engine import plan_rules
from portsref.planning.rules import Rule, RuleSet

MOST_LINES = 80
LONGEST_LINE = 400
_PLAN = {
    "schema": SCHEMA,
    "title": "Payments",
    "picks": [{"product": "kubernetes", "only": ["kube-apiserver"]}],
    "groups": [
        {
            "name": "control-plane",
            "roles": ["control-plane"],
            "addresses": ["192.0.2.0/28"],
            "zone": "core",
        },
        {"name": "workers", "roles": ["worker"], "addresses": ["192.0.2.64/26"], "zone": "nodes"},
    ],
}


@lru_cache(maxsize=2)
def sample_of(catalogue: Catalogue) -> RuleSet:
    """The rules of the plan, of which there is one: workers reach the Kubernetes API."""
    rule_set = plan_rules(document_from(_PLAN), catalogue)
    rules = tuple(rule for rule in rule_set.rules if rule.crosses_zones)[:1]
    return replace(rule_set, rules=rules, outbound=(), local=(), pod_network=(), findings=())


def sample_rule(catalogue: Catalogue) -> Rule:
    """That rule."""
    return sample_of(catalogue).rules[0]


def sample_file(exporter: Exporter, catalogue: Catalogue, language: Language) -> str:
    """The beginning of the first file of a format, as a text; empty where it is none."""
    if not exporter.is_text:
        return ""
    made = exporter.export(sample_of(catalogue), language=language)
    lines = made.files[0].content.decode("utf-8-sig").splitlines()
    kept = [_cut(line) for line in lines[:MOST_LINES]]
    return "\n".join([*kept, "…"] if len(lines) > MOST_LINES else kept)


def _cut(line: str) -> str:
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE]}…"
