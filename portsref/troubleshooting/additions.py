"""Parts of a plan document that can be put into a plan, and what the plan would then open."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from pydantic import Field

from portsref.catalogue.catalogue import Catalogue
from portsref.documents import reasons
from portsref.documents.base import Document, ListenerKey, Many
from portsref.documents.checking import check
from portsref.documents.problems import Problem, ProblemsError
from portsref.documents.writing import dump_yaml
from portsref.messages import Message
from portsref.planning.document import (
    Change,
    Group,
    OwnListener,
    Pick,
    PlanDocument,
    plain_values,
)
from portsref.planning.engine import plan_rules
from portsref.planning.rules import Rule, RuleSet

MOST_WORK = 20_000  # rules that trials may make, a second of work at the very most
_ADDRESSES_OF_A_RULE = 8
_LEAST_WORK = 100  # what a trial costs however few rules there are
MOST_PARTS = 20
LONGEST_ADDITION = 64 * 1024  # characters


class Addition(Document):
    """Parts to be put into a plan document, each in place of the one of its name if there is one.

    `taken_back` names listeners whose change is removed.
    """

    groups: Annotated[Many[Group], Field(max_length=MOST_PARTS)] = ()
    picks: Annotated[Many[Pick], Field(max_length=MOST_PARTS)] = ()
    changes: Annotated[Many[Change], Field(max_length=MOST_PARTS)] = ()
    listeners: Annotated[Many[OwnListener], Field(max_length=MOST_PARTS)] = ()
    taken_back: Annotated[Many[ListenerKey], Field(max_length=MOST_PARTS)] = ()

    def as_data(self) -> dict[str, object]:
        """Plain values that `parse_addition` reads back, without what was left at its default."""
        data = self.model_dump(mode="json", exclude_defaults=True)
        return {name: value for name, value in data.items() if value}

    def as_yaml(self) -> str:
        """The parts as they stand in a plan document; what is taken back is no part of one."""
        parts = {name: value for name, value in self.as_data().items() if name != "taken_back"}
        return dump_yaml(parts) if parts else ""


def parse_addition(text: str) -> Addition:
    """Read an addition from JSON or YAML; raises `ProblemsError`."""
    if len(text) > LONGEST_ADDITION:
        reason = Message(reasons.TOO_LONG, {"max_length": LONGEST_ADDITION})
        raise ProblemsError([Problem("", "", reason)])
    return check(Addition, plain_values(text, file=""), file="")


def added(document: PlanDocument, addition: Addition) -> PlanDocument:
    """The document with an addition; raises `ProblemsError` where that is no plan any more."""
    addition = check(Addition, addition.as_data(), file="")  # parts copied were not checked
    return check(PlanDocument, _whole(document, addition), file="")


def _whole(document: PlanDocument, addition: Addition) -> dict[str, object]:
    """The parts of both; what is checked already is not checked again."""
    changes = [item for item in document.changes if item.listener not in addition.taken_back]
    return {
        **{name: getattr(document, name) for name in PlanDocument.model_fields},
        "groups": _put(document.groups, addition.groups, lambda group: group.name),
        "picks": _put(document.picks, addition.picks, lambda pick: pick.product),
        "changes": _put(changes, addition.changes, lambda change: change.listener),
        "listeners": _put(document.listeners, addition.listeners, lambda own: own.id),
    }


def _put[T](parts: Iterable[T], put: Iterable[T], name: Callable[[T], str]) -> tuple[T, ...]:
    """All parts, those of an equal name replaced where they stand, new ones at the end."""
    return tuple({name(part): part for part in (*parts, *put)}.values())


@dataclass(frozen=True, slots=True)
class Tried:
    """What a plan would be with something added: its rules, and which of them are new or gone."""

    rule_set: RuleSet
    opens: tuple[Rule, ...]
    closes: tuple[Rule, ...]


class Trials:
    """Works a plan out with this or that added, each once, until that is too much work."""

    def __init__(self, rule_set: RuleSet, catalogue: Catalogue, *, most_flows: int) -> None:
        self.document = rule_set.document
        self.catalogue = catalogue
        self.is_exhausted = False
        self._saved = rule_set
        self._most_flows = most_flows
        self._left = MOST_WORK
        self._tried: dict[str, Tried | None] = {}

    @cached_property
    def now(self) -> RuleSet:
        """The rules of the plan as it is, with the catalogue of now where that can be planned."""
        if self._saved.catalogue_digest == self.catalogue.digest:
            return self._saved
        return self._plan(self.document) or self._saved

    def with_added(self, addition: Addition) -> Tried | None:
        """The plan with an addition; None where that is no plan, or was not tried any more."""
        key = addition.model_dump_json()
        if key not in self._tried:
            if self._left <= 0:
                self.is_exhausted = True
                return None
            self._tried[key] = self._try(addition)
        return self._tried[key]

    def _try(self, addition: Addition) -> Tried | None:
        try:
            rule_set = self._plan(added(self.document, addition))
        except ProblemsError:
            return None
        if rule_set is None:
            return None
        before = {_identity(rule) for rule in self.now.all_rules}
        after = {_identity(rule) for rule in rule_set.all_rules}
        return Tried(
            rule_set,
            opens=tuple(rule for rule in rule_set.all_rules if _identity(rule) not in before),
            closes=tuple(rule for rule in self.now.all_rules if _identity(rule) not in after),
        )

    def _plan(self, document: PlanDocument) -> RuleSet | None:
        try:
            rule_set = plan_rules(document, self.catalogue, most_flows=self._most_flows)
        except ProblemsError:  # beyond measure
            self._left -= self._most_flows
            self.is_exhausted = True
            return None
        self._left -= max(_LEAST_WORK, sum(map(_work_of, rule_set.all_rules)))
        return rule_set


def _work_of(rule: Rule) -> int:
    """One, and more for a rule that names many addresses, as answers do."""
    return (
        1 + (len(rule.source.addresses) + len(rule.destination.addresses)) // _ADDRESSES_OF_A_RULE
    )


def _identity(rule: Rule) -> tuple[object, ...]:
    """What a rule allows and why, whatever its number among rules of the same name."""
    ends = (rule.source.kind, rule.source.name, rule.destination.kind, rule.destination.name)
    return (*ends, rule.protocol, rule.ports, rule.listeners)
