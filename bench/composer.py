"""The composer: an update of a large plan, and hostile requests, against a preset's page."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from bench.figures import Figure
from bench.web import ROOT

MOST_TIMES_A_PAGE = 4


def figures() -> Iterator[Figure]:
    """Yield what an update takes and sends, and the dearest hostile requests."""
    with tempfile.TemporaryDirectory(prefix="portsref-bench-") as data:
        environment = os.environ | {"PORTSREF_DATA": data, "PYTHONPATH": str(ROOT)}
        environment |= {"DJANGO_SETTINGS_MODULE": "portsref.settings"}
        subprocess.check_call([sys.executable, "manage.py", "prepare"], cwd=ROOT, env=environment)
        command = [sys.executable, "-m", "bench.composer_requests"]
        printed = subprocess.check_output(command, cwd=ROOT, env=environment, text=True)
    for line in printed.splitlines():
        name, ratio, detail, has_goal = json.loads(line)
        yield Figure(name, ratio, detail, at_most=MOST_TIMES_A_PAGE if has_goal else None)
