"""The real nginx, Caddy and HAProxy, with our files, on this machine's loopback addresses.

Of a file only that is changed which names places of the machine that it is meant for.
"""

import getpass
import grp
import http.client
import os
import re
import secrets
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.server import ROOT, Server, free_port

HOST = "ports.example.com"
PROGRAMS = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
FIRST_WITH_REQUEST_BUFFERS = (2, 6, 4)  # of Caddy; what is older says it in another word


@dataclass(frozen=True, slots=True)
class Proxy:
    """A running proxy, and the folder of all that it writes."""

    name: str
    http: int
    https: int
    folder: Path
    certificate: Path

    @contextmanager
    def connect(self, *, by: str = "127.0.0.1", secure: bool = True) -> Iterator[socket.socket]:
        """A connection as a client of the address `by` makes it."""
        port = self.https if secure else self.http
        with closing(socket.create_connection(("127.0.0.1", port), 20, (by, 0))) as plain:
            if not secure:
                yield plain
                return
            context = ssl.create_default_context(cafile=str(self.certificate))
            with context.wrap_socket(plain, server_hostname=HOST) as encrypted:
                yield encrypted

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | Iterator[bytes] | None = None,
        *,
        by: str = "127.0.0.1",
        secure: bool = True,
        **headers: str,
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Status, headers and content of an answer."""
        with self.connect(by=by, secure=secure) as connected:
            connection = http.client.HTTPConnection(HOST)
            connection.sock = connected
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            # a proxy may answer, and close, before all of a large body is sent
            with suppress(BrokenPipeError, ConnectionResetError, ssl.SSLError):
                connection.request(method, path, body, sent)
            with closing(connection.getresponse()) as answer:
                return answer.status, answer.headers, answer.read()

    def written(self) -> str:
        """All that the proxy wrote to its logs so far."""
        files = (file for file in self.folder.rglob("*.log") if file.is_file())
        return "\n".join(file.read_text(encoding="utf-8", errors="replace") for file in files)


@contextmanager
def in_production(data: Path, **environment: str) -> Iterator[Server]:
    """portsref as production runs it, for a proxy in front of it."""
    server = Server(data, **(production() | environment))
    server.wait()
    try:
        yield server
    finally:
        server.stop()


def production() -> dict[str, str]:
    """The environment of one that production runs, with a secret key of its own."""
    return {
        "PORTSREF_MODE": "production",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": f"{HOST},127.0.0.1",
        "TRUST_PROXY": "1",
        "WEB_CONCURRENCY": "1",
    }


def find(name: str, package: str) -> str:
    """The program; the tests are skipped where there is none."""
    program = shutil.which(name, path=PROGRAMS)
    if program is None:
        pytest.skip(f"no {name} found; get it with: sudo apt install {package}")
    return program


@contextmanager
def nginx(
    folder: Path, upstream: int, changes: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Proxy]:
    """Our nginx.conf, with changes that the test makes, within the least that nginx needs."""
    program = find("nginx", "nginx-light")
    proxy = Proxy("nginx", free_port(), free_port(), folder, make_certificate(folder))
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    text = text.replace("    listen [::]:80;\n", "").replace("    listen [::]:443 ssl http2;\n", "")
    for there, here in {
        **changes,
        "listen 80;": f"listen 127.0.0.1:{proxy.http};",
        "listen 443 ssl": f"listen 127.0.0.1:{proxy.https} ssl",
        "127.0.0.1:8000": f"127.0.0.1:{upstream}",
        "/etc/ssl/certs/ports.example.com.pem": str(proxy.certificate),
        "/etc/ssl/private/ports.example.com.key": str(folder / "key.pem"),
        "/var/log/nginx/": f"{folder}/",
    }.items():
        assert there in text
        text = text.replace(there, here)
    (folder / "portsref.conf").write_text(text, encoding="utf-8")
    user = f"{getpass.getuser()} {grp.getgrgid(os.getgid()).gr_name}"
    main = folder / "nginx.conf"
    main.write_text(
        f"user {user};\ndaemon off;\npid {folder}/pid;\nevents {{}}\n"
        f"http {{\naccess_log {folder}/others.log;\ninclude {folder}/portsref.conf;\n}}\n"
    )
    command = [program, "-p", str(folder), "-c", str(main), "-e", str(folder / "start.log")]
    with running(command, proxy):
        yield proxy


@contextmanager
def caddy(folder: Path, upstream: int) -> Iterator[Proxy]:
    """Our Caddyfile, with certificates of Caddy's own making."""
    program = find("caddy", "caddy")
    root = folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"
    proxy = Proxy("caddy", free_port(), free_port(), folder, root)
    text = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    assert "\n{\n" in text
    text = text.replace(
        "\n{\n",
        f"\n{{\nadmin off\nlocal_certs\nskip_install_trust\ndefault_bind 127.0.0.1\n"
        f"http_port {proxy.http}\nhttps_port {proxy.https}\n",
        1,
    )
    assert "127.0.0.1:8000" in text
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{upstream}")
    if caddy_version(program) < FIRST_WITH_REQUEST_BUFFERS:
        text = text.replace("request_buffers 5MiB", "buffer_requests\nmax_buffer_size 5MiB")
    (folder / "Caddyfile").write_text(text, encoding="utf-8")
    command = [program, "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    homes = {name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    with running(command, proxy, **homes):
        yield proxy


@contextmanager
def haproxy(folder: Path, *upstreams: int) -> Iterator[Proxy]:
    """Our haproxy.cfg with as many instances as there are, of at most the three that it names."""
    program = find("haproxy", "haproxy")
    proxy = Proxy("haproxy", free_port(), free_port(), folder, make_certificate(folder))
    both = folder / "both.pem"
    both.write_bytes(proxy.certificate.read_bytes() + (folder / "key.pem").read_bytes())
    text = (ROOT / "deploy" / "haproxy.cfg").read_text(encoding="utf-8")
    for there, here in {
        "    user haproxy\n    group haproxy\n": "",
        "    bind :::80 v6only\n": "",
        "    bind :::443 v6only ssl crt /etc/haproxy/ports.example.com.pem alpn h2,http/1.1\n": "",
        "bind :80\n": f"bind 127.0.0.1:{proxy.http}\n",
        "bind :443 ": f"bind 127.0.0.1:{proxy.https} ",
        "/etc/haproxy/ports.example.com.pem": str(both),
    }.items():
        assert there in text
        text = text.replace(there, here)
    for number, name in enumerate(("one", "two", "three")):
        line = f"    server {name} 127.0.0.1:{8001 + number}\n"
        assert line in text
        is_there = number < len(upstreams)
        here = f"    server {name} 127.0.0.1:{upstreams[number]}\n" if is_there else ""
        text = text.replace(line, here)
    (folder / "haproxy.cfg").write_text(text, encoding="utf-8")
    with running([program, "-db", "-f", str(folder / "haproxy.cfg")], proxy):
        yield proxy


def caddy_version(program: str) -> tuple[int, ...]:
    said = subprocess.run([program, "version"], capture_output=True, text=True, check=True).stdout
    return tuple(map(int, re.findall(r"\d+", said)[:3]))


def make_certificate(folder: Path) -> Path:
    """A certificate for our host that nobody else trusts, and its key beside it."""
    certificate = folder / "certificate.pem"
    command = [
        *(find("openssl", "openssl"), "req", "-x509", "-nodes", "-days", "2", "-newkey", "ec"),
        *("-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", f"/CN={HOST}"),
        *("-addext", f"subjectAltName=DNS:{HOST}", "-out", str(certificate)),
        *("-keyout", str(folder / "key.pem")),
    ]
    subprocess.run(command, capture_output=True, check=True)
    return certificate


@contextmanager
def running(command: list[str], proxy: Proxy, **environment: str) -> Iterator[None]:
    """Run a proxy until the block ends; what it says is one of its logs."""
    said = proxy.folder / "said.log"
    with said.open("wb") as log:
        process = subprocess.Popen(
            command, env=os.environ | environment, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        wait_for(proxy, process, said)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(proxy: Proxy, process: subprocess.Popen[bytes], said: Path) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with proxy.connect():
                return
        except OSError:  # not there yet, nor its certificate
            time.sleep(0.05)
    raise TimeoutError(f"{proxy.name} did not start: {said.read_text()}")
