"""What a step of a draft changed, in the reader's language and in few words."""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portsref.catalogue.catalogue import Catalogue
from portsref.web.plans.drafts.history import Step, Values
from portsref.web.plans.drafts.states import said_in
from portsref.web.plans.finding_words import listener_words, product_words
from portsref.web.shared.joining import fill, items, labelled, with_remark
from portsref.web.shared.row_words import choice_word, translated

MOST_NAMED = 2
LONGEST_VALUE = 32
_LABELS: Mapping[str, Promise] = {
    "title": _("Title"),
    "note": _("What changed"),
    "kubernetes": _("Kubernetes"),
    "ticket": _("Ticket"),
    "requester": _("Requester"),
    "environment": _("Environment"),
    "justification": _("Justification"),
    "expires": _("Needed until"),
    "own": _("Your own listeners"),
    "listeners": _("Your own listeners"),
    "picks": _("Products"),
    "handpicked": _("Products"),
    "exports": _("Settings of formats"),
    "endpoint": _("API endpoint"),
    "proxy": _("Outbound proxy"),
    "networks": _("Networks"),
}
_OF_GROUP: Mapping[str, Promise] = {
    "name": _("Name"),
    "addresses": _("Addresses"),
    "zone": _("Zone"),
    "roles": _("Roles"),
    "places": _("Places outside"),
    "os": _("Operating system"),
}
_WHOLE: Mapping[str, Promise] = {
    "add-parts": _("What was missing added"),
    "take-parts": _("Parts of files taken over"),
    "elsewhere": _("This tab instead of another one"),
}
_SAID_WITH_VALUES = frozenset({"name", "zone"})
_NETWORKS: Mapping[str, Promise] = {"pods": _("Pods"), "services": _("Services")}
_ROW = re.compile(r"(groups|changes)-([0-9]+)-(\w+)")


class StepWords:
    """What a step changed; `before` and `after` are all values around it."""

    def __init__(self, step: Step, before: Values, after: Values, catalogue: Catalogue) -> None:
        self.step = step
        self.before = before
        self.after = after
        self.catalogue = catalogue

    def __str__(self) -> str:
        """Say what was pressed, or which fields say something else now."""
        return self._pressed() or self._fields()

    def _pressed(self) -> str:
        """What a button did; empty where somebody typed or chose."""
        verb, _, what = self.step.action.partition(":")
        if verb in _WHOLE:
            return str(_WHOLE[verb])
        if verb in {"add-group", "remove-group"}:
            return self._of_group(verb, what)
        if verb == "remove-change":
            words = {"listener": self._listener(self.before, what)}
            return fill(gettext("Change to %(listener)s undone"), words)
        words = {"name": product_words(what, self.catalogue)}
        if verb == "add-product":
            return fill(gettext("%(name)s added"), words)
        return fill(gettext("%(name)s removed"), words) if verb == "remove-product" else ""

    def _of_group(self, verb: str, what: str) -> str:
        if verb == "remove-group":
            name = said_in(self.before, f"groups-{what}-name")
            return fill(gettext("Group “%(name)s” removed"), {"name": name})
        names = (name for name in self.step.names if name.endswith("-name"))
        name = said_in(self.after, next(names, ""))
        return fill(gettext("Group “%(name)s” added"), {"name": name})

    def _fields(self) -> str:
        said = list(dict.fromkeys(map(self._field, self.step.names)))
        shown, further = items(said[:MOST_NAMED]), len(said) - MOST_NAMED
        if further > 0:
            return gettext("%(groups)s and %(count)d more") % {"groups": shown, "count": further}
        return shown

    def _field(self, name: str) -> str:
        kind, _, rest = name.partition(":")
        if kind == "option":
            return self._option(name, *rest.split(":", 1))
        if kind in {"include", "only"}:
            return with_remark(gettext("Listeners"), product_words(rest, self.catalogue))
        if row := _ROW.fullmatch(name):
            return self._row(*row.groups())
        if name == "kubernetes":
            return self._with_values(gettext("Kubernetes"), name, gettext("newest"))
        part, _, field = name.partition("-")
        if part == "networks":
            return with_remark(str(_LABELS[part]), str(_NETWORKS.get(field, field)))
        label = _LABELS.get(part) or _LABELS.get(kind)
        return str(label) if label else name

    def _row(self, part: str, number: str, field: str) -> str:
        if part == "changes":
            either = {**self.before, **self.after}
            return labelled(gettext("Change"), self._listener(either, number))
        label = str(_OF_GROUP.get(field, field))
        name = f"groups-{number}-{field}"
        if field in _SAID_WITH_VALUES:
            label = self._with_values(label, name, gettext("none"))
        if field == "name":
            return label
        group = said_in({**self.before, **self.after}, f"groups-{number}-name")
        return with_remark(label, group)

    def _listener(self, values: Values, number: str) -> str:
        return listener_words(said_in(values, f"changes-{number}-listener"), self.catalogue)

    def _option(self, name: str, slug: str, option_id: str) -> str:
        product = self.catalogue.products.get(slug)
        option = product.option(option_id) if product else None
        if option is None:
            return option_id
        is_picked = slug in self.after.get("picks", ())
        default = option.default if is_picked else ""
        sides = (
            choice_word(self.catalogue, said, slug) if said else gettext("default")
            for said in (said_in(side, name) or default for side in (self.before, self.after))
        )
        return labelled(translated(self.catalogue, option.label, slug), " → ".join(sides))

    def _with_values(self, label: str, name: str, empty: str) -> str:
        sides = (said_in(side, name).strip() or empty for side in (self.before, self.after))
        return labelled(label, " → ".join(Truncator(side).chars(LONGEST_VALUE) for side in sides))
