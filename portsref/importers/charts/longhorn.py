"""The chart of Longhorn.

Traps: where backups go was `defaultSettings.backupTarget` until 1.7; the scheme of its URL says
whether it is object storage, NFS or SMB. Whether volumes are shared over NFS is in no values.
"""

from collections.abc import Iterator

from portsref.importers.base import BY_TEMPLATE, NO_SUCH_WORD, host_address, origin, unread
from portsref.importers.charts.base import NO_PLACE, Chart, flag, importer_of, read_chart
from portsref.importers.facts import Chooses, Fact, Others
from portsref.importers.flags import split_host_port
from portsref.importers.values import Value

_SETTINGS = (flag("defaultSettings.upgradeChecker", "upgrade-check"),)
_TARGETS = ("defaultBackupStore.backupTarget", "defaultSettings.backupTarget")
_OBJECTS = ("object-storage", "longhorn/backup-object-storage")
_SCHEMES = {
    "s3": _OBJECTS,
    "azblob": _OBJECTS,
    "gcs": _OBJECTS,
    "nfs": ("nfs", "longhorn/backup-nfs"),
    "cifs": ("smb", "longhorn/backup-smb"),
}
_ENGINES = {(True, False): "v1", (False, True): "v2", (True, True): "both"}


def read_longhorn(values: Value) -> Iterator[Fact]:
    """What values of the chart decide."""
    yield from read_chart(values, "longhorn", _SETTINGS)
    yield from _engine(
        values.path("defaultSettings.v1DataEngine"), values.path("defaultSettings.v2DataEngine")
    )
    for path in _TARGETS:
        yield from _backups(values.path(path))
    for service in ("ui", "manager"):
        if (node_port := values.at("service", service, "nodePort")) and node_port.text:
            yield unread(node_port, NO_PLACE)


def _engine(v1: Value, v2: Value) -> Iterator[Fact]:
    engines = (v1.flag is not False, v2.flag is True)
    if (v1 or v2) and engines in _ENGINES:
        yield Chooses(origin(v1 or v2), "longhorn", "data-engine", _ENGINES[engines])


def _backups(target: Value) -> Iterator[Fact]:
    if target.is_template:
        yield unread(target, BY_TEMPLATE)
        return
    scheme, _, rest = target.text.partition("://")
    if found := _SCHEMES.get(scheme):
        choice, place = found
        yield Chooses(origin(target), "longhorn", "backup-target", choice)
        if address := host_address(split_host_port(rest)[0]):
            yield Others(origin(target), "backups", (), (place,), (address,))
    elif scheme:
        yield unread(target, NO_SUCH_WORD)


CHART = Chart(
    product="longhorn",
    names=("longhorn",),
    read=read_longhorn,
    signs=(
        "longhornManager", "longhornUI", "longhornDriver", "defaultBackupStore",
        "defaultSettings.v2DataEngine", "defaultSettings.v1DataEngine",
        "defaultSettings.defaultReplicaCount", "defaultSettings.defaultDataPath",
        "defaultSettings.backupTarget", "persistence.defaultClassReplicaCount",
    ),
    hints=("defaultSettings", "csi.kubeletRootDir"),
)  # fmt: skip
IMPORTER = importer_of(CHART, "defaultBackupStore: {backupTarget: 'nfs://192.0.2.5:/backups'}\n")
