"""What a chart with its values says, whatever tool names the two."""

from collections.abc import Iterator

from portsref.importers.base import BY_TEMPLATE, origin, unread
from portsref.importers.charts.registry import find_chart
from portsref.importers.cutting import nested
from portsref.importers.facts import Chooses, Fact, Runs
from portsref.importers.releases.charts import has_only_definitions, product_of
from portsref.importers.releases.helm_list import NO_SUCH_CHART
from portsref.importers.values import Value
from portsref.messages import Message, gettext_noop

VALUES_UNREAD = gettext_noop("values of this chart are not read, only which product it is")
VALUES_ELSEWHERE = gettext_noop("values stand in another object or file, which was not looked at")
IF_CHOSEN = gettext_noop("its chart is set up; whether it is used is in the configuration of RKE2")

# What the configuration of RKE2 must choose for a chart that it brings to be installed.
_BUNDLED = {
    "rke2-cilium": ("cni", "cilium"),
    "rke2-canal": ("cni", "canal"),
    "rke2-calico": ("cni", "calico"),
    "rke2-flannel": ("cni", "flannel"),
    "rke2-ingress-nginx": ("ingress-controller", "ingress-nginx"),
    "rke2-traefik": ("ingress-controller", "traefik"),
}


def read_release(chart: Value, name: str, values: Value) -> Iterator[Fact]:
    """A chart by its name without repository and version, with values that may be missing."""
    if name in _BUNDLED:
        option, choice = _BUNDLED[name]
        yield Chooses(origin(chart, "guessed", Message(IF_CHOSEN)), "rke2", option, choice)
    known = find_chart(name)
    if known and values:
        yield from known.read(values)
    elif product := product_of(name):
        yield Runs(origin(chart), product)
        if values.data and not known:
            yield unread(values, VALUES_UNREAD)
    elif chart.is_template:
        yield unread(chart, BY_TEMPLATE)
    elif name and not has_only_definitions(name):
        yield unread(chart, NO_SUCH_CHART, chart=name)
    if values.is_template:
        yield unread(values, BY_TEMPLATE)


def chart_name(text: str) -> str:
    """The name in `repository/chart`, `oci://registry/path/chart:1.2` or `…/chart-1.2.tgz`."""
    return text.rstrip("/").rpartition("/")[2].partition(":")[0].removesuffix(".tgz")


def values_of(value: Value) -> Value:
    """Values as a mapping, or as a text of YAML or JSON; a text of neither is a template."""
    if not isinstance(value.data, str):
        return value
    unknown = Value(value.place, None, "template" if value.text else "")
    return next((document.value for document in nested(value)), unknown)
