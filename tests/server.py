"""A real server for tests: started as `make run` starts it, with a data folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def clean_environment() -> dict[str, str]:
    """The environment without what the tests themselves have set."""
    ours = {"DJANGO_SETTINGS_MODULE", "SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "DEBUG"}
    return {
        name: value
        for name, value in os.environ.items()
        if name not in ours and not name.startswith("PORTSREF_")
    }


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


class Server:
    """`manage.py serve`, as `make run` starts it, with variables that the test sets."""

    def __init__(
        self,
        data: Path,
        command: tuple[str, ...] = (sys.executable, "manage.py", "serve"),
        cwd: Path = ROOT,
        port: int | None = None,
        **environment: str,
    ) -> None:
        self.data, self.environment, self.port = data, environment, port or free_port()
        self.process = subprocess.Popen(
            command,
            cwd=cwd,
            env=clean_environment()
            | {"PORT": str(self.port), "PORTSREF_DATA": str(data)}
            | environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def get(
        self, path: str, *, timeout: float = 20, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return answer.status, dict(answer.headers), answer.read()

    def run(self, *arguments: str) -> str:
        """Run Python on the data of this server; what it printed."""
        ended = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=clean_environment()
            | {"PORTSREF_DATA": str(self.data), "DJANGO_SETTINGS_MODULE": "portsref.settings"},
            capture_output=True,
            text=True,
            check=True,
        )
        return ended.stdout

    def say(self, text: str) -> socket.socket:
        """Send something and leave the connection open."""
        connected = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        connected.sendall(text.encode())
        return connected

    def wait(self, **headers: str) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                self.get("/healthz", **headers)
            except OSError:  # refused, or reset while the server is still starting
                time.sleep(0.05)
            else:
                return
        raise TimeoutError(f"the server did not start: {self.stop()}")

    def stop(self) -> str:
        """Press Ctrl-C: the whole group of processes gets it, as from a terminal."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGINT)
        return self.process.communicate(timeout=20)[0]
