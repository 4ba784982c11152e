"""What runs in a plan, as the composer shows it: products, what they bring in, their options."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from portsref.catalogue.products import SERVERS_RUN_PODS, Option, Product
from portsref.planning.including import Included, include_products
from portsref.planning.rules import RuleSet
from portsref.web.plans.composer.adder import ProductGroup, list_kinds
from portsref.web.plans.composer.assumptions import Assumptions, id_of_option
from portsref.web.plans.composer.judging import without_pick
from portsref.web.plans.composer.panels import Panel
from portsref.web.plans.composer.plan_form import PlanForm
from portsref.web.plans.composer.without_rules import say_why_none
from portsref.web.plans.finding_words import product_words
from portsref.web.shared.row_words import (
    KIND_NAMES,
    STATUS_NAMES,
    choice_word,
    translated,
    word,
)


@dataclass(frozen=True, slots=True)
class OptionChoice:
    """One choice of an option; an empty value leaves it at its default."""

    id: str
    value: str
    label: str
    checked: bool
    default: bool


@dataclass(frozen=True, slots=True)
class OptionField:
    """One option as a row of choices.

    `decides` is true where much follows from it, `is_next` where the reader goes on.
    """

    id: str
    name: str
    label: str
    explain: str
    setting: str
    now: str
    choices: tuple[OptionChoice, ...]
    changed: bool
    decides: bool
    is_next: bool

    @property
    def says(self) -> str:
        """The value that it has, in words."""
        return next((choice.label for choice in self.choices if choice.checked), self.now)

    @property
    def html(self) -> SafeString:
        """The option as the page shows it."""
        return _render_option(self, get_language())


@lru_cache(maxsize=1024)
def _render_option(option: OptionField, _language: str | None) -> SafeString:
    """Plans differ in few of their options, and a page has fifty."""
    return render_to_string("plans/composer/_option.html", {"option": option})


@dataclass(frozen=True, slots=True)
class RowChoice:
    """A row picked by hand."""

    id: str
    label: str
    checked: bool


@dataclass(frozen=True, slots=True)
class ProductField:
    """A product of the plan; `why_none` says why it adds no rule, if it adds none."""

    slug: str
    name: str
    kind: str
    status: str
    by: str
    picked: bool
    brought: bool
    known: bool
    rules: int
    why_none: str
    include_all: bool
    rows: tuple[RowChoice, ...]
    options: tuple[OptionField, ...]
    kept: tuple[tuple[str, str], ...]


class RunsSheet:
    """The products of one plan."""

    def __init__(
        self,
        form: PlanForm,
        rule_set: RuleSet | None,
        *,
        address: str,
        focus: str = "",
    ) -> None:
        self.document = form.picks
        self.included = form.included
        self.data = form.data
        self.catalogue = form.catalogue
        self.rule_set = rule_set
        self.address = address
        self.focus = focus
        self.assumptions = Assumptions(form.included, form.picks, form.catalogue)

    @cached_property
    def products(self) -> tuple[ProductField, ...]:
        """The picks in their order, each followed by what it brings in, and Kubernetes first."""
        followers: defaultdict[str, list[str]] = defaultdict(list)
        for slug in self.included:
            if parent := self._parents.get(slug):
                followers[parent].append(slug)
        roots = [pick.product for pick in self.document.picks if pick.product not in self._parents]
        order = list(dict.fromkeys(self._walk(roots, followers)))
        order.sort(key=lambda slug: slug != "kubernetes")
        return tuple(map(self._product, order))

    @property
    def brought(self) -> tuple[str, ...]:
        """What others bring in, as the form has it next time."""
        shown = {*self.included, *(pick.product for pick in self.document.picks)}
        return tuple(slug for slug in self._parents if slug in shown)

    @property
    def has_kubernetes(self) -> bool:
        """Tell whether Kubernetes is among the products, whose head then has the version."""
        return "kubernetes" in self.included

    @cached_property
    def _parents(self) -> Mapping[str, str]:
        """What brings a product in: a bundle, or a product that is built on it."""
        found = {
            slug: item.bundled.by
            for slug, item in self._unpicked.items()
            if item.bundled is not None
        }
        picked = {pick.product for pick in self.document.picks}
        for slug in self.included:
            for base in list(self.catalogue.bases(slug))[1:]:
                if base.product not in picked:
                    found.setdefault(base.product, slug)
        return found

    @cached_property
    def _unpicked(self) -> Mapping[str, Included]:
        """Each product as it would be without its pick, where it would be there at all."""
        bundled = {
            bundle.product for item in self.included.values() for bundle in item.product.bundles
        }
        found = {}
        for slug, item in self.included.items():
            if not self.document.pick(slug):
                found[slug] = item
            elif slug in bundled:
                rest = include_products(without_pick(self.document, slug), self.catalogue)
                if slug in rest:
                    found[slug] = rest[slug]
        return found

    def _walk(self, slugs: Sequence[str], followers: Mapping[str, list[str]]) -> Iterator[str]:
        waiting = list(reversed(slugs))
        seen: set[str] = set()
        while waiting:
            slug = waiting.pop()
            if slug not in seen:
                seen.add(slug)
                yield slug
                waiting.extend(reversed(followers.get(slug, [])))

    def _product(self, slug: str) -> ProductField:
        item = self.included.get(slug)
        product = item.product if item else None
        pick = self.document.pick(slug)
        options = tuple(self._options(item)) if item else ()
        parent = self._parents.get(slug)
        rules = self.rule_set.count_rules_of(slug) if self.rule_set else 0
        return ProductField(
            slug=slug,
            name=product_words(slug, self.catalogue),
            kind=word(KIND_NAMES, product.kind) if product else "",
            status=word(STATUS_NAMES, product.status) if product and product.status else "",
            by=product_words(parent, self.catalogue) if parent else "",
            picked=pick is not None,
            brought=parent is not None,
            known=product is not None,
            rules=rules,
            why_none="" if rules or not product else self._why_none(product),
            include_all=pick is not None and pick.include == "all",
            rows=tuple(self._rows(product, slug))
            if slug in self.data.getlist("handpicked")
            else (),
            options=options,
            kept=tuple(self._unknown_options(product, slug)),
        )

    def _why_none(self, product: Product) -> str:
        """Why a product adds no rule; nothing while there are no rules at all."""
        return say_why_none(product, self.rule_set, self.catalogue) if self.rule_set else ""

    def _rows(self, product: Product | None, slug: str) -> Iterator[RowChoice]:
        for row_id in dict.fromkeys(self.data.getlist(f"only:{slug}")):
            row = next((row for row in product.rows if row.id == row_id), None) if product else None
            label = f"{row.protocol} {row.ports.readable} {row.component}" if row else row_id
            yield RowChoice(row_id, label, checked=True)

    def _options(self, item: Included) -> Iterator[OptionField]:
        for option in item.product.options:
            if not self.assumptions.is_of_servers(item.product.product, option.id):
                yield self._option(item, option, self._default_of(item, option))

    @cached_property
    def servers_run_pods(self) -> OptionField | None:
        """The option about ordinary pods on control-plane hosts, which stands by itself."""
        item = self.included.get(self.assumptions.servers_told_by)
        option = item.product.option(SERVERS_RUN_PODS) if item else None
        if item is None or option is None:
            return None
        return self._option(item, option, self._default_of(item, option))

    def _default_of(self, item: Included, option: Option) -> str:
        """What an option is if the plan says nothing of it."""
        unpicked = self._unpicked.get(item.product.product)
        return unpicked.options[option.id] if unpicked else option.default

    def _option(self, item: Included, option: Option, default: str) -> OptionField:
        slug = item.product.product
        name = f"option:{slug}:{option.id}"
        said = self.data.get(name, "")
        now = item.options[option.id]
        unknown = (said,) if said and said not in option.choices else ()
        return OptionField(
            id=id_of_option(slug, option.id),
            name=name,
            label=translated(self.catalogue, option.label, slug),
            explain=translated(self.catalogue, option.explain, slug) if option.explain else "",
            setting=translated(self.catalogue, option.setting, slug) if option.setting else "",
            now=said or now,
            choices=tuple(
                OptionChoice(
                    id=f"id_option-{slug}-{option.id}-{number}",
                    value="" if choice == default and choice != said else choice,
                    label=choice_word(self.catalogue, choice, slug),
                    checked=choice == (unknown[0] if unknown else now),
                    default=choice == default,
                )
                for number, choice in enumerate((*option.choices, *unknown))
            ),
            changed=now != default or bool(unknown),
            decides=self._decides(item, option),
            is_next=self.focus == id_of_option(slug, option.id),
        )

    def _decides(self, item: Included, option: Option) -> bool:
        """Tell whether an option says how pods travel, or which product makes their network."""
        return self.assumptions.decides(item.product.product, option.id) or any(
            option.id in bundle.when
            and bundle.product in self.included
            and self.catalogue.products[bundle.product].kind == "cni"
            for bundle in item.product.bundles
        )

    def shown_options(self, panel: Panel) -> tuple[OptionField, ...]:
        """The options that stand in a panel."""
        if panel.kind == "networks":
            return (self.servers_run_pods,) if self.servers_run_pods else ()
        of_panel = (each for each in self.products if panel.is_of("product", each.slug))
        return next((each.options for each in of_panel), ())

    def _unknown_options(self, product: Product | None, slug: str) -> Iterator[tuple[str, str]]:
        """What the plan says of options that the catalogue does not have: kept, and a finding."""
        pick = self.document.pick(slug)
        for option, value in pick.options.items() if pick else ():
            if product is None or product.option(option) is None:
                yield f"option:{slug}:{option}", value

    @cached_property
    def kinds(self) -> tuple[ProductGroup, ...]:
        """Every product of the catalogue that is asked for, by kind."""
        find = self.data.get("find", "")
        return tuple(
            list_kinds(self.catalogue, find=find, present=self.included, address=self.address)
        )
