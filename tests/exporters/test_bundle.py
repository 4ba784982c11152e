"""Files in several formats as one zip, with a manifest and checksums."""

import io
import json
import subprocess
import zipfile

from portsref.exporters.bundle import bundle
from portsref.exporters.registry import find_exporter
from portsref.planning.choice import Choice
from portsref.planning.provenance import Provenance
from tests.exporters.rule_sets import group, rule, rule_set

RULES = rule_set(rule("a"), rule("b", destination=group("api"), ports="53", protocol="UDP"))
LINK = "https://example.com/plans/x/revisions/3/"


def made(*exporters, choice=Choice()):  # noqa: B008 - is never changed
    provenance = Provenance(revision=3, link=LINK)
    exports = [(each, each.export(RULES, choice, provenance)) for each in exporters]
    return bundle(exports, RULES, choice, provenance), dict(exports)


def contents(file):
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_format_has_a_folder_with_the_files_that_it_makes(several):
    csv = find_exporter("csv")
    file, exports = made(csv, several)
    assert file.name == "example-plan-r3-rules.zip"
    found = contents(file)
    assert list(found) == [
        "csv/example-plan-r3-rules.csv",
        "several/control-plane.txt",
        "manifest.json",
        "SHA256SUMS",
    ]
    assert found["csv/example-plan-r3-rules.csv"] == exports[csv].file.content


def test_the_manifest_says_what_the_files_are_and_what_they_could_not_say(several):
    file, _ = made(several, choice=Choice(phase="operation"))
    assert json.loads(contents(file)["manifest.json"]) == {
        "schema": "portsref.manifest/v1",
        "title": "Example plan",
        "revision": 3,
        "link": LINK,
        "catalogue": "2026-11-23.01234567",
        "kubernetes": "1.37",
        "chosen": "phase=operation",
        "formats": [
            {
                "format": "several",
                "follows": None,
                "left_out": [{"rule": "b", "reason": "the format cannot say UDP"}],
            }
        ],
        "files": [
            {
                "path": "several/control-plane.txt",
                "media_type": "text/plain",
                "bytes": 8,
                "sha256": "0a689e00f037dc22935b624f20dc72e671959d900492180dd8070488d05a88f4",
            }
        ],
    }


def test_the_checksums_are_those_that_sha256sum_reads(several, tmp_path):
    file, _ = made(find_exporter("csv"), several)
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        archive.extractall(tmp_path)
    check = ["sha256sum", "--strict", "-c", "SHA256SUMS"]
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert len(done.stdout.splitlines()) == 3
    (tmp_path / "several" / "control-plane.txt").write_text("TCP 1\n")
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 1


def test_the_same_exports_give_the_same_bytes(several):
    file, _ = made(several, find_exporter("xlsx"))
    assert file.content == file.content == made(several, find_exporter("xlsx"))[0].content
