"""Snapshots on disk: made when missed, trusted only as they were written, and never in the way."""

import json
import os
import shutil
import subprocess
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portsref.catalogue.folders import OUR_DATA
from portsref.catalogue.load import load_catalogue
from portsref.catalogue.snapshot import kept
from portsref.catalogue.snapshot.facts import Facts
from portsref.catalogue.snapshot.kept import keep, read_kept, write_snapshot
from portsref.catalogue.snapshot.loading import load_facts
from portsref.catalogue.snapshot.sources import digest_of_sources
from portsref.documents.problems import ProblemsError

ROOT = Path(__file__).parents[3]
DIGEST = "d" * 64
FACTS = Facts({"catalogue": b'{"date": "2026-01-01"}', "rows": "[]中".encode()}, DIGEST)
PRODUCT = """\
product: acme
name: Acme
kind: other
summary: Ours.
homepage: https://example.com/
checked: {version: "1", date: "2026-01-01"}
components: [{id: agent, name: agent, roles: [worker], summary: It runs.}]
listeners:
  - id: api
    component: agent
    protocol: TCP
    ports: "4711"
    roles: [worker]
    peers: [client]
    purpose: The API.
    tls: tls
    required: true
    source: {url: "https://example.com/ports", basis: documented}
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where snapshots are kept in this test, which has none."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "portsref"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The only product of a company, in its folder."""
    folder = tmp_path / "own"
    (folder / "products").mkdir(parents=True)
    (folder / "products" / "acme.yaml").write_text(PRODUCT)
    return folder


def contents(facts: Facts | None) -> dict[str, bytes] | None:
    return facts and {name: bytes(part) for name, part in facts.parts.items()}


