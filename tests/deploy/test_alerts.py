"""Rules for Prometheus, judged and tried by its own promtool."""

import re
import subprocess
from pathlib import Path

from tests.deploy.proxies import find
from tests.server import ROOT

ALERTS = ROOT / "deploy" / "alerts.yaml"
TRIED = ROOT / "tests" / "deploy" / "alerts.yaml"


def promtool(*arguments: str) -> tuple[int, str]:
    ended = subprocess.run(
        [find("promtool", "prometheus"), *arguments], capture_output=True, text=True, check=False
    )
    return ended.returncode, ended.stdout + ended.stderr


def test_prometheus_finds_nothing_wrong():
    assert promtool("check", "rules", str(ALERTS))[0] == 0


def test_each_alert_comes_when_it_should_and_not_when_it_should_not():
    status, said = promtool("test", "rules", str(TRIED))
    assert status == 0, said
    names = set(re.findall(r"- alert: (\w+)", ALERTS.read_text()))
    tried = TRIED.read_text()
    assert {name for name in names if tried.count(f"alertname: {name}") > 1} == names


def test_an_alert_that_does_not_come_is_noticed(tmp_path: Path):
    rules = tmp_path / "alerts.yaml"
    rules.write_text(ALERTS.read_text().replace("> 0.02 *", "> 0.5 *"))
    tried = tmp_path / "tried.yaml"
    tried.write_text(TRIED.read_text().replace("../../deploy/alerts.yaml", str(rules)))
    assert promtool("test", "rules", str(tried))[0] != 0
