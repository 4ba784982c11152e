"""Everything that holds the code to its word: `make check` runs it and says at the end what failed.

`python checks.py CHECK…` runs some, `python checks.py --without tests` all but some.
"""

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

# Settings are checked as they are in production; the secret only has to look like one.
PRODUCTION = {
    "PORTSREF_MODE": "production",
    "SECRET_KEY": "checks-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ",
    "ALLOWED_HOSTS": "ports.example.com",
    "DATABASE_URL": "sqlite://:memory:",  # a clean checkout has no folder for a database yet
}
TEST = {"DJANGO_SETTINGS_MODULE": "tests.settings"}


@dataclass(frozen=True, slots=True)
class Check:
    """One command that ends with 0 where all is well."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)


def manage(*arguments: str) -> tuple[str, ...]:
    """A management command."""
    return ("python", "manage.py", *arguments)


PYTEST = ("python", "-m", "pytest", "-q")
CHECKS: tuple[Check, ...] = (
    Check("tests", (*PYTEST, "-n", "auto", "-m", "not browser")),
    Check("browser-tests", (*PYTEST, "-n", "2", "-m", "browser")),
    Check("ruff", ("ruff", "check")),
    Check("format", ("ruff", "format", "--check")),
    Check("types", ("python", "-m", "mypy")),
    Check("imports", ("lint-imports", "--no-cache")),
    Check("templates", ("djlint", "templates", "--lint", "--quiet")),
    Check("migrations", manage("makemigrations", "--check", "--dry-run"), TEST),
    Check("deployment", manage("check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
    Check("catalogue", ("portsref", "validate", "--strict")),
    Check("messages", manage("extract_messages", "--check"), TEST),
)


def main() -> int:
    """Run what was asked for; 1 if anything failed."""
    failed = [check.name for check in wanted() if not passes(check)]
    if failed:
        print(f"\nfailed: {', '.join(failed)} (one alone: python checks.py {failed[0]})")
    return 1 if failed else 0


def wanted() -> list[Check]:
    """List the checks that the command line names."""
    names = [check.name for check in CHECKS]
    parser = argparse.ArgumentParser(description="Run the project's checks.")
    parser.add_argument("checks", nargs="*", metavar="CHECK", help=", ".join(names))
    parser.add_argument("--without", nargs="+", default=[], metavar="CHECK", choices=names)
    arguments = parser.parse_args()
    if unknown := set(arguments.checks) - set(names):
        parser.error(f"no such check: {', '.join(sorted(unknown))}")
    chosen = set(arguments.checks or names) - set(arguments.without)
    return [check for check in CHECKS if check.name in chosen]


def passes(check: Check) -> bool:
    """Run one check, its output as it comes, and tell how it ended."""
    print(f"== {check.name}: {' '.join(check.command)}", flush=True)
    begun = time.monotonic()
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment = os.environ | {"PATH": programs} | check.environment
    ended = subprocess.run(check.command, env=environment, check=False)
    print(f"== {check.name}: {time.monotonic() - begun:.0f} s", flush=True)
    return ended.returncode == 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
