"""What Helm has installed: `helm list` as JSON, YAML or its table.

Read are the charts, whatever the releases are called, and whether they are installed for sure.
Superseded and uninstalled releases are left out. Not read: values, which `helm get values` prints.
"""

from collections.abc import Iterator

from portsref.importers.base import Document, Importer, origin, unread
from portsref.importers.facts import Chooses, Doubt, Fact, How, Runs
from portsref.importers.releases.charts import (
    has_only_definitions,
    is_bundled,
    product_of,
    split_chart,
)
from portsref.importers.tables import Table
from portsref.importers.values import Value
from portsref.messages import Message, gettext_noop

NO_SUCH_CHART = gettext_noop("%(chart)s is a chart of no product that is known here")
FAILED = gettext_noop("the release failed, so it may not run")
NOT_YET = gettext_noop("it is being installed, and may not be there yet")
MAYBE_CUT = gettext_noop("Helm lists at most %(most)d releases, and there may be more: add -m 0")
BUNDLED = gettext_noop("charts that RKE2 brings are installed")

_MOST = 256
_GONE = frozenset({"superseded", "uninstalled", "uninstalling"})
_DOUBTED = {"failed": FAILED, "pending-install": NOT_YET}
_TABLE = Table(frozenset({"NAME", "NAMESPACE", "REVISION", "UPDATED", "STATUS", "CHART"}))


def _recognises(document: Document) -> bool:
    first = document.value.at(0)
    return bool(first.at("chart") and first.at("app_version")) or _TABLE.is_in(document)


def _read(document: Document) -> Iterator[Fact]:
    releases = [*document.value.each()]
    for release in releases:
        yield from _release(release.at("chart"), release.at("status").text)
    rows = [*_TABLE.rows(document)]
    for row in rows:
        yield from _release(row.at("CHART"), row.at("STATUS").text)
    if _MOST in {len(releases), len(rows)}:
        yield Doubt(origin(document.value), Message(MAYBE_CUT, {"most": _MOST}))


def _release(chart: Value, status: str) -> Iterator[Fact]:
    name, version = split_chart(chart.text)
    if status in _GONE or not name:
        return
    doubt = _DOUBTED.get(status)
    how: How = "guessed" if doubt else "stated"
    said = origin(chart, how, Message(doubt) if doubt else None)
    if product := product_of(name):
        yield Runs(said, product)
    elif not has_only_definitions(name) and not is_bundled(name):
        yield unread(chart, NO_SUCH_CHART, chart=name)
    if is_bundled(name):
        yield Runs(origin(chart, "guessed", Message(BUNDLED)), "rke2")
    if name == "linkerd-viz":
        yield Chooses(said, "linkerd", "viz", "yes")
    if name == "metallb" and version.startswith(("0.", "v0.")):
        minor = version.removeprefix("v").split(".")[1]
        yield Chooses(said, "metallb", "version", "0.16" if int(minor) >= 16 else "0.15")


IMPORTER = Importer(
    name="helm-list",
    label="helm list",
    command="helm list -A -m 0 -o json",
    sample=(
        '[{"name": "cilium", "namespace": "kube-system", "revision": "1", "status": "deployed",'
        ' "chart": "cilium-1.19.6", "app_version": "1.19.6"}]'
    ),
    recognises=_recognises,
    read=_read,
    starts=_TABLE.starts,
    lists=frozenset({"products"}),
)
