"""The whole plan in words: what runs, where, on which networks, what was changed and left out."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.keys import product_of
from portsref.catalogue.products import Listener, Option, Product
from portsref.planning.document import ANY, Change, Group, OwnListener, PlanDocument
from portsref.planning.including import Included, include_products
from portsref.planning.overview import (
    HostCount,
    Running,
    count_by_listener,
    count_hosts,
    ranges_of,
    touched_by,
    what_runs,
)
from portsref.planning.rules import RuleSet
from portsref.ports import PortSet
from portsref.web.plans.finding_words import listener_words, product_words
from portsref.web.plans.reading.sheet import RuleSheet
from portsref.web.plans.reading.staying import NetworkText
from portsref.web.shared.joining import clauses, fill, items, labelled, with_remark
from portsref.web.shared.row_words import (
    KIND_NAMES,
    PLAN_VALUES,
    ROLE_NAMES,
    address,
    choice_word,
    listener_address,
    place_words,
    translated,
    word,
)

# Of what a page lists; the plan itself, which Files have, has all of it.
MOST_GROUPS = 300
MOST_CHANGES = 300
MOST_RANGES = 2000  # of all groups together
MOST_PRINTED_ENDS = 20  # of a picture; what is smaller than that nobody reads on paper
AT_ONCE = 6  # ranges of a group that are not folded
DISTRIBUTIONS = frozenset({"distribution", "managed"})


@dataclass(frozen=True, slots=True)
class GroupText:
    """A group with all its addresses; `more` are those that a screen folds."""

    name: str
    roles: str
    zone: str
    hosts: str
    system: str
    addresses: tuple[str, ...]
    more: tuple[str, ...]
    not_shown: int


@dataclass(frozen=True, slots=True)
class OptionText:
    """An option with its value, and who chose that where it was not the plan."""

    label: str
    value: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class RunningText:
    """A product of the plan: `options` are those that differ from their defaults."""

    name: str
    address: str
    kind: str
    why: str
    comes_to: str
    by_hand: str
    options: tuple[OptionText, ...]
    defaults: tuple[OptionText, ...]


@dataclass(frozen=True, slots=True)
class ChangeText:
    """What was changed of one listener, and why."""

    listener: str
    address: str
    product: str
    says: str
    reason: str
    touches: str


class PlanSheet:
    """What a plan is, beside its rules, in the reader's language.

    `is_current` tells that the catalogue is the one that its rules were worked out with, whose
    defaults are those of the plan.
    """

    def __init__(self, rules: RuleSheet, *, is_current: bool) -> None:
        self.rules = rules
        self.rule_set: RuleSet = rules.rule_set
        self.document: PlanDocument = rules.rule_set.document
        self.catalogue: Catalogue = rules.catalogue
        self.is_current = is_current

    @cached_property
    def sentence(self) -> SafeString:
        """What runs and what the rules come to, for somebody who never saw the plan."""
        return format_html(gettext("{runs}: {rules}"), runs=self.lead, rules=self.rules.sentence)

    @cached_property
    def lead(self) -> str:
        """What kind of cluster it is: `RKE2 with Cilium on Kubernetes 1.37`."""
        version = self.rule_set.kubernetes
        distribution, network = self._named(DISTRIBUTIONS), self._named({"cni"})
        runs = distribution or f"Kubernetes {version}"
        if network:
            words = {"product": runs, "network": network}
            runs = fill(gettext("%(product)s with %(network)s"), words)
        words = {"runs": runs, "version": version}
        return fill(gettext("%(runs)s on Kubernetes %(version)s"), words) if distribution else runs

    def _named(self, kinds: Collection[str]) -> str:
        """The products of some kinds."""
        products = self.catalogue.products
        return items(
            product_words(running.product, self.catalogue)
            for running in self._running
            if (product := products.get(running.product)) and product.kind in kinds
        )

    @cached_property
    def _running(self) -> tuple[Running, ...]:
        return what_runs(self.rule_set)

    @property
    def has_printed_picture(self) -> bool:
        """Tell whether paper has room for the picture, which a table is printed with."""
        is_table = self.rules.display.view == "table" and bool(self.rules.count)
        has_room = is_table and len(self.document.groups) <= MOST_PRINTED_ENDS
        return has_room and len(self.rules.picture.graph.ends) <= MOST_PRINTED_ENDS

    @cached_property
    def running(self) -> tuple[RunningText, ...]:
        """What runs, what is picked first."""
        return tuple(RunningWords(self, running).text for running in self._running)

    @cached_property
    def included(self) -> Mapping[str, Included]:
        """What the catalogue says of these products now; nothing where it is another one."""
        return include_products(self.document, self.catalogue) if self.is_current else {}

    @cached_property
    def groups(self) -> tuple[GroupText, ...]:
        """Where it runs, in the order of the plan."""
        return tuple(self._groups())

    def _groups(self) -> Iterator[GroupText]:
        left = MOST_RANGES
        for group in self.document.groups[:MOST_GROUPS]:
            ranges = [str(each).replace("-", "–") for each in ranges_of(group)]
            shown = ranges[: max(0, left)]
            left -= len(shown)
            at_once = AT_ONCE if len(shown) > AT_ONCE + 1 else len(shown)
            yield GroupText(
                name=group.name,
                roles=items(self._roles(group)),
                zone=group.zone or "",
                hosts=_say_hosts(count_hosts(group)),
                system=word(PLAN_VALUES, group.os) if group.os != "linux" else "",
                addresses=tuple(shown[:at_once]),
                more=tuple(shown[at_once:]),
                not_shown=len(ranges) - len(shown),
            )

    def _roles(self, group: Group) -> Iterator[str]:
        yield from (word(ROLE_NAMES, role) for role in group.roles)
        endpoint = self.document.api_endpoint
        if endpoint and endpoint.group == group.name and "api-endpoint" not in group.roles:
            yield word(ROLE_NAMES, "api-endpoint")
        proxy = self.document.outbound_proxy
        if proxy and proxy.group == group.name:
            yield gettext("outbound proxy")
        for key in group.places:
            yield self._place(key)

    def _place(self, key: str) -> str:
        """A place outside by its key in the catalogue."""
        product = self.catalogue.products.get(product_of(key))
        found = self.catalogue.find_place(product, key) if product else None
        return place_words(self.catalogue, found[1].name, product_of(key)) if found else key

    @property
    def further_groups(self) -> int:
        """How many groups are too many for a page."""
        return max(0, len(self.document.groups) - MOST_GROUPS)

    @cached_property
    def networks(self) -> tuple[NetworkText, ...]:
        """Networks of pods and Services, and the ways through a load balancer and a proxy."""
        return (*self.rules.host_networks, *self._ways())

    def _ways(self) -> Iterator[NetworkText]:
        if endpoint := self.document.api_endpoint:
            yield self._way(gettext("API endpoint"), endpoint.group, endpoint.ports)
        if proxy := self.document.outbound_proxy:
            direct = items(listener_words(key, self.catalogue) for key in proxy.direct)
            told = gettext("not for %(needs)s") % {"needs": direct} if direct else ""
            yield self._way(gettext("Outbound proxy"), proxy.group, proxy.ports, told)

    def _way(self, name: str, group: str, ports: PortSet, told: str = "") -> NetworkText:
        return NetworkText(name, (f"{group}, TCP {ports.readable}",), told)

    @cached_property
    def changes(self) -> tuple[ChangeText, ...]:
        """What was changed of the catalogue's listeners and is still opened."""
        changed = (change for change in self.document.changes if not change.excluded)
        return tuple(map(self._change, islice(changed, MOST_CHANGES)))

    @cached_property
    def excluded(self) -> tuple[ChangeText, ...]:
        """What the plan leaves out, each with its reason."""
        excluded = (change for change in self.document.changes if change.excluded)
        return tuple(map(self._change, islice(excluded, MOST_CHANGES)))

    @property
    def further_changes(self) -> int:
        """How many changes are too many for a page."""
        return len(self.document.changes) - len(self.changes) - len(self.excluded)

    @cached_property
    def own(self) -> tuple[ChangeText, ...]:
        """Listeners that the plan adds."""
        return tuple(map(self._own, self.document.listeners[:MOST_CHANGES]))

    def _own(self, own: OwnListener) -> ChangeText:
        what = f"{own.protocol} {own.ports.readable}".strip()
        return ChangeText(
            listener=with_remark(what, own.id),
            address="",
            product=gettext("added by this plan"),
            says=own.purpose,
            reason="",
            touches=_say_touched(self._counts.get(own.key, 0)),
        )

    def _change(self, change: Change) -> ChangeText:
        row = self.catalogue.rows.get(change.listener)
        touched = touched_by(change, self._heirs.get(change.listener, ()), self._counts)
        return ChangeText(
            listener=listener_words(change.listener, self.catalogue),
            address=listener_address(change.listener) if row else "",
            product=product_words(product_of(change.listener), self.catalogue),
            says=clauses(_say_change(change, row.ports if row else None)),
            reason=change.reason or "",
            touches="" if change.excluded else _say_touched(touched),
        )

    @cached_property
    def _counts(self) -> Mapping[str, int]:
        return count_by_listener(self.rule_set)

    @cached_property
    def _heirs(self) -> Mapping[str, list[str]]:
        """Which rows of the rules take whose place, by the catalogue."""
        heirs: dict[str, list[str]] = {}
        for key in self._counts:
            row = self.catalogue.rows.get(key)
            if isinstance(row, Listener) and row.replaces:
                heirs.setdefault(row.replaces, []).append(row.key)
        return heirs


