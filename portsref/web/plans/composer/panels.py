"""Which part of a plan is open in the composer: the outline, or one product, group, change …

The field `panel` says it: nothing for the outline, or `product:cilium`, `group:2`, `change:0`,
`networks`, `request`, `exports`, `own`, `find`, `changer` (to choose what to change). Groups and
changes go by their number in the form. `rule:0@r17` is a change that is open at a rule, in the list
of rules, with the outline beside it.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, Self

from portsref.web.plans.composer.form_data import REQUEST, Data, indices

type Kind = Literal[
    "",
    "product",
    "group",
    "change",
    "rule",
    "networks",
    "request",
    "exports",
    "own",
    "find",
    "changer",
]
PARTS: Collection[Kind] = ("networks", "request", "exports", "own", "find", "changer")
VERSION = "product:kubernetes"  # where the version of Kubernetes is chosen

# What the ids of their fields begin with.
_FIELDS = {
    VERSION: ("id_kubernetes",),
    "networks": ("id_networks-",),
    "request": tuple(f"id_{name}" for name in REQUEST),
    "exports": ("id_exports:", "export-settings"),
    "own": ("id_own",),
}
_ROW = re.compile(r"id_(?P<part>group|change)s-(?P<number>[0-9]{1,6})-")
_FRONT = re.compile(r"id_(endpoint|proxy)-")


@dataclass(frozen=True, slots=True)
class Panel:
    """What is open; nothing where the outline is. `at` is the rule where a change is open."""

    kind: Kind = ""
    key: str = ""
    at: str = ""

    @classmethod
    def of(cls, data: Data, products: Collection[str]) -> Self:
        """What a form asks for; the outline where that is not in the plan any more."""
        kind, _, named = data.get("panel", "").partition(":")
        key, _, at = named.partition("@")
        for known, keys in (
            ("product", {*products, "kubernetes"}),
            ("group", set(map(str, indices(data, "groups")))),
            ("change", set(map(str, indices(data, "changes")))),
            ("rule", set(map(str, indices(data, "changes")))),
        ):
            if kind == known and key in keys:
                return cls(known, key, at)  # type: ignore[arg-type]
        return next((cls(part) for part in PARTS if part == kind), cls())

    @property
    def name(self) -> str:
        """The value of the field."""
        at = f"@{self.at}" if self.at else ""
        return f"{self.kind}:{self.key}{at}" if self.key else self.kind

    @property
    def shows_outline(self) -> bool:
        """Tell whether nothing takes the place of the outline."""
        return self.kind in {"", "rule"}

    @property
    def beside(self) -> "Panel":
        """The same change in place of the outline, where its rule is not listed."""
        return Panel("change", self.key)

    @property
    def line(self) -> str:
        """The id of the line of the outline that opens it."""
        return line_of(self.name)

    def has_change(self, number: str) -> bool:
        """Tell whether the fields of a change are shown, wherever that is."""
        return self.kind in {"change", "rule"} and self.key == number

    @property
    def part(self) -> str:
        """The part of the outline that has its line."""
        return {"product": "runs", "find": "runs", "group": "where"}.get(self.kind, "changed")

    def is_of(self, kind: Kind, key: str = "") -> bool:
        """Tell whether just this is open."""
        return (self.kind, self.key) == (kind, key)


def line_of(panel: str) -> str:
    """The id of the line of the outline that opens a panel."""
    return f"line-{panel.replace(':', '-')}"


def panel_with(field: str, data: Data) -> str:
    """The panel that has what is known by an id in the form; empty for the outline itself."""
    if match := _ROW.match(field):
        return f"{match['part']}:{match['number']}"
    if match := _FRONT.match(field):
        number = data.get(f"{match[1]}-group", "")
        return f"group:{number}" if number else ""
    if field.startswith("product-"):
        return f"product:{field.removeprefix('product-')}"
    return next((panel for panel, names in _FIELDS.items() if field.startswith(names)), "")
