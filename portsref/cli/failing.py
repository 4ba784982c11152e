"""`--fail-on`: how grave a finding about a plan must be for a command to fail."""

import argparse
from collections.abc import Mapping, Sequence
from typing import Literal

from portsref.documents.problems import Problem, ProblemsError
from portsref.planning.findings.english import english
from portsref.planning.rules import RuleSet, Severity

type FailOn = Literal["error", "warning", "never"]

# how grave it must be -> the findings that are as grave
_FAILING: Mapping[FailOn, tuple[Severity, ...]] = {
    "error": ("error",),
    "warning": ("error", "warning"),
    "never": (),
}


def add_fail_on(
    parser: argparse.ArgumentParser, choices: Sequence[FailOn], default: FailOn | None = "error"
) -> None:
    """Take `--fail-on`; without a default what holds then depends on the rest of the call."""
    parser.add_argument(
        "--fail-on",
        choices=choices,
        default=default,
        help="how grave a finding about the plan makes it fail (error if not given"
        + (")" if default else ", and never where all that is written holds the findings)"),
    )


def failures(rule_set: RuleSet, plan: str, fail_on: FailOn) -> list[Problem]:
    """The findings about a plan that are too grave, as what is wrong with its file."""
    return [
        Problem(plan, finding.place, english(finding))
        for finding in rule_set.findings
        if finding.severity in _FAILING[fail_on]
    ]


def refuse_failing(rule_set: RuleSet, plan: str, fail_on: FailOn) -> None:
    """Raise `ProblemsError` with the findings about a plan that are too grave, if there are any."""
    if found := failures(rule_set, plan, fail_on):
        raise ProblemsError(found)
