"""`manage.py serve`: prepares, then becomes gunicorn.

It stands in `portsref.web` and not in one of its two apps because it starts both.
"""

import errno
import os
import socket
import sys
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection, connections

from portsref.web.site.preparation import lacks_migrations

CONFIGURATION = "portsref.web.site.serving.gunicorn_conf"


class Command(BaseCommand):
    """Serve the site on `HOST`, 127.0.0.1 by default, and `PORT`, 8000 by default."""

    help = "Bring everything up to date, then serve with gunicorn on HOST:PORT until Ctrl-C."
    requires_system_checks = ()  # they ask the database before we can say what is wrong with it

    def add_arguments(self, parser: CommandParser) -> None:
        """Know `--prepared`."""
        parser.add_argument(
            "--prepared", action="store_true", help="only serve: `prepare` has run before"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Refuse what cannot work before any long step, then hand over to gunicorn."""
        host, port = settings.ENVIRONMENT.host, settings.ENVIRONMENT.port
        refuse_taken_port(host, port)
        if options["prepared"]:
            # A pool would try for a while to reach a database that is away.
            connection.settings_dict["OPTIONS"].pop("pool", None)
            refuse_unprepared()
        else:
            call_command("prepare", stdout=self.stdout, stderr=self.stderr)
            refuse_taken_port(host, port)  # meanwhile another start may have been quicker
        connections.close_all()
        self.stdout.flush()  # into a pipe it is buffered, and lost with this program
        arguments = [sys.executable, "-m", "gunicorn", "--config", f"python:{CONFIGURATION}"]
        os.execv(sys.executable, [*arguments, "portsref.wsgi:application"])  # noqa: S606 - no input


def refuse_taken_port(host: str, port: int) -> None:
    """Raise `CommandError` where gunicorn could not listen; it would only find out at the end."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as problem:
            raise CommandError(_why_not(host, port, problem)) from problem


def refuse_unprepared() -> None:
    """Raise `CommandError` where pages could only fail; a database that is away may come back."""
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        raise CommandError(
            f"there are no static files in {settings.STATIC_ROOT}. Run prepare first, or leave"
            " out --prepared."
        )
    with suppress(OperationalError):
        if lacks_migrations():
            raise CommandError(
                "the database is older than this release. Run prepare first, or leave out"
                " --prepared."
            )


def _why_not(host: str, port: int, problem: OSError) -> str:
    if problem.errno == errno.EADDRINUSE:
        return f"port {port} is taken. Choose another one, such as PORT={port + 1}"
    if problem.errno == errno.EACCES:
        return f"port {port} needs more rights. Choose one above 1023, such as PORT=8000"
    return f"cannot listen on {host}, port {port}: {problem.strerror or problem}. Check HOST."
