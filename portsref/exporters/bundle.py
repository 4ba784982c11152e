"""All files that somebody needs, in several formats: a zip with a manifest and checksums.

A format has a folder. `manifest.json` says what the files are and what each format could not say;
`SHA256SUMS` is what `sha256sum -c SHA256SUMS` reads.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from portsref.exporters.archive import zipped
from portsref.exporters.base import ZIP, Export, Exporter, File, file_name
from portsref.exporters.left_out import LeftOut
from portsref.planning.choice import Choice
from portsref.planning.provenance import Provenance
from portsref.planning.rules import RuleSet

SCHEMA = "portsref.manifest/v1"
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"


def bundle(
    exports: Iterable[tuple[Exporter, Export]],
    rule_set: RuleSet,
    choice: Choice,
    provenance: Provenance,
) -> File:
    """One zip of what several formats made of the same rules; the same exports, the same bytes."""
    about: dict[str, object] = {
        "schema": SCHEMA,
        "title": rule_set.document.title,
        "revision": provenance.revision,
        "link": provenance.link,
        "catalogue": rule_set.catalogue_version,
        "kubernetes": rule_set.kubernetes,
        "chosen": choice.query,
    }
    name = file_name(rule_set, provenance, "zip", choice)
    return File(name, ZIP, lambda: zipped(_files(tuple(exports), about)))


def _files(
    exports: tuple[tuple[Exporter, Export], ...], about: dict[str, object]
) -> Iterator[File]:
    """The files in their folders, then what is known about them when they have been read."""
    told: list[dict[str, object]] = []
    formats: list[dict[str, object]] = []
    for exporter, export in exports:
        formats.append(_about_format(exporter, export.left_out))
        for file in export.files:
            measured = _Measured(file)
            yield replace(file, name=f"{exporter.name}/{file.name}", render=measured.pieces)
            told.append({"path": f"{exporter.name}/{file.name}", **measured.values})
    manifest = f"{_json(about | {'formats': formats, 'files': told})}\n"
    told.append({"path": MANIFEST, "sha256": hashlib.sha256(manifest.encode()).hexdigest()})
    sums = "".join(f"{file['sha256']}  {file['path']}\n" for file in told)
    yield File(MANIFEST, "application/json", partial(iter, (manifest,)))
    yield File(SUMS, "text/plain", partial(iter, (sums,)))


def _about_format(exporter: Exporter, left_out: Iterable[LeftOut]) -> dict[str, object]:
    said = [{"rule": item.rule.name, "reason": str(item.why)} for item in left_out]
    return {"format": exporter.name, "follows": exporter.follows or None, "left_out": said}


class _Measured:
    """Counts and digests a file while it is read."""

    def __init__(self, file: File) -> None:
        self._file = file
        self.values: dict[str, object] = {}

    def pieces(self) -> Iterator[bytes]:
        digest, size = hashlib.sha256(), 0
        for piece in self._file.pieces():
            digest.update(piece)
            size += len(piece)
            yield piece
        media_type = self._file.media_type.partition(";")[0]
        self.values |= {"media_type": media_type, "bytes": size, "sha256": digest.hexdigest()}


def _json(values: object) -> str:
    return json.dumps(values, ensure_ascii=False, indent=2)
