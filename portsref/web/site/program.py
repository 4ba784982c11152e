"""`portsref-web`: prepares, serves and administers the site, as `manage.py` in a checkout."""

import os
import signal
import sys
from collections.abc import Callable

USAGE = """\
usage: portsref-web COMMAND [ARGUMENT…]

  prepare        bring database, catalogue, translations and static files up to date
  serve          prepare, then serve on HOST:PORT until Ctrl-C; with --prepared only serve
  probe          ask the server on HOST:PORT whether it is ready; probe alive, whether it lives
  secret-key     print a new secret key for SECRET_KEY

  list_plans     list all plans: size, last saved, last opened, title
  issue_edit_key make a new edit link for a plan whose own was lost
  export_plans   write all plans to a file
  import_plans   read them into a database that has none
  prune_plans    tell which plans nobody opened for long, or remove them
  prune_drafts   tell how many drafts nobody goes on with, or remove them

and the commands of Django, such as check, createsuperuser, dbshell. COMMAND --help says more.
The environment steers it: docs/deploy.md has every variable.
"""


def main() -> None:
    """Run one command; what is wrong with the environment is said in one line each."""
    # Ctrl-C ends the process where it stands: no command of ours leaves anything half done.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portsref.settings")
    match sys.argv[1:]:
        case [] | ["help"] | ["-h"] | ["--help"]:
            sys.stdout.write(USAGE)
        case ["secret-key"]:
            _print_secret_key()
        case ["probe", *question] if len(question) < 2:
            _probe(*question)
        case _:
            _run_command()


def _print_secret_key() -> None:
    """Print a key where none is set yet: settings, which demand one, are not asked."""
    from portsref.web.site.environment.data_folder import make_secret_key  # noqa: PLC0415

    sys.stdout.write(f"{make_secret_key()}\n")


def _probe(question: str = "ready") -> None:
    from portsref.web.site.probe import probe  # noqa: PLC0415 - after SIGINT is safe

    _with_problems_in_a_line_each(lambda: probe(question))


def _run_command() -> None:
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - as above

    _with_problems_in_a_line_each(lambda: execute_from_command_line(sys.argv))


def _with_problems_in_a_line_each(run: Callable[[], None]) -> None:
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 - as above

    try:
        run()
    except ImproperlyConfigured as problems:
        sys.exit("\n".join(f"portsref: {problem}" for problem in str(problems).splitlines()))
