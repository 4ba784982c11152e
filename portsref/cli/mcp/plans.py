"""Tools about one plan: its rules, whether it is right, and what a plan looks like."""

import json
from typing import Annotated, Any, Literal

from pydantic import Field

from portsref.cli.mcp.base import (
    Answer,
    Asked,
    AskedPage,
    Paged,
    Told,
    Tool,
    lines_of,
    on_page,
)
from portsref.cli.mcp.known import known_catalogue
from portsref.cli.mcp.rules import ToldRule, told_rules
from portsref.documents.problems import Problem, ProblemsError
from portsref.planning.bounded import plan_within_limits
from portsref.planning.choice import Choice, PhaseChoice, narrowed
from portsref.planning.document import PlanDocument, parse_document
from portsref.planning.findings.english import english
from portsref.planning.presets import PRESETS, find_preset
from portsref.planning.rules import RuleSet
from portsref.planning.schema import plan_schema

MOST_FINDINGS = 60
_GRAVEST_FIRST = ("error", "warning", "note")

# A text, or the same as plain values: what is easier to write for whoever asks.
type PlanText = str | dict[str, Any]

PLAN = (
    "A plan document, YAML or JSON as text or an object, or a portsref.rules/v1 export of one, of "
    "at most 256 KiB. Give its contents, not the name of a file. plan_format says what it holds."
)
PlanArgument = Annotated[PlanText, Field(description=PLAN)]


def read_plan(plan: PlanText, field: str = "plan") -> PlanDocument:
    """The plan that was sent; raises `ProblemsError`, each problem at its place in the plan."""
    text = plan if isinstance(plan, str) else json.dumps(plan, ensure_ascii=False)
    if "\n" not in text.strip() and ":" not in text:
        reason = "is no plan document: give its contents, no file is read"
        raise ProblemsError([Problem("", field, reason)])
    return parse_document(text, file=field)


def rules_of(plan: PlanText, field: str = "plan") -> RuleSet:
    """The rules of the plan that was sent; raises `ProblemsError`, also for a very large one."""
    return plan_within_limits(read_plan(plan, field), known_catalogue())


class ChosenRules(Asked):
    """Which rules are wanted."""

    merge: bool = Field(False, description="Join rules that differ in nothing but their ports.")
    boundary: bool = Field(False, description="Only rules that cross zones.")
    phase: PhaseChoice = Field(
        "", description="Only rules for the cluster in operation, or only for its installation."
    )

    @property
    def choice(self) -> Choice:
        """What was chosen."""
        return Choice.of(self.model_dump())


class ToldFinding(Told):
    """What is doubtful about a plan."""

    code: str
    severity: Literal["error", "warning", "note"]
    place: str = Field(description="The part of the plan that it is about.")
    says: str

    @property
    def line(self) -> str:
        """How grave, where, and what."""
        return f"- {self.severity}: {self.place + ': ' if self.place else ''}{self.says}"


class Findings(Told):
    """The findings about a plan, the gravest first."""

    findings: list[ToldFinding]
    further_findings: int = Field(description="How many less grave ones there are beyond these.")

    @classmethod
    def of(cls, rule_set: RuleSet) -> dict[str, Any]:
        """The values of these fields."""
        found = sorted(rule_set.findings, key=lambda each: _GRAVEST_FIRST.index(each.severity))
        told = [
            ToldFinding(
                code=each.code, severity=each.severity, place=each.place, says=english(each)
            )
            for each in found[:MOST_FINDINGS]
        ]
        return {"findings": told, "further_findings": len(found) - len(told)}

    @property
    def lines(self) -> str:
        """A line a finding."""
        further = self.further_findings
        return lines_of(
            *(finding.line for finding in self.findings), f"- and {further} more" if further else ""
        )


class AskedRules(ChosenRules, AskedPage):
    """A plan, and which of its rules are wanted."""

    plan: PlanArgument


