"""What pipelines run, read from the files that they are given."""

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
ACTION = ROOT / "action.yml"
GITLAB = ROOT / "pipelines" / "gitlab.yml"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
_EXPRESSION = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")
_INPUT = re.compile(r"\$\[\[ *inputs\.([\w-]+) *\]\]")


def action_step(name: str, event: dict[str, str], **inputs: str) -> tuple[str, dict[str, str]]:
    """The script of a step of the action, and the environment that its expressions give."""
    action = yaml.safe_load(ACTION.read_text())
    given = event | {
        f"inputs.{name}": _EXPRESSION.sub(lambda found: event[found[1]], str(about["default"]))
        for name, about in action["inputs"].items()
    }
    given |= {f"inputs.{key.replace('_', '-')}": value for key, value in inputs.items()}
    (step,) = (step for step in action["runs"]["steps"] if step["name"] == name)
    environment = {
        variable: _EXPRESSION.sub(lambda found: given[found[1]], str(value))
        for variable, value in step.get("env", {}).items()
    }
    assert "${{" not in step["run"], "a value in the text of a script is a program"
    return step["run"], environment


def gitlab_jobs(**inputs: str) -> dict[str, Any]:
    """The jobs of the template, with its inputs filled in."""
    head, jobs = yaml.safe_load_all(GITLAB.read_text())
    given = {name: about.get("default") for name, about in head["spec"]["inputs"].items()}
    given |= {key.replace("_", "-"): value for key, value in inputs.items()}
    filled: dict[str, Any] = _filled(jobs, given)
    return filled


def _filled(value: Any, given: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {key: _filled(item, given) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, given) for item in value]
    return (
        _INPUT.sub(lambda found: str(given[found[1]]), value) if isinstance(value, str) else value
    )


def gitlab_job(name: str, **inputs: str) -> tuple[str, dict[str, str]]:
    """The script of a job and its variables."""
    jobs = gitlab_jobs(**inputs)
    return "\n".join(jobs[name]["script"]), jobs[".portsref"]["variables"]


def hook() -> dict[str, Any]:
    """The only hook for pre-commit."""
    (only,) = yaml.safe_load(HOOKS.read_text())
    found: dict[str, Any] = only
    return found
