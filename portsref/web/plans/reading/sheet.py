"""A rule set as a page shows it: pairs of ends with their rules, findings, a sentence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import compress
from operator import not_

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from portsref.catalogue.catalogue import Catalogue
from portsref.planning.choice import EVERYTHING, narrowed
from portsref.planning.overview import count_rules, list_sources
from portsref.planning.rules import Finding, Rule, RuleSet
from portsref.web.plans.finding_words import FindingText
from portsref.web.plans.reading.display import Display
from portsref.web.plans.reading.filtering import RuleFilter
from portsref.web.plans.reading.findings import say_with_link
from portsref.web.plans.reading.left_out import NONE_LEFT_OUT, LeftOut
from portsref.web.plans.reading.listing_bar import ListingBar
from portsref.web.plans.reading.matrix import ColourOf, MatrixSheet
from portsref.web.plans.reading.picture import PictureSheet
from portsref.web.plans.reading.ports import PortSheet
from portsref.web.plans.reading.rule_rows import Anchors, RuleGroup, RuleRows, RuleText, key_of
from portsref.web.plans.reading.staying import NetworkText, StayingGroup, StayingWords
from portsref.web.plans.reading.tabs import Tab, list_tabs
from portsref.web.plans.reading.unfolding import MOST_UNFOLDED
from portsref.web.plans.reading.zones import zones_of
from portsref.web.shared.joining import items, marks

MOST_ROWS = 1500  # a page of more rows helps nobody; files hold all of them
MOST_FINDINGS = 200


class RuleSheet:
    """One rule set in the reader's language.

    `prefix` tells its rows from those of the other side, where it is one side of a comparison.
    """

    def __init__(
        self,
        rule_set: RuleSet,
        catalogue: Catalogue,
        display: Display,
        *,
        numbers_sources: bool = False,
        prefix: str = "",
    ) -> None:
        self._left_out = NONE_LEFT_OUT
        self._colour_of: ColourOf | None = None
        self._prefix = prefix
        self._numbers_sources = numbers_sources
        self.rule_set = rule_set
        self.catalogue = catalogue
        self.display = display

    @cached_property
    def shown(self) -> RuleSet:
        """The rules as they were chosen."""
        return narrowed(self.rule_set, self.display.choice)

    @cached_property
    def listed(self) -> RuleSet:
        """Those of them that a table has: between some ends or zones, found by a text, or all."""
        shown, listing = self.shown, self.display.listing
        if not self.display.between and not listing.is_narrow:
            return shown
        rules = self.display.between.keep(shown.all_rules)
        if listing.zones:
            rules = tuple(rule for rule in rules if zones_of(rule) == listing.zones)
        if listing.text:
            rules = RuleFilter(RuleRows(self.catalogue, self.rule_set)).keep(rules, listing.text)
        outside = [rule.destination.kind == "outside" for rule in rules]
        return replace(
            shown,
            rules=tuple(compress(rules, map(not_, outside))),
            outbound=tuple(compress(rules, outside)),
        )

    @property
    def is_part(self) -> bool:
        """Tell whether others stand on the same page, where nothing is chosen for one alone."""
        return bool(self._prefix)

    @property
    def bar(self) -> ListingBar:
        """What can be chosen of the list, and what it has."""
        listed = len(self.listed.all_rules)
        return ListingBar(self.display, self.shown.all_rules, listed, has_zones=self.has_zones)

    @cached_property
    def groups(self) -> tuple[RuleGroup, ...]:
        """All rules by port or by component; empty where they stand by their ends."""
        listing = self.display.listing
        if not listing.by:
            return ()
        rules = self.listed.all_rules[:MOST_ROWS]
        return tuple(self.rows.groups_of(rules, listing.by, listing.sort))

    @property
    def between(self) -> str:
        """Between which ends a table has rules, in words; empty where it has all."""
        between = self.display.between
        names = {
            end.name: self.rows.end_name(end, rule.causes[0].reason.product)
            for rule in (self.listed.all_rules if between else ())
            for end in (rule.source, rule.destination)
        }
        sides = (between.either, between.sources, between.destinations)
        either, sources, destinations = (
            items(names.get(name, name) for name in side) for side in sides
        )
        return either or " → ".join(filter(None, (sources, destinations)))

    @property
    def count(self) -> int:
        """How many rules there are."""
        return len(self.shown.all_rules)

    @cached_property
    def has_phases(self) -> bool:
        """Tell whether a phase can be chosen: where some rules are not needed always, or one is."""
        is_chosen = bool(self.display.choice.phase)
        return is_chosen or any(rule.phase for rule in self.rule_set.all_rules)

    @property
    def has_zones(self) -> bool:
        """Tell whether any group lies in a zone."""
        return any(group.zone for group in self.rule_set.document.groups)

    @property
    def not_shown(self) -> int:
        """How many rules are too many for a page."""
        return max(0, len(self.listed.all_rules) - MOST_ROWS)

    @cached_property
    def pairs(self) -> tuple[RuleGroup, ...]:
        """Rules between groups and from anywhere, one heading a pair of ends."""
        rules = self.left_out.among(self.listed.rules, outside=False)[:MOST_ROWS]
        return self._pairs(rules)

    @cached_property
    def outbound(self) -> tuple[RuleGroup, ...]:
        """Rules to places outside."""
        left = max(0, MOST_ROWS - len(self.listed.rules))
        rules = self.left_out.among(self.listed.outbound, outside=True)[:left]
        return self._pairs(rules)

    def _pairs(self, rules: Sequence[Rule]) -> tuple[RuleGroup, ...]:
        """What opens for one host alone must not stand below the addresses of its whole group."""
        is_one_side = bool(self._prefix)
        sort = self.display.listing.sort
        return tuple(self.rows.pairs_of(rules, sort, by_addresses=is_one_side))

    @cached_property
    def rows(self) -> RuleRows:
        """Words for its rules."""
        return RuleRows(
            self.catalogue,
            self.rule_set,
            merged=self.display.choice.merge,
            cited=self.cited,
            anchors=Anchors(
                prefix=self._prefix,
                opened=frozenset(self.display.opened),
                all_unfold=len(self.listed.all_rules) <= MOST_UNFOLDED,
                left_out={key_of(one): self.left_out.reason(one) for one in self.left_out.rules},
            ),
        )

    def lists(self, key: str) -> bool:
        """Tell whether a rule of that name is listed."""
        rules = (*self.listed.all_rules, *self.left_out.rules)
        return any(key_of(rule) == key for rule in rules)

    def show_left_out(self, left_out: LeftOut) -> None:
        """Have the table show, before anybody looks at it, what changes leave out."""
        self._left_out = left_out

    def colour_by(self, colour_of: ColourOf) -> None:
        """Have the cells of the matrix coloured, before anybody looks at it."""
        self._colour_of = colour_of

    @property
    def left_out(self) -> LeftOut:
        """What is left out by changes, where all rules are listed by their ends."""
        display = self.display
        is_whole = display.choice == EVERYTHING and not display.between
        is_plain = not display.listing.is_narrow and not display.listing.by
        return self._left_out if is_whole and is_plain else NONE_LEFT_OUT

    @property
    def opened_row(self) -> RuleText | None:
        """The first rule that is to be unfolded, if it is listed."""
        opened = self.display.opened
        found = (rule for rule in self.listed.all_rules if key_of(rule) in opened)
        rule = next(found, None)
        return self.rows.row(rule) if rule else None

    @cached_property
    def cited(self) -> Mapping[str, int]:
        """The address of each source of the rules that a page lists, with its number."""
        return list_sources(self.listed.all_rules[:MOST_ROWS]) if self._numbers_sources else {}

    @cached_property
    def staying_words(self) -> StayingWords:
        """Words for what opens nothing."""
        return StayingWords(self.rule_set, self.catalogue)

    @cached_property
    def staying_groups(self) -> tuple[StayingGroup, ...]:
        """What stays on its host, and what stays inside the pod network."""
        return tuple(self.staying_words.groups())

    @cached_property
    def host_networks(self) -> tuple[NetworkText, ...]:
        """Whose packets a filter on the hosts must forward."""
        return tuple(self.staying_words.host_networks())

    @property
    def staying(self) -> int:
        """How many listeners need no rule."""
        return len(self.rule_set.local) + len(self.rule_set.pod_network)

    @property
    def told(self) -> tuple[Finding, ...]:
        """The findings that a page tells: of very many the gravest."""
        return self.rule_set.findings[:MOST_FINDINGS]

    @cached_property
    def findings(self) -> tuple[FindingText, ...]:
        """What is doubtful, the gravest first."""
        return tuple(say_with_link(item, self.catalogue) for item in self.told)

    @property
    def findings_not_told(self) -> int:
        """How many findings are too many for a page."""
        return len(self.rule_set.findings) - len(self.told)

    @property
    def doubts(self) -> int:
        """How many findings are more than a note."""
        return sum(item.severity != "note" for item in self.rule_set.findings)

    @cached_property
    def matrix(self) -> MatrixSheet:
        """Who may reach whom."""
        return MatrixSheet(
            self.rule_set.document,
            self.shown.all_rules,
            self.rows.end_name,
            self.display,
            self._colour_of,
        )

    @cached_property
    def picture(self) -> PictureSheet:
        """The same as a picture."""
        return PictureSheet(self.shown, self.catalogue, self.rows, self.display)

    @cached_property
    def ports(self) -> PortSheet:
        """What listens on the hosts of a group."""
        return PortSheet(self.shown, RuleRows(self.catalogue), self.display)

    @property
    def tabs(self) -> tuple[Tab, ...]:
        """The views, one of which is shown."""
        return tuple(list_tabs(self.display, self.rule_set))

    @cached_property
    def sentence(self) -> SafeString:
        """What the plan comes to, in one sentence or two."""
        groups = len(self.rule_set.document.groups)
        rules = ngettext("%(count)d rule", "%(count)d rules", self.count) % {"count": self.count}
        between = ngettext("%(count)d group", "%(count)d groups", groups) % {"count": groups}
        parts = [
            format_html(
                gettext("{rules} between {groups}"), rules=_bold(rules), groups=_bold(between)
            )
        ]
        if self.has_zones:
            across = sum(rule.crosses_zones for rule in self.shown.all_rules)
            crosses = ngettext("%(count)d crosses zones", "%(count)d cross zones", across)
            parts.append(_bold(crosses % {"count": across}))
        if outside := len(self.shown.outbound):
            leads = ngettext("%(count)d goes outside", "%(count)d go outside", outside)
            parts.append(format_html("{}", leads % {"count": outside}))
        if encrypted := self._encrypted():
            parts.append(format_html("{}", encrypted))
        text = format_html_join(marks().clause, "{}", ((part,) for part in parts))
        counted = format_html(gettext("{parts}."), parts=text)
        said = [counted, *self._of_phase(), self._found()]
        return format_html_join(marks().sentence, "{}", ((part,) for part in said))

    def _encrypted(self) -> str:
        """How many rules are encrypted; how many are not, where of some nobody knows."""
        figures = count_rules(self.shown)
        count = {"count": figures.plain}
        if not figures.plain:
            is_all = figures.rules and figures.encrypted == figures.rules
            return gettext("all are encrypted") if is_all else ""
        is_few = figures.plain < figures.encrypted
        if is_few and figures.encrypted + figures.plain == figures.rules:
            return gettext("all but %(count)d are encrypted") % count
        return (
            ngettext("%(count)d is in plain text", "%(count)d are in plain text", figures.plain)
            % count
        )

    def _of_phase(self) -> Iterator[str]:
        """That not all rules are shown, which a printed page must say too."""
        if self.display.choice.phase == "installation":
            yield gettext("Only what the installation needs besides.")
        elif self.display.choice.phase == "operation":
            yield gettext("Without what only the installation needs.")

    def _found(self) -> str:
        if not self.rule_set.findings:
            return gettext("No findings.")
        if not self.doubts:
            count = len(self.rule_set.findings)
            return ngettext("%(count)d note.", "%(count)d notes.", count) % {"count": count}
        return ngettext(
            "%(count)d finding to review.", "%(count)d findings to review.", self.doubts
        ) % {"count": self.doubts}


def _bold(text: str) -> SafeString:
    return format_html("<b>{}</b>", text)
