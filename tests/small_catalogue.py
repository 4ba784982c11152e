"""Small catalogues for tests: products as dicts that say only what the test is about."""

from typing import Any

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.folders import OUR_DATA
from portsref.catalogue.load import load_catalogue
from portsref.catalogue.products import KubernetesRelease, Product, Roles
from portsref.catalogue.search.index import SearchIndex
from portsref.documents.checking import read_document
from portsref.documents.files import read_text
from portsref.planning.document import PlanDocument, document_from
from portsref.planning.engine import plan_rules
from portsref.planning.rules import Finding, RuleSet

ROLES = read_document(Roles, read_text(OUR_DATA / "roles.yaml", name="roles"), file="roles").roles
SOURCE = {"url": "https://example.com/ports", "basis": "documented"}


def row(row_id: str, **what: Any) -> dict[str, Any]:
    return {
        "id": row_id,
        "component": "agent",
        "protocol": "TCP",
        "ports": "1000",
        "roles": ["worker"],
        "purpose": f"Traffic of {row_id}.",
        "tls": "none",
        "required": True,
        "source": SOURCE,
    } | what


def listener(row_id: str, **what: Any) -> dict[str, Any]:
    return row(row_id, **({"peers": ["worker"]} | what))


def need(row_id: str, **what: Any) -> dict[str, Any]:
    return row(row_id, **({"to": ["control-plane"]} | what))


def option(option_id: str, *choices: str) -> dict[str, Any]:
    return {"id": option_id, "label": option_id, "choices": choices, "default": choices[0]}


def component(component_id: str, *roles: str) -> dict[str, Any]:
    return {"id": component_id, "name": component_id, "roles": roles, "summary": "It runs."}


def product(slug: str, **what: Any) -> Product:
    defaults = {
        "product": slug,
        "name": slug.title(),
        "kind": "other",
        "summary": "A product.",
        "homepage": "https://example.com/",
        "checked": {"version": "1", "date": "2026-01-01"},
        "components": [component("agent", "worker")],
        "listeners": [],
    }
    return Product.model_validate(defaults | what)


def catalogue(*products: Product) -> Catalogue:
    return Catalogue(
        products={item.product: item for item in sorted(products, key=lambda item: item.product)},
        roles=ROLES,
        releases=tuple(KubernetesRelease(version=f"1.{minor}") for minor in range(37, 18, -1)),
        read_services=lambda _catalogue: load_catalogue([OUR_DATA]).services,
    )


def search_index(*products: Product) -> SearchIndex:
    return SearchIndex(catalogue(*products))


def group(
    name: str, *roles: str, addresses: Any = ("192.0.2.0/24",), **what: Any
) -> dict[str, Any]:
    return {"name": name, "roles": list(roles), "addresses": list(addresses)} | what


def plan(*picks: str | dict[str, Any], **what: Any) -> PlanDocument:
    data = {
        "schema": "portsref.plan/v1",
        "title": "Test",
        "picks": [{"product": pick} if isinstance(pick, str) else pick for pick in picks],
        "groups": [group("workers", "worker"), group("masters", "control-plane")],
    }
    return document_from(data | what)


WORKERS = group("workers", "worker", addresses=["192.0.2.64/26"])
MASTERS = group("masters", "control-plane", addresses=["192.0.2.0/26"])
ADMINS = group("admins", "bastion", addresses=["203.0.113.1"])


def rules_for(
    *rows: dict[str, Any],
    needs: Any = (),
    components: Any = None,
    groups: Any = (WORKERS, MASTERS),
    **what: Any,
) -> RuleSet:
    """What one product, with these rows, needs on these groups."""
    thing = product(
        "thing",
        components=components or [component("agent", "worker")],
        listeners=rows,
        outbound_needs=needs,
    )
    return plan_rules(plan("thing", groups=list(groups), **what), catalogue(thing))


def said(rule_set: RuleSet) -> list[Finding]:
    """The findings but for the note that all these addresses are examples."""
    return [finding for finding in rule_set.findings if finding.code != "example-address"]


def lines(rule_set: RuleSet) -> list[str]:
    """Each rule as `workers -> masters TCP 6443`."""
    return [
        f"{rule.source.name} -> {rule.destination.name} {rule.protocol} {rule.ports}".strip()
        for rule in rule_set.all_rules
    ]
