"""Lighthouse, as a phone sees the pages: speed, accessibility, good practice, search engines."""

import json
import os
import subprocess
from collections.abc import Iterable, Iterator
from typing import Any

from audit.findings import Finding
from audit.pages import Page
from audit.tools import CHROMIUM_FLAGS, chromium, lighthouse

GOALS = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
TRIES = 2


def findings(site: str, pages: Iterable[Page]) -> Iterator[Finding]:
    """One finding a page: its four scores, and the audits that cost points."""
    program = lighthouse()
    goal = "/".join(map(str, GOALS.values()))
    for page in pages:
        report, problem = _report(program, site, page)
        if report is None:
            yield Finding("lighthouse", page.name, "it failed", goal, is_met=False, details=problem)
            continue
        scores = {name: round(100 * (report["categories"][name]["score"] or 0)) for name in GOALS}
        is_met = all(scores[name] >= least for name, least in GOALS.items())
        found = "/".join(map(str, scores.values()))
        yield Finding("lighthouse", page.name, found, goal, is_met, list(_costly(report)))


def _report(program: str, site: str, page: Page) -> tuple[dict[str, Any] | None, list[str]]:
    """What Lighthouse says, tried again where the browser failed; else why there is none."""
    flags = " ".join(("--headless=new", *CHROMIUM_FLAGS))
    command = [program, site + page.path, "--quiet", "--output=json", f"--chrome-flags={flags}"]
    command += [f"--only-categories={','.join(GOALS)}"]
    if page.is_of_a_plan:  # whoever has the link may read it, search engines may not
        command.append("--skip-audits=is-crawlable")
    environment = os.environ | {"CHROME_PATH": chromium()}
    for _ in range(TRIES):
        printed = subprocess.run(
            command, capture_output=True, text=True, check=False, env=environment
        )
        if printed.returncode == 0:
            return json.loads(printed.stdout), []
    return None, printed.stderr.splitlines()[-3:]


def _costly(report: dict[str, Any]) -> Iterator[str]:
    """Audits that weigh something and are not perfect."""
    for name in GOALS:
        for reference in report["categories"][name]["auditRefs"]:
            audit = report["audits"][reference["id"]]
            score = audit.get("score")
            if reference["weight"] and score is not None and score < 0.9:
                yield f"{name}: {audit['title']} {audit.get('displayValue', '')}".rstrip()