class RunningWords:
    """Words for one product of a plan."""

    def __init__(self, sheet: PlanSheet, running: Running) -> None:
        self.running = running
        self.catalogue = sheet.catalogue
        self.item = sheet.included.get(running.product)
        self.product: Product | None = sheet.catalogue.products.get(running.product)

    @property
    def text(self) -> RunningText:
        """The product as a page shows it."""
        slug, pick = self.running.product, self.running.pick
        return RunningText(
            name=product_words(slug, self.catalogue),
            address=address("reference:product", slug) if self.product else "",
            kind=self._kind(),
            why=self._why(),
            comes_to=self._comes_to(),
            by_hand=self._by_hand() if pick and pick.is_by_hand else "",
            options=tuple(self._options()),
            defaults=tuple(self._defaults()),
        )

    def _kind(self) -> str:
        if self.product is None or self.product.kind == "core":
            return ""
        return word(KIND_NAMES, self.product.kind)

    def _why(self) -> str:
        running = self.running
        if running.pick:
            return ""
        if not running.brought_by:
            return gettext("the base of the others")
        by = {"product": product_words(running.brought_by, self.catalogue)}
        because = (labelled(option, value) for option, value in self._worded(running.because))
        return with_remark(gettext("added by %(product)s") % by, items(because))

    def _worded(self, because: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        owner = self.catalogue.products.get(self.running.brought_by)
        for option, value in because:
            words = choice_word(self.catalogue, value, self.running.brought_by)
            yield _option_label(owner, option, self.catalogue), words

    def _comes_to(self) -> str:
        if count := self.running.rules:
            return ngettext("%(count)d rule", "%(count)d rules", count) % {"count": count}
        return gettext("no rule: stays local") if self.running.staying else gettext("no rule")

    def _by_hand(self) -> str:
        pick = self.running.pick
        if pick is None or not pick.only:
            return gettext("every listener, whatever its condition")
        keys = (f"{pick.product}/{row}" for row in pick.only)
        rows = items(listener_words(key, self.catalogue) for key in keys)
        return gettext("only %(rows)s") % {"rows": rows}

    def _options(self) -> Iterator[OptionText]:
        for name, (value, by) in self._said.items():
            yield self._option(name, value, by)

    def _defaults(self) -> Iterator[OptionText]:
        for name, value in self.item.options.items() if self.item else ():
            if name not in self._said:
                yield self._option(name, value)

    @cached_property
    def _said(self) -> Mapping[str, tuple[str, str]]:
        """Values that are not the product's own defaults, and who said so if not the plan."""
        pick = self.running.pick
        said = {name: (value, "") for name, value in (pick.options if pick else {}).items()}
        for name, value in self.item.options.items() if self.item else ():
            option = self._find(name)
            if name not in said and option and value != option.default:
                said[name] = (value, self._bringing)
        return {name: told for name, told in said.items() if told[0] != self._default(name)}

    @property
    def _bringing(self) -> str:
        by = self.running.brought_by
        return (
            gettext("set by %(product)s") % {"product": product_words(by, self.catalogue)}
            if by
            else ""
        )

    def _find(self, name: str) -> Option | None:
        return self.product.option(name) if self.product else None

    def _default(self, name: str) -> str | None:
        option = self._find(name)
        return option.default if option else None

    def _option(self, name: str, value: str, by: str = "") -> OptionText:
        label = _option_label(self.product, name, self.catalogue)
        return OptionText(label, choice_word(self.catalogue, value, self.running.product), by)


def _option_label(product: Product | None, name: str, catalogue: Catalogue) -> str:
    option = product.option(name) if product else None
    return translated(catalogue, option.label, product.product) if product and option else name


def _say_hosts(hosts: HostCount) -> str:
    if not hosts.most:
        return ""
    words = {"number": f"{hosts.most:,}"}
    if hosts.is_exact:
        return ngettext("%(number)s host", "%(number)s hosts", hosts.most) % words
    return gettext("up to %(number)s addresses") % words


def _say_touched(count: int) -> str:
    touched = ngettext("touches %(count)d rule", "touches %(count)d rules", count)
    return touched % {"count": count} if count else gettext("touches no rule")


def _say_change(change: Change, usual: PortSet | None) -> Iterator[str]:
    if change.excluded:
        return
    if change.ports is not None and usual is not None and change.ports != usual:
        ports = {"ports": change.ports.readable, "usual": usual.readable}
        yield gettext("on port %(ports)s instead of %(usual)s") % ports
    elif change.ports is not None:
        yield gettext("on port %(ports)s") % {"ports": change.ports.readable}
    if change.peers is not None:
        peers = (gettext("any address") if peer == ANY else peer for peer in change.peers)
        yield gettext("only from %(peers)s") % {"peers": items(peers) or gettext("nobody")}
