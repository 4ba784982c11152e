"""`portsref-web probe`: asks the server of the same environment, as health checks of containers do.

It starts in a moment, because it reads the environment and nothing of Django's.
"""

import os
import sys
from http.client import HTTPConnection, HTTPException

from portsref.web.site.environment.reading import Environment, read_environment

PATHS = {"alive": "/healthz", "ready": "/readyz"}
PATIENCE = 4.0  # seconds
THIS_MACHINE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where to ask who listens on all


def probe(question: str) -> None:
    """Print the answer; end with 1 where it is no, or where nobody answers."""
    if question not in PATHS:
        sys.exit(f"portsref: probe {question!r}: it must be {' or '.join(PATHS)}.")
    environment = read_environment(os.environ)
    host = THIS_MACHINE.get(environment.host, environment.host)
    connection = HTTPConnection(host, environment.port, timeout=PATIENCE)
    try:
        connection.request("GET", PATHS[question], headers={"Host": _allowed(environment)})
        answer = connection.getresponse()
        said = answer.read().decode(errors="replace").strip()
    except (OSError, HTTPException) as problem:
        sys.exit(f"portsref: nothing answers on {host}, port {environment.port}: {problem}")
    if answer.status != 200:
        sys.exit(f"portsref: {said if answer.status == 503 else answer.status}")
    sys.stdout.write(f"{said}\n")


def _allowed(environment: Environment) -> str:
    """A host name that the server answers to."""
    first = environment.allowed_hosts[0]
    return "localhost" if first == "*" else first.removeprefix(".")