class RulesAnswer(Answer, Paged, Findings):
    """The rules that a plan needs, those to places outside last, and what is doubtful about it."""

    title: str
    kubernetes: str
    rules: list[ToldRule]

    @property
    def text(self) -> str:
        """The findings, then the rules."""
        return lines_of(
            f"{self.title}: {self.count} rules, Kubernetes {self.kubernetes}, "
            f"catalogue {self.catalogue}.",
            "Findings:" if self.findings else "Findings: none.",
            self.lines,
            "Rules:",
            *(rule.lines for rule in self.rules),
            self.more,
        )


def plan_rules(asked: AskedRules) -> RulesAnswer:
    """Work out the firewall rules that a plan of a cluster needs, each with reason and sources.

    Also what is doubtful about the plan. Rules say who opens the connection to whom; return
    traffic is implied.
    """
    rule_set = narrowed(rules_of(asked.plan), asked.choice)
    rules = rule_set.all_rules
    return RulesAnswer(
        catalogue=rule_set.catalogue_version,
        title=rule_set.document.title,
        kubernetes=rule_set.kubernetes,
        rules=told_rules(on_page(rules, asked.page)),
        **Paged.numbers(len(rules), asked.page),
        **Findings.of(rule_set),
    )


class AskedPlan(Asked):
    """A plan."""

    plan: PlanArgument


class ToldProblem(Told):
    """What is wrong with a plan document."""

    place: str
    reason: str


class ValidAnswer(Answer, Findings):
    """Whether a plan can be used, and what is wrong or doubtful."""

    valid: bool = Field(description="Whether it is a plan document without findings of errors.")
    problems: list[ToldProblem] = Field(description="Why it is no plan document, if it is none.")

    @property
    def text(self) -> str:
        """The answer, then all that is wrong."""
        problems = [f"- {problem.place}: {problem.reason}" for problem in self.problems]
        answer = "The plan is valid." if self.valid else "The plan is not valid."
        return lines_of(f"{answer} Catalogue {self.catalogue}.", *problems, self.lines)


def validate_plan(asked: AskedPlan) -> ValidAnswer:
    """Check a plan document: every key that is wrong with its place, and what is doubtful."""
    version = known_catalogue().version
    try:
        rule_set = rules_of(asked.plan)
    except ProblemsError as error:
        problems = [
            ToldProblem(place=problem.place or "plan", reason=problem.reason)
            for problem in error.problems[:MOST_FINDINGS]
        ]
        return ValidAnswer(
            catalogue=version, valid=False, problems=problems, findings=[], further_findings=0
        )
    valid = not any(finding.severity == "error" for finding in rule_set.findings)
    return ValidAnswer(catalogue=version, valid=valid, problems=[], **Findings.of(rule_set))


class AskedFormat(Asked):
    """Which example is wanted."""

    example: str = Field(
        "kubeadm-calico", max_length=80, description="The name of a cluster to start from."
    )


class FormatAnswer(Answer):
    """What a plan document is, and one to start from."""

    plan_schema: dict[str, Any] = Field(description="JSON Schema of a plan document.")
    example: str = Field(description="A plan in YAML, with addresses for documentation only.")
    examples: list[str] = Field(description="The names of all examples.")

    @property
    def text(self) -> str:
        """The example and the schema."""
        schema = json.dumps(self.plan_schema, ensure_ascii=False, separators=(",", ":"))
        return f"{self.example}\nOther examples: {', '.join(self.examples)}\nSchema: {schema}"


def plan_format(asked: AskedFormat) -> FormatAnswer:
    """Say what a plan document holds: its JSON Schema, and an example of a cluster in YAML."""
    names = [preset.name for preset in PRESETS]
    preset = find_preset(asked.example)
    if preset is None:
        raise ProblemsError([Problem("", "example", f"must be one of {', '.join(names)}")])
    return FormatAnswer(
        catalogue=known_catalogue().version,
        plan_schema=json.loads(plan_schema()),
        example=preset.document().as_yaml(),
        examples=names,
    )


TOOLS: tuple[Tool, ...] = (
    Tool.of(
        plan_format, title="What a plan document holds", asked=AskedFormat, answer=FormatAnswer
    ),
    Tool.of(validate_plan, title="Whether a plan is right", asked=AskedPlan, answer=ValidAnswer),
    Tool.of(plan_rules, title="Rules that a plan needs", asked=AskedRules, answer=RulesAnswer),
)
