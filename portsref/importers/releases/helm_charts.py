"""Charts that are objects: `HelmChart`, `HelmChartConfig` of K3s and RKE2, `HelmChartProxy`.

Traps: `valuesContent` is a text of YAML or JSON; `set` overrides it; a `HelmChartConfig` has the
name of the chart that it configures, and says nothing of whether that is installed. The values of a
`HelmChartProxy` of Cluster API are a template, of which what is no template is read.
"""

from collections.abc import Iterator

from portsref.importers.base import Document, Importer, unread
from portsref.importers.facts import Fact
from portsref.importers.overlay import overlaid
from portsref.importers.releases.charts import split_chart
from portsref.importers.releases.reading import (
    VALUES_ELSEWHERE,
    chart_name,
    read_release,
    values_of,
)

_KINDS = {
    "HelmChart": "helm.cattle.io",
    "HelmChartConfig": "helm.cattle.io",
    "HelmChartProxy": "addons.cluster.x-k8s.io",
}
_TEXTS = ("valuesContent", "valuesTemplate", "values")
_ELSEWHERE = ("valuesSecrets", "valuesFrom")


def _recognises(document: Document) -> bool:
    return _KINDS.get(document.kind, "-") == document.api_group


def _read(document: Document) -> Iterator[Fact]:
    spec = document.value.at("spec")
    named = (spec.at("chart"), spec.at("chartName"), document.value.path("metadata.name"))
    chart = next((one for one in named if one or one.is_template), named[-1])
    name, _ = split_chart(chart_name(chart.text))
    found = [values_of(spec.at(key)) for key in _TEXTS if spec.at(key)]
    values = found[0] if found else spec.at("values")
    yield from read_release(chart, name, overlaid(values, spec.at("set")))
    for key in _ELSEWHERE:
        if spec.at(key):
            yield unread(spec.at(key), VALUES_ELSEWHERE)


IMPORTER = Importer(
    name="helm-chart",
    label="HelmChart, HelmChartConfig, HelmChartProxy",
    command="kubectl get helmcharts,helmchartconfigs -A -o yaml",
    sample=(
        "apiVersion: helm.cattle.io/v1\nkind: HelmChartConfig\nmetadata: {name: rke2-cilium}\n"
        "spec:\n  valuesContent: |-\n    kubeProxyReplacement: true\n"
    ),
    recognises=_recognises,
    read=_read,
)
