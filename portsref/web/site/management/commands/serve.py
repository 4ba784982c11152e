"""`manage.py serve`: prepares, then becomes gunicorn.

It stands in `portsref.web` and not in one of its two apps because it starts both.
"""

import errno
import os
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections


class Command(BaseCommand):
    """Serve the site on `HOST`, 127.0.0.1 by default, and `PORT`, 8000 by default."""

    help = "Bring everything up to date, then serve with gunicorn on HOST:PORT until Ctrl-C."
    requires_system_checks = ()  # they ask the database before we can say what is wrong with it

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Refuse what cannot work before any long step, then hand over to gunicorn."""
        host, port = os.environ.get("HOST", "127.0.0.1"), wanted_port()
        refuse_taken_port(host, port)
        call_command("prepare", stdout=self.stdout, stderr=self.stderr)
        connections.close_all()
        self.stdout.flush()  # into a pipe it is buffered, and lost with this program
        os.chdir(settings.BASE_DIR)
        arguments = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
        os.execv(sys.executable, [*arguments, "portsref.wsgi:application"])  # noqa: S606 - no input


def wanted_port() -> int:
    """Return the port that `PORT` names."""
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= 65535):
        raise CommandError(f"PORT is {text!r}: it must be a number from 1 to 65535.")
    return int(text)


def refuse_taken_port(host: str, port: int) -> None:
    """Raise `CommandError` where gunicorn could not listen; it would only find out at the end."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as problem:
            raise CommandError(_why_not(host, port, problem)) from problem


def _why_not(host: str, port: int, problem: OSError) -> str:
    if problem.errno == errno.EADDRINUSE:
        return f"port {port} is taken. Choose another one: make run PORT={port + 1}"
    if problem.errno == errno.EACCES:
        return f"port {port} needs more rights. Choose one above 1023: make run PORT=8000"
    return f"cannot listen on {host}, port {port}: {problem.strerror or problem}. Check HOST."
