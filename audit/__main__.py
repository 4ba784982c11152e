"""Prints what was looked at against its goals; `python -m audit html axe` does some parts.

AUDIT_SITE is a server that runs already; its plan is that of AUDIT_PLAN.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from audit import accessibility, html, speed, weights
from audit.pages import every_page, main_pages
from audit.tools import ROOT, MissingToolError
from bench.web import serving

PARTS = {
    "html": (html.findings, every_page),
    "axe": (accessibility.findings, every_page),
    "weights": (weights.findings, main_pages),
    "lighthouse": (speed.findings, main_pages),
}


def main() -> int:
    """Look at the parts that the command line names, or at all; 1 where a goal is missed."""
    looked, missed = 0, 0
    with _site() as (site, plan):
        for name in sys.argv[1:] or PARTS:
            find, pages = PARTS[name]
            try:
                for finding in find(site, pages(plan)):
                    print(finding, flush=True)
                    looked, missed = looked + 1, missed + (not finding.is_met)
            except MissingToolError as missing:
                print(f"{name}: not done. Get what it needs: {missing}", flush=True)
    print(f"\n{looked - missed} of {looked} goals met")
    return 1 if missed else 0


@contextmanager
def _site() -> Iterator[tuple[str, str]]:
    """A server with a plan, started as `make run` starts it, or the one that runs already."""
    if running := os.environ.get("AUDIT_SITE"):
        yield running, os.environ.get("AUDIT_PLAN", "")
        return
    with tempfile.TemporaryDirectory(prefix="portsref-audit-") as data:
        environment = os.environ | {"PORTSREF_DATA": data, "PYTHONPATH": str(ROOT)}
        with serving([sys.executable, "manage.py", "serve"], environment) as site:
            yield site.address, _save_plan(environment)


def _save_plan(environment: dict[str, str]) -> str:
    settings = {"DJANGO_SETTINGS_MODULE": "portsref.settings"}
    command = [sys.executable, "-m", "bench.saved_plan"]
    return subprocess.check_output(command, cwd=ROOT, env=environment | settings, text=True).strip()


if __name__ == "__main__":
    sys.exit(main())