def port(number: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, which says at the end what it imported."""
    code = (
        "import sys; from portsref.cli import main; status = main(sys.argv[1:])\n"
        "heads = {name.partition('.')[0] for name in sys.modules}\n"
        "print(*sorted(heads & {'pydantic', 'yaml', 'django'}), file=sys.stderr)\n"
        "sys.exit(status)"
    )
    return subprocess.run(
        [sys.executable, "-P", "-c", code, "port", number],
        env=os.environ | environment,
        text=True,
        capture_output=True,
        check=False,
    )


# -- written and read


def test_what_was_kept_is_read_again(cache):
    keep(FACTS)
    assert contents(read_kept(DIGEST)) == FACTS.parts
    assert [path.stat().st_mode & 0o777 for path in (cache, *cache.iterdir())] == [0o700, 0o600]


def test_there_is_none_for_other_sources(cache):
    keep(FACTS)
    assert read_kept("e" * 64) is None
    (saved,) = cache.iterdir()
    saved.rename(saved.with_name(saved.name.replace("d", "e")))
    assert read_kept("e" * 64) is None


def test_a_package_has_its_own(cache, tmp_path, monkeypatch):
    packaged = tmp_path / "packaged.jsonl"
    write_snapshot(FACTS, packaged)
    monkeypatch.setattr(kept, "PACKAGED", packaged)
    assert contents(read_kept(DIGEST)) == FACTS.parts
    assert not cache.exists()


@pytest.mark.parametrize("places", [1, 100, -1])
def test_what_was_cut_off_is_not_trusted(cache, places):
    keep(FACTS)
    (saved,) = cache.iterdir()
    saved.write_bytes(saved.read_bytes()[:places])
    assert read_kept(DIGEST) is None


def test_what_was_damaged_anywhere_is_not_trusted(cache):
    keep(FACTS)
    (saved,) = cache.iterdir()
    whole = saved.read_bytes()
    for place in range(len(whole)):
        saved.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert read_kept(DIGEST) is None, place


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"\x80\x04\x95",  # as pickles begin
        b"[" * 100_000,
        b"[]",
        b'"text"',
        b"{}",
        json.dumps({"schema": kept.SCHEMA, "digest": DIGEST}).encode(),
        json.dumps({"schema": "another/v1", "digest": DIGEST, "crc32": 0}).encode(),
    ],
)
def test_what_is_no_snapshot_is_not_trusted(cache, head):
    keep(FACTS)
    (saved,) = cache.iterdir()
    saved.write_bytes(head + b"\n{}\n")
    assert read_kept(DIGEST) is None


@pytest.mark.parametrize("body", [b"", b"[]\n", b'{"rows": "1"}\n[]', b"[" * 100_000 + b"\n"])
def test_what_has_no_parts_is_not_trusted(cache, body):
    keep(FACTS)
    (saved,) = cache.iterdir()
    head = {"schema": kept.SCHEMA, "digest": DIGEST, "crc32": zlib.crc32(body)}
    saved.write_bytes(json.dumps(head).encode() + b"\n" + body)
    assert read_kept(DIGEST) is None


@pytest.mark.parametrize("mode", [0o620, 0o602])
def test_what_others_may_write_is_not_trusted(cache, mode):
    keep(FACTS)
    (saved,) = cache.iterdir()
    saved.chmod(mode)
    assert read_kept(DIGEST) is None


def test_nothing_is_trusted_or_kept_where_others_may_write(cache):
    keep(FACTS)
    cache.chmod(0o777)
    assert read_kept(DIGEST) is None
    shutil.rmtree(cache)
    cache.mkdir()
    cache.chmod(0o777)
    keep(FACTS)
    assert list(cache.iterdir()) == []


def test_what_somebody_else_wrote_is_not_trusted(monkeypatch):
    keep(FACTS)
    me = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: me + 1)
    assert read_kept(DIGEST) is None


def test_where_nothing_can_be_kept_all_goes_on(cache):
    cache.parent.write_text("a file where the folder should be")
    keep(FACTS)
    assert read_kept(DIGEST) is None


def test_a_user_without_a_home_has_none(monkeypatch):
    def nobody() -> Path:
        raise RuntimeError

    monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
    monkeypatch.setattr(Path, "home", nobody)
    keep(FACTS)
    assert read_kept(DIGEST) is None


def test_the_oldest_of_many_are_removed(cache):
    for n in range(kept.MOST_KEPT + 3):
        keep(Facts(FACTS.parts, f"{n:064}"[::-1]))
        os.utime(max(cache.iterdir(), key=lambda path: path.stat().st_ctime_ns), (n, n))
    left = [n for n in range(kept.MOST_KEPT + 3) if read_kept(f"{n:064}"[::-1])]
    assert left == list(range(3, kept.MOST_KEPT + 3))


def test_many_may_write_and_read_at_once(cache):
    def write_and_read(_: int) -> bool:
        keep(FACTS)
        return contents(read_kept(DIGEST)) == FACTS.parts

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(write_and_read, range(200)))
    assert len(list(cache.iterdir())) == 1


# -- from the files


def test_files_are_read_once(cache):
    first, second = port("10250/tcp"), port("10250/tcp")
    assert first.stdout == second.stdout
    assert first.stdout.startswith("kubernetes/kubelet-api\t")
    assert (first.stderr, second.stderr) == ("pydantic yaml\n", "\n")
    assert len(list(cache.iterdir())) == 1


def test_own_products_stand_beside_ours_and_what_changes_shows_at_once(cache, own):
    def answer(number: str) -> str:
        return port(number, PORTSREF_CATALOGUE=str(own)).stdout.splitlines()[0]

    row = "acme/api\tTCP {}\tworker\tfrom client\tThe API."
    assert [answer("4711"), answer("4711")] == [row.format(4711)] * 2
    (own / "products" / "acme.yaml").write_text(PRODUCT.replace("4711", "4712"))
    assert answer("4712") == row.format(4712)
    assert not answer("4711").startswith("acme")
    assert "acme" not in port("4712").stdout
    assert len(list(cache.iterdir())) == 3


def test_a_change_of_the_same_size_at_the_same_time_is_noticed(own):
    file = own / "products" / "acme.yaml"
    before, moment = load_catalogue([OUR_DATA, own]), file.stat().st_mtime_ns
    file.write_text(PRODUCT.replace("4711", "4712"))
    os.utime(file, ns=(moment, moment))
    after = load_catalogue([OUR_DATA, own])
    assert [str(each.rows["acme/api"].ports) for each in (before, after)] == ["4711", "4712"]


def test_what_is_wrong_is_said_each_time_and_not_kept(cache, own):
    (own / "products" / "acme.yaml").write_text(PRODUCT.replace('"4711"', '"70000"'))
    for _ in range(2):
        with pytest.raises(ProblemsError, match="70000 is not a port"):
            load_facts([OUR_DATA, own])
    assert not cache.exists()


def test_a_folder_that_is_gone_is_not_one_that_is_empty(tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    assert load_facts([OUR_DATA, empty]).catalogue["products"]
    empty.rmdir()
    with pytest.raises(ProblemsError, match="no such folder"):
        load_facts([OUR_DATA, empty])


def test_the_digest_covers_names_contents_and_folders(own, tmp_path):
    file = own / "products" / "acme.yaml"
    digests = {digest_of_sources([OUR_DATA]), digest_of_sources([OUR_DATA, own])}
    file.write_text(PRODUCT + "\n")
    digests.add(digest_of_sources([OUR_DATA, own]))
    file.rename(file.with_name("other.yaml"))
    digests.add(digest_of_sources([OUR_DATA, own]))
    (own / "products" / "loop.yaml").symlink_to(tmp_path)
    digests.add(digest_of_sources([OUR_DATA, own]))
    (own / "products" / "round").symlink_to(tmp_path)
    assert digest_of_sources([OUR_DATA, own]) in digests
    assert len(digests) == 5


def test_a_package_is_built_with_a_snapshot(cache, tmp_path):
    built = tmp_path / "lib"
    build = [sys.executable, "setup.py", "--quiet", "build_py", f"--build-lib={built}"]
    subprocess.run(build, cwd=ROOT, check=True)
    assert not list(built.rglob("__pycache__"))
    answer = port("10250/tcp", PYTHONPATH=str(built))
    assert answer.stdout.startswith("kubernetes/kubelet-api\t")
    assert answer.stderr == "\n"  # no pydantic: it was not read from the files
    assert not cache.exists()
