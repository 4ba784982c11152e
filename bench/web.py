"""Pages against an empty Django view, both under gunicorn as `make run` starts it, asked by wrk."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Figure

ROOT = Path(__file__).resolve().parent.parent
SERVED_AS_OURS = "python:portsref.web.site.serving.gunicorn_conf"
ROUNDS = 3
SECONDS = 2
LEAST_UNCHANGED, LEAST_WARM, LEAST_ARBITRARY = 0.5, 0.25, 0.05
# What browsers say of themselves, and that changes the answer.
READS_GZIP = ("-H", "Accept-Encoding: gzip")
# Facets at random, some left out; each query is asked for once, so that no answer to it is kept.
ARBITRARY_QUERIES = """
local facets = {
  protocol = {"", "TCP", "TCP", "UDP"}, scope = {"", "node", "pod"}, required = {"", "yes", "no"},
  role = {"", "control-plane", "worker", "etcd", "ingress", "storage"},
  product = {"", "", "kubernetes", "rke2", "openshift", "cilium", "calico", "istio", "ceph"},
  kubernetes = {"", "1.24", "1.30", "1.35"}, sort = {"", "", "port"},
}
math.randomseed(os.time())
local number = math.random(1000000) * 1000000
request = function()
  number = number + 1
  local query = "/?q=&n=" .. number
  for facet, values in pairs(facets) do
    local value = values[math.random(#values)]
    if value ~= "" then query = query .. "&" .. facet .. "=" .. value end
  end
  return wrk.format("GET", query)
end
"""


@dataclass(frozen=True, slots=True)
class Site:
    """A server of the bench, on the loopback address."""

    address: str

    def etag(self, path: str) -> str:
        """The tag that an answer carries; empty where a page is not to be kept."""
        request = urllib.request.Request(self.address + path, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            tag: str = answer.headers.get("ETag", "")
            return tag

    def requests_a_second(self, path: str, *options: str) -> float:
        """How many requests for `path` wrk gets answered."""
        command = ["wrk", "-t1", "-c4", f"-d{SECONDS}s", *READS_GZIP, *options, self.address + path]
        printed = subprocess.check_output(command, text=True)
        if wrong := re.search(r"Non-2xx or 3xx responses: \d+", printed):
            raise SystemExit(f"{path}: {wrong[0]}")
        found = re.search(r"Requests/sec:\s+([\d.]+)", printed)
        return float(found[1]) if found else 0.0


def figures() -> Iterator[Figure]:
    """Yield a figure a page and way to ask for it; none, and a line that says so, without wrk."""
    if shutil.which("wrk") is None:
        print("pages: skipped, because wrk is not installed (apt install wrk)")
        return
    with tempfile.TemporaryDirectory(prefix="portsref-bench-") as data:
        environment = os.environ | {"PORTSREF_DATA": data, "PYTHONPATH": str(ROOT)}
        ours = [sys.executable, "manage.py", "serve"]
        gunicorn = [sys.executable, "-m", "gunicorn", "--config", SERVED_AS_OURS]
        empty = [*gunicorn, "portsref.wsgi:application"]
        with (
            serving(ours, environment) as site,
            serving(empty, environment | {"DJANGO_SETTINGS_MODULE": "bench.empty_site"}) as nothing,
        ):
            plan = f"/plans/{_save_plan(environment)}/"
            yield from _compare(Contest(site, nothing), plan, Path(data))


@dataclass(frozen=True, slots=True)
class Contest:
    """Our site and the empty one, asked in turn."""

    site: Site
    nothing: Site

    def figure(self, name: str, path: str, *options: str, at_least: float) -> Figure:
        """Ask both for several rounds, and take the best round of each."""
        empty, asked = 0.0, 0.0
        for _ in range(ROUNDS):
            empty = max(empty, self.nothing.requests_a_second("/"))
            asked = max(asked, self.site.requests_a_second(path, *options))
        detail = f"{asked:,.0f} a second, {empty:,.0f} empty"
        return Figure(name, asked / empty, detail, at_least=at_least)


def _compare(contest: Contest, plan: str, folder: Path) -> Iterator[Figure]:
    for name, path in {"explorer": "/", "port page": "/ports/10250/", "shared plan": plan}.items():
        contest.site.requests_a_second(path)  # now every worker has seen it
        tag = contest.site.etag(path)
        known = ("-H", f"If-None-Match: {tag}") if tag else ()
        yield contest.figure(f"{name}, unchanged", path, *known, at_least=LEAST_UNCHANGED)
        yield contest.figure(f"{name}, first view", path, at_least=LEAST_WARM)
    file = f"{plan}revisions/1/export/csv/"
    contest.site.requests_a_second(file)  # now every worker has made it
    yield contest.figure("file of a plan, again", file, at_least=LEAST_WARM)
    script = folder / "queries.lua"
    script.write_text(ARBITRARY_QUERIES, encoding="utf-8")
    arbitrary = ("explorer, arbitrary query", "/", "-s", str(script))
    yield contest.figure(*arbitrary, at_least=LEAST_ARBITRARY)


def _save_plan(environment: dict[str, str]) -> str:
    settings = {"DJANGO_SETTINGS_MODULE": "portsref.settings"}
    command = [sys.executable, "-m", "bench.saved_plan"]
    return subprocess.check_output(command, cwd=ROOT, env=environment | settings, text=True).strip()


@contextmanager
def serving(command: Sequence[str], environment: dict[str, str]) -> Iterator[Site]:
    """Run a server on a free port of the loopback address until the block ends."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    where = {"HOST": "127.0.0.1", "PORT": str(port)}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment | where, stdout=subprocess.DEVNULL
    )
    try:
        site = Site(f"http://127.0.0.1:{port}")
        _wait_for(site, process)
        yield site
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(site: Site, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        try:
            site.etag("/")
        except urllib.error.HTTPError as error:
            raise SystemExit(f"the server answers {error.code}") from error
        except urllib.error.URLError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not start")
