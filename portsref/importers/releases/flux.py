"""Flux: `HelmRelease` of any version, with the values that stand in it.

Traps: `valuesFrom` names ConfigMaps and Secrets that are not in the paste; with `chartRef` the
chart is named in another object, so it is only likely that of that object's name.
"""

from collections.abc import Iterator

from portsref.importers.base import Document, Importer, unread
from portsref.importers.facts import Fact, as_guess
from portsref.importers.releases.reading import VALUES_ELSEWHERE, chart_name, read_release
from portsref.messages import gettext_noop

BY_REFERENCE = gettext_noop(
    "the chart is named in another object, and taken for what that is called"
)


def _recognises(document: Document) -> bool:
    return document.kind == "HelmRelease" and document.api_group.endswith("toolkit.fluxcd.io")


def _read(document: Document) -> Iterator[Fact]:
    spec = document.value.at("spec")
    chart = spec.path("chart.spec.chart")
    reference = spec.path("chartRef.name")
    if chart or chart.is_template:
        yield from read_release(chart, chart_name(chart.text), spec.at("values"))
    else:
        for fact in read_release(reference, reference.text, spec.at("values")):
            yield as_guess(fact, BY_REFERENCE)
    if spec.at("valuesFrom"):
        yield unread(spec.at("valuesFrom"), VALUES_ELSEWHERE)


IMPORTER = Importer(
    name="flux-helm-release",
    label="Flux: HelmRelease",
    command="kubectl get helmreleases -A -o yaml",
    sample=(
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n"
        "spec:\n  chart: {spec: {chart: cilium}}\n  values: {kubeProxyReplacement: true}\n"
    ),
    recognises=_recognises,
    read=_read,
)
