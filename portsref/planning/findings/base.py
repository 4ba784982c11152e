"""What a kind of finding is: how grave, in which words, about which part of a plan."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from portsref.planning.flows import Connection
from portsref.planning.placement import Placement
from portsref.planning.rules import Finding, Rule, Severity

type Value = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan as far as it has been worked out, for findings to look at."""

    placement: Placement
    connections: tuple[Connection, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """Other words for a kind of finding, where one of its parameters has this value."""

    parameter: str
    value: str
    says: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingKind:
    """One entry of the registry; call it with its parameters to make a finding of the kind.

    `says` is what is so and `advice` what to do about it: English, marked for translation, with
    parameters as `%(group)s`. `note_where` says, for the documentation, where it is but a note.
    `place` is the part of the document that it leads to, with parameters as `{group}`. `find`
    yields all of the kind that a plan has.

    Pages word parameters by their names: `listener` and `need` are keys of rows, `listeners` such
    keys, which stand below the sentence; `product` is a slug, `option` an id, `role` a role.
    """

    code: str
    severity: Severity
    note_where: str = ""
    parameters: tuple[str, ...]
    place: str
    says: str
    advice: str
    variants: tuple[Variant, ...] = ()
    find: Callable[[Planned], Iterator[Finding]]

    def __call__(self, *, at: str = "", is_note: bool = False, **parameters: Value) -> Finding:
        """Make a finding; `at` is its place where that is more than `place` can say."""
        if parameters.keys() != set(self.parameters):
            raise TypeError(f"{self.code} takes {self.parameters}, not {tuple(parameters)}")
        return Finding(
            code=self.code,
            severity="note" if is_note else self.severity,
            place=at or self.place.format_map(parameters),
            parameters={name: parameters[name] for name in self.parameters},
        )

    def words(self, parameters: Mapping[str, Value]) -> "FindingKind | Variant":
        """Who has the words for these parameters: a variant, or the kind itself."""
        fitting = (one for one in self.variants if parameters.get(one.parameter) == one.value)
        return next(fitting, self)


def named_in(sentence: str) -> frozenset[str]:
    """The parameters that a sentence names."""
    return frozenset(re.findall(r"%\((\w+)\)s", sentence))
