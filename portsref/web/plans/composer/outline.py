"""The outline of a plan: one line for each product, group, change and further part of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext, ngettext

from portsref.address_lists import count_address_list
from portsref.catalogue.catalogue import Catalogue
from portsref.planning.rules import RuleSet
from portsref.web.plans.composer.changes import ChangeField
from portsref.web.plans.composer.form_data import line_in
from portsref.web.plans.composer.forms import GroupForm
from portsref.web.plans.composer.own_listeners import own_numbers
from portsref.web.plans.composer.panels import line_of
from portsref.web.plans.composer.plan_form import PlanForm
from portsref.web.plans.composer.runs import OptionField, ProductField, RunsSheet
from portsref.web.shared.joining import items, labelled
from portsref.web.shared.row_words import translated

MOST_CHIPS = 6
# Values that need no label before them, as products do not: everybody knows what they are about.
TECHNOLOGIES = frozenset(
    {"vxlan", "geneve", "ipip", "gre", "stt", "wireguard", "ipsec", "host-gw", "bgp", "ztunnel"}
)


@dataclass(frozen=True, slots=True)
class ChipText:
    """An option with its value, its label aside where that says nothing more.

    `changed` is true where the value is not the default.
    """

    words: str
    changed: bool
    label: str = ""


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A product of the plan."""

    id: str
    panel: str
    slug: str
    name: str
    by: str
    status: str
    count: str
    why_none: str
    chips: tuple[ChipText, ...]
    is_brought: bool
    is_removable: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group of the plan; `count` says how many addresses it lists, examples or its own."""

    id: str
    panel: str
    index: str
    name: str
    roles: str
    zone: str
    count: str
    is_empty: bool
    is_example: bool
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change, with how many rules are of its listener."""

    id: str
    panel: str
    index: str
    name: str
    says: str
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class PartLine:
    """A further part of the plan and what it says, in a few words."""

    id: str
    panel: str
    name: str
    says: str
    is_wrong: bool


