"""Which documents are one machine of Talos: a configuration of old, and those that take its parts.

The joined document has the old configuration under `CONFIG`, and under each kind the documents of
that kind; `VIPS` has the virtual addresses that any machine of the cluster names. Of very many the
first come, and the next one stands once under `BEYOND`.
"""

from collections.abc import Iterable, Iterator, Sequence

from portsref.importers.base import Document
from portsref.importers.cutting import nested
from portsref.importers.values import Value

CONFIG, VIPS, ADDRESS, PATCHES = "(config)", "(vips)", "(address)", "(patches)"
BEYOND = "(beyond)"
MOST_VIPS = 20  # each machine reads those of all
_KINDS_OF_VIPS = ("Layer2VIPConfig", "HCloudVIPConfig")
_OF_OLD = frozenset({"version", "debug", "persist", "machine", "cluster"})

type _Machine = dict[str, list[Value]]


def is_of_talos(value: Value) -> bool:
    """Tell whether it is a configuration, a part of one, or what `talosctl get` makes of it."""
    kind, names = value.at("kind").text, {name for name, _ in value.items()}
    if value.at("apiVersion").text == "v1alpha1" and kind.endswith("Config"):
        return True
    is_old = bool(names & {"machine", "cluster"}) and names <= _OF_OLD | {"$patch"}
    return is_old or _is_resource(value)


def _is_resource(value: Value) -> bool:
    return value.path("metadata.type").text.startswith("MachineConfigs.config.talos.dev")


def join_machines(documents: Sequence[Document]) -> Iterator[Document]:
    """One document a machine; a second configuration of old begins another one."""
    machines = [*_machines(documents)]
    vips = [*{vip.text: vip for machine in machines for vip in _vips(machine)}.values()]
    beyond = vips[MOST_VIPS : MOST_VIPS + 1]
    for machine in machines:
        place = next(iter(machine.values()))[0].place
        of_all = {VIPS: vips[:MOST_VIPS], BEYOND: beyond}
        parts = {kind: Value(place, tuple(values)) for kind, values in (machine | of_all).items()}
        yield Document(place.file, place.line, (), Value(place, parts))
        beyond = []


def _machines(documents: Iterable[Document]) -> Iterator[_Machine]:
    current: _Machine = {}
    file = ""
    for document in documents:
        parts = [*_parts(document)]
        is_next = any(kind == CONFIG for kind, _ in parts) and CONFIG in current
        if current and (is_next or document.file != file or _is_resource(document.value)):
            yield current
            current = {}
        file = document.file
        for kind, value in parts:
            current.setdefault(kind, []).append(value)
    if current:
        yield current


def _parts(document: Document) -> Iterator[tuple[str, Value]]:
    """The documents of a text of `talosctl get`, or the document itself, each with its kind."""
    if _is_resource(document.value):
        yield ADDRESS, document.value.at("node")
        for inner in nested(document.value.at("spec")):
            yield from _parts(inner)
    elif _has_patch(document.value):
        yield PATCHES, document.value
    else:
        yield document.kind or CONFIG, document.value


def manifests_in(document: Document) -> Iterator[Value]:
    """The texts of manifests that a document holds, of either style."""
    for kind, value in _parts(document):
        if kind == "KubeInlineManifestConfig":
            yield value.at("manifest")
        elif kind == CONFIG:
            inline = value.path("cluster.inlineManifests")
            yield from (manifest.at("contents") for manifest in inline.each())


def _has_patch(value: Value) -> bool:
    return bool(value.at("$patch")) or any(_has_patch(below) for _, below in value.items())


def _vips(machine: _Machine) -> Iterator[Value]:
    for kind in _KINDS_OF_VIPS:
        yield from (value.at("name") for value in machine.get(kind, ()))
    for config in machine.get(CONFIG, ()):
        for link in links_of(config):
            if vip := link.path("vip.ip"):
                yield vip


def links_of(config: Value) -> Iterator[Value]:
    """The interfaces of a configuration of old, with the VLANs on them."""
    for link in config.path("machine.network.interfaces").each():
        yield link
        yield from link.at("vlans").each()
