#!/usr/bin/env python3
"""Django's command line for this project; `manage.py serve` starts it."""

import os
import signal
import sys


def main() -> None:
    """Run one management command."""
    # Ctrl-C ends the process where it stands: no command of ours leaves anything half done.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portsref.settings")
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 - after SIGINT is safe
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(f"portsref: {problem}")


if __name__ == "__main__":
    main()