class Outline:
    """All lines of one plan."""

    def __init__(
        self,
        form: PlanForm,
        runs: RunsSheet,
        changes: Sequence[ChangeField],
        rule_set: RuleSet | None,
        *,
        focus: str,
    ) -> None:
        self.form = form
        self.runs = runs
        self._changes = changes
        self._rule_set = rule_set
        self._focus = focus

    @property
    def _catalogue(self) -> Catalogue:
        return self.form.catalogue

    @cached_property
    def products(self) -> tuple[ProductLine, ...]:
        """What runs; Kubernetes is always there, for its version."""
        return tuple(map(self._product, self.runs.products))

    @property
    def version(self) -> str:
        """The version of Kubernetes, as the outline says it."""
        chosen = line_in(self.form.data, "kubernetes")
        newest = self._catalogue.newest_kubernetes
        return chosen or gettext("%(version)s, the newest") % {"version": newest}

    def _product(self, product: ProductField) -> ProductLine:
        panel = f"product:{product.slug}"
        return ProductLine(
            id=line_of(panel),
            panel=panel,
            slug=product.slug,
            name=product.name,
            by=self._who(product),
            status=product.status,
            count=_rules(product.rules) if self._rule_set else "",
            why_none=product.why_none,
            chips=tuple(self._chips(product.options)),
            is_brought=product.brought,
            is_removable=product.picked and not product.brought,
            is_new=self._focus == line_of(panel) and "add-product" in self.form.data.get("do", ""),
        )

    def _chips(self, options: Sequence[OptionField]) -> Iterator[ChipText]:
        """What differs from the default, and what decides much."""
        shown = [option for option in options if option.changed or option.decides]
        yield from map(self._chip, shown[:MOST_CHIPS])
        if len(shown) > MOST_CHIPS:
            yield ChipText(f"+{len(shown) - MOST_CHIPS}", changed=True)

    def _chip(self, option: OptionField) -> ChipText:
        if option.now in self._catalogue.products:
            product = self._catalogue.products[option.now]
            name = translated(self._catalogue, product.name, product.product)
            return ChipText(name, option.changed, option.label)
        if option.now in TECHNOLOGIES:
            return ChipText(option.says, option.changed, option.label)
        return ChipText(labelled(option.label, option.says), option.changed)

    def _who(self, product: ProductField) -> str:
        """What brought a product in, or what it is."""
        if product.slug == "kubernetes":
            return self.version
        if product.by:
            return gettext("by %(product)s") % {"product": product.by}
        return product.kind if product.known else gettext("not in the catalogue")

    @cached_property
    def groups(self) -> tuple[GroupLine, ...]:
        """Where it runs."""
        return tuple(map(self._group, self.form.groups))

    @cached_property
    def example_groups(self) -> frozenset[str]:
        """The groups whose addresses are still examples, as far as the rules tell."""
        found = self._rule_set.findings if self._rule_set else ()
        return frozenset(
            name
            for finding in found
            if finding.code == "example-address"
            for name in finding.parameters["groups"]
        )

    def _group(self, form: GroupForm) -> GroupLine:
        panel = f"group:{form.index}"
        text = str(form["addresses"].value() or "")
        return GroupLine(
            id=line_of(panel),
            panel=panel,
            index=form.index,
            name=form.shown_name,
            roles=self._with_port(form),
            zone=str(form["zone"].value() or ""),
            count=_addresses(text) or gettext("no address"),
            is_empty=not text.strip(),
            is_example=form.shown_name in self.example_groups,
            is_wrong=bool(form.errors) or self._front_is_wrong(form),
        )

    def _with_port(self, form: GroupForm) -> str:
        """What a group is for, with the port of what stands before others."""
        ports = [
            f":{front['ports'].value()}"
            for front in (self.form.endpoint, self.form.proxy)
            if front["group"].value() == form.index and front["ports"].value()
        ]
        roles = form.role_words
        said = "" if _repeats(roles, form.shown_name) else roles
        return " ".join(filter(None, (said, *ports)))

    def _front_is_wrong(self, form: GroupForm) -> bool:
        fronts = (self.form.endpoint, self.form.proxy)
        return any(front.errors and front["group"].value() == form.index for front in fronts)

    @cached_property
    def changes(self) -> tuple[ChangeLine, ...]:
        """What was changed of the catalogue's rows."""
        return tuple(
            ChangeLine(
                id=line_of(f"change:{change.form.index}"),
                panel=f"change:{change.form.index}",
                index=change.form.index,
                name=change.name,
                says=change.says,
                is_wrong=bool(change.form.errors),
            )
            for change in self._changes
        )

    @property
    def parts(self) -> Iterator[PartLine]:
        """The rest of it."""
        form = self.form
        told = self.runs.assumptions.networks
        networks = (f"{text.label} {items(text.addresses)}" for text in told)
        yield _part("networks", gettext("Pod network"), items(networks), form.networks.errors)
        own_errors = [*form.own_text.errors, *(name for own in form.own for name in own.errors)]
        yield _part("own", gettext("Your own listeners"), self._own(), own_errors)
        request = (str(form.request[name].value() or "") for name in form.request.fields)
        yield _part("request", gettext("Request"), items(request), form.request.errors)
        filled = form.exports.filled
        settings = ngettext("%(count)d setting", "%(count)d settings", filled) % {"count": filled}
        yield _part(
            "exports",
            gettext("Settings of formats"),
            settings if filled else "",
            form.exports.errors,
        )

    def _own(self) -> str:
        """How many listeners of the user's own there are."""
        count = len(own_numbers(self.form.data))
        words = ngettext("%(count)d listener", "%(count)d listeners", count)
        return words % {"count": count} if count else ""


def _repeats(roles: str, name: str) -> bool:
    """Tell whether a group is called after what it is for."""
    return roles.casefold() == name.casefold().replace("-", " ")


def _part(panel: str, name: str, says: str, errors: object) -> PartLine:
    return PartLine(line_of(panel), panel, name, says, bool(errors))


def _addresses(text: str) -> str:
    """How many addresses a list has, in the room of a line: those of IPv6 are beyond counting."""
    counts = {tally.family: tally.addresses for tally in count_address_list(text).tallies}
    count = counts.get(4, 0)
    if 6 in counts:
        return f"{count:,} + IPv6" if count else "IPv6"
    words = ngettext("%(count)s address", "%(count)s addresses", count)
    return words % {"count": f"{count:,}"} if count else ""


def _rules(count: int) -> str:
    return ngettext("%(count)d rule", "%(count)d rules", count) % {"count": count}
