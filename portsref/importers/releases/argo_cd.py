"""Argo CD: `Application` and `ApplicationSet`, with the values that stand in them.

Traps: one or several sources; `valuesObject` wins over the text `values`, and `parameters` over
both; `valueFiles` are not in the paste. Sources without a chart are folders of a repository, which
nothing is fetched from.
"""

from collections.abc import Iterator

from portsref.importers.base import Document, Importer, unread
from portsref.importers.facts import Fact
from portsref.importers.overlay import overlaid
from portsref.importers.releases.reading import (
    VALUES_ELSEWHERE,
    chart_name,
    read_release,
    values_of,
)
from portsref.importers.values import Value
from portsref.messages import gettext_noop

FOLDER = gettext_noop("is a folder of a repository, and nothing was fetched from it")

_KINDS = {"Application": "spec", "ApplicationSet": "spec.template.spec"}


def _recognises(document: Document) -> bool:
    return document.api_group == "argoproj.io" and document.kind in _KINDS


def _read(document: Document) -> Iterator[Fact]:
    spec = document.value.path(_KINDS.get(document.kind, "spec"))
    for source in (spec.at("source"), *spec.at("sources").each()):
        yield from _source(source)


def _source(source: Value) -> Iterator[Fact]:
    chart, helm = source.at("chart"), source.at("helm")
    if chart or chart.is_template:
        values = helm.at("valuesObject") or values_of(helm.at("values"))
        yield from read_release(
            chart, chart_name(chart.text), overlaid(values, helm.at("parameters"))
        )
    elif source.at("path"):
        yield unread(source.at("path"), FOLDER)
    if helm.at("valueFiles"):
        yield unread(helm.at("valueFiles"), VALUES_ELSEWHERE)


IMPORTER = Importer(
    name="argo-cd-application",
    label="Argo CD: Application",
    command="kubectl get applications -A -o yaml",
    sample=(
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\n"
        "spec:\n  source:\n    chart: cilium\n    helm: {valuesObject: {routingMode: native}}\n"
    ),
    recognises=_recognises,
    read=_read,
)
