"""Four clients send hostile requests while one reads pages: `make soak MINUTES=10`.

On a real server. Prints the reader's slowest answer and whether a worker was killed; fails beyond
two seconds, and where anything is answered otherwise than it should be. Not part of CI: it says
something only of a machine that does nothing else meanwhile.
"""

import http.client
import itertools
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from tests.hostile import FORM, NEW, HostileRequest, hostile_requests
from tests.server import ROOT, clean_environment, free_port

CLIENTS = 4
SLOWEST = 2.0  # seconds
PAUSE = 0.1  # between two pages: the reader is a person with several tabs
PATIENCE = 60  # seconds until an answer counts as none
PRESET = f"{NEW}?preset=rke2-cilium"
PAGES = ["/", "/?q=10250", "/ports/10250/", "/products/cilium/", PRESET, "/zh-hans/", "/healthz"]
UPLOAD = 300 * 1024 * 1024  # bytes that are announced
SIGNS_OF_DEATH = ("WORKER TIMEOUT", "SIGKILL", "Traceback", "out of memory")


@dataclass(slots=True)
class Answers:
    """How long answers took, and what was not as it should be."""

    seconds: list[tuple[float, str]] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)

    def note(self, name: str, seconds: float, *, is_right: bool, said: object) -> None:
        """Add one answer."""
        self.seconds.append((seconds, name))
        if not is_right:
            self.wrong[f"{name}: {said}"] += 1

    def __str__(self) -> str:
        """The slowest, and most."""
        ordered = sorted(self.seconds)
        most = ordered[len(ordered) * 99 // 100][0] if ordered else 0
        slowest = ", ".join(f"{seconds:.2f} s {name}" for seconds, name in ordered[:-4:-1])
        return f"{len(ordered)} answers, 99 of 100 within {most:.2f} s; slowest {slowest}"


class Browser:
    """A client with a cookie and the token of a form."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.headers: dict[str, str] = {}
        page, headers = self.ask("GET", f"{NEW}?empty")[1:]
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.decode())
        cookie = headers["Set-Cookie"].partition(";")[0]
        self.headers = {"Cookie": cookie, "X-CSRFToken": token[1] if token else ""}

    def ask(
        self, method: str, path: str, body: bytes | None = None, kind: str = FORM
    ) -> tuple[int, bytes, http.client.HTTPMessage]:
        """Send one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, self.headers | {"Content-Type": kind})
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        if answer.status == http.HTTPStatus.SEE_OTHER and "do=save" not in str(body):
            return self.ask("GET", answer.headers["Location"])  # the address of a draft
        return answer.status, content, answer.headers

    def announce(self, size: int) -> int:
        """Begin to send a body of a size that is refused; the status of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.putrequest("POST", NEW)
            connection.putheader("Content-Length", str(size))
            connection.endheaders()
            connection.send(b"x" * 65536)
            return connection.getresponse().status
        finally:
            connection.close()

    def save(self) -> str:
        """Save a plan; the address of its page."""
        form = urlencode({"title": "Soak", "picks": "k3s", "groups-0-name": "a", "do": "save"})
        status, _, headers = self.ask("POST", NEW, form.encode())
        if status != http.HTTPStatus.SEE_OTHER:
            raise SystemExit(f"saving was answered with {status}")
        return headers["Location"].partition("saved/")[0]


@contextmanager
def serving(folder: Path) -> Iterator[tuple[int, "subprocess.Popen[bytes]", Path]]:
    """Run a server as `make run` does, with its log in a file."""
    port, log = free_port(), folder / "log"
    variables = {"PORT": str(port), "PORTSREF_DATA": str(folder / "data")}
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=clean_environment() | variables | {"SAVE_LIMIT": "60/hour"},
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            while process.poll() is None and b"portsref is at" not in log.read_bytes():
                time.sleep(0.1)
            yield port, process, log
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(timeout=20)


def attack(port: int, until: float, number: int, answers: Answers) -> None:
    """Send all hostile requests, beginning with another one than the others, again and again."""
    browser, requests = Browser(port), list(hostile_requests())
    begin = len(requests) * number // CLIENTS
    requests = [*requests[begin:], *requests[:begin]]
    for request in itertools.cycle(requests):
        if time.monotonic() > until:
            return
        _send(browser, request, answers)
        if request is requests[0]:
            begun = time.monotonic()
            status = browser.announce(UPLOAD)
            is_right = status == http.HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            answers.note("upload", time.monotonic() - begun, is_right=is_right, said=status)


def _send(browser: Browser, request: HostileRequest, answers: Answers) -> None:
    begun = time.monotonic()
    said: object
    try:
        said = browser.ask("POST", request.path, request.body, request.content_type)[0]
    except OSError as error:
        said = error
    is_right = said == request.status
    answers.note(request.name, time.monotonic() - begun, is_right=is_right, said=said)


def read(port: int, until: float, answers: Answers) -> None:
    """Read pages, one after another, as somebody who looks something up."""
    browser = Browser(port)
    for path in itertools.cycle([*PAGES, browser.save()]):
        if time.monotonic() > until:
            return
        begun = time.monotonic()
        status = browser.ask("GET", path)[0]
        name = path if path in PAGES else "a plan"
        is_right = status == http.HTTPStatus.OK
        answers.note(name, time.monotonic() - begun, is_right=is_right, said=status)
        time.sleep(PAUSE)


def workers_of(process: "subprocess.Popen[bytes]") -> dict[int, int]:
    """The processes of the server, each with its memory in MiB."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii")
    found = {}
    for child in map(int, children.split()):
        size = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{child}/status").read_text("ascii"))
        found[child] = int(size[1]) // 1024 if size else 0
    return found


def watch(process: "subprocess.Popen[bytes]", until: float, memory: dict[int, int]) -> None:
    """Note every worker with the most memory that it had."""
    while time.monotonic() < until:
        for worker, size in workers_of(process).items():
            memory[worker] = max(memory.get(worker, 0), size)
        time.sleep(0.5)


def main(minutes: float) -> int:
    """Run it; 1 where the reader waited too long, or something died."""
    reader, clients, memory = Answers(), Answers(), dict[int, int]()
    with tempfile.TemporaryDirectory(prefix="portsref-soak-") as folder:
        with serving(Path(folder)) as (port, process, log):
            until = time.monotonic() + minutes * 60
            first = set(workers_of(process))
            threads = [
                threading.Thread(target=attack, args=(port, until, number, clients))
                for number in range(CLIENTS)
            ]
            threads.append(threading.Thread(target=watch, args=(process, until, memory)))
            for thread in threads:
                thread.start()
            read(port, until, reader)
            for thread in threads:
                thread.join()
            gone = first - set(workers_of(process))
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    deaths = [line for line in lines if any(sign in line for sign in SIGNS_OF_DEATH)]
    slowest = max(reader.seconds)[0] if reader.seconds else SLOWEST + 1
    print(f"reader: {reader}\nclients: {clients}")
    print(f"workers: {len(memory)}, at most {max(memory.values())} MiB each, {len(gone)} replaced")
    for line in (*deaths[:20], *map(str, (reader.wrong + clients.wrong).most_common(20))):
        print(f"  {line}")
    return int(slowest > SLOWEST or bool(deaths or gone or reader.wrong or clients.wrong))


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
