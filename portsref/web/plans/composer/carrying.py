"""What is closed travels along as hidden fields, so that the form stays the whole of the plan."""

from collections.abc import Iterator

from portsref.planning.document import MOST_DIRECT
from portsref.web.plans.composer.form_data import REQUEST, Data, indices
from portsref.web.plans.composer.own_fields import FIELDS, LISTS
from portsref.web.plans.composer.panels import VERSION, Panel
from portsref.web.plans.composer.plan_form import PlanForm
from portsref.web.plans.composer.runs import RunsSheet

type Values = Iterator[tuple[str, str]]

_GROUP = ("name", "zone", "addresses", "os")
_FOLDED = ("roles", "places")  # all values in one field
_CHANGE = ("ports", "reason")
_TICKED = ("excluded", "narrowed")


def carried(form: PlanForm, runs: RunsSheet, panel: Panel) -> Values:
    """Every field of the plan that is not shown, with its value."""
    yield "panel", panel.name
    if not panel.shows_outline:
        yield "part", panel.part
    yield from _products(form.data, runs, panel)
    for number in indices(form.data, "groups"):
        yield from _group(form.data, str(number), panel)
    yield from _fronts(form, panel)
    for number in indices(form.data, "changes"):
        yield from _change(form.data, number, panel)
    if panel.kind != "request":
        yield from _filled(form.data, *REQUEST)
    if panel.kind != "own":
        yield from _own(form.data)
    if panel.kind != "exports":
        yield from _filled(form.data, *(name for name in form.data if name.startswith("exports:")))


def _products(data: Data, runs: RunsSheet, panel: Panel) -> Values:
    """What runs, as far as it is still part of the plan."""
    if panel.name != VERSION:
        yield from _filled(data, "kubernetes")
    for pick in runs.document.picks:
        yield "picks", pick.product
    yield from (("brought", slug) for slug in runs.brought)
    there = {product.slug for product in runs.products}
    handpicked = dict.fromkeys(data.getlist("handpicked"))
    yield from (("handpicked", slug) for slug in handpicked if slug in there)
    shown = {option.name for option in runs.shown_options(panel)}
    for product in runs.products:
        slug = product.slug
        if not panel.is_of("product", slug):
            yield from ((f"only:{slug}", row.id) for row in product.rows)
            if product.include_all:
                yield f"include:{slug}", "all"
        names = (name for name in data if name.startswith(f"option:{slug}:"))
        yield from _filled(data, *(name for name in names if name not in shown))


def _group(data: Data, number: str, panel: Panel) -> Values:
    prefix = f"groups-{number}"
    yield f"{prefix}-was", data.get(f"{prefix}-was", "")
    if not panel.is_of("group", number):
        yield from ((f"{prefix}-{name}", data.get(f"{prefix}-{name}", "")) for name in _GROUP)
        for name in _FOLDED:
            yield f"{prefix}-{name}", " ".join(data.getlist(f"{prefix}-{name}"))


def _fronts(form: PlanForm, panel: Panel) -> Values:
    """The networks, and what stands before other groups."""
    data = form.data
    if panel.kind != "networks":
        yield from _filled(data, "networks-pods", "networks-services")
    for front in (form.endpoint, form.proxy):
        if not form.is_front_shown(front, panel):
            yield from _filled(data, front.add_prefix("group"), front.add_prefix("ports"))
    yield from _filled(data, "proxy-was")
    if not form.is_front_shown(form.proxy, panel):
        yield from (("proxy-direct", key) for key in form.proxy.direct_keys[:MOST_DIRECT])


def _change(data: Data, number: int, panel: Panel) -> Values:
    prefix = f"changes-{number}"
    for name in ("listener", "was"):
        yield f"{prefix}-{name}", data.get(f"{prefix}-{name}", "")
    if not panel.has_change(str(number)):
        yield from ((f"{prefix}-{name}", data.get(f"{prefix}-{name}", "")) for name in _CHANGE)
        yield from _filled(data, *(f"{prefix}-{name}" for name in _TICKED))
        yield f"{prefix}-peers", " ".join(data.getlist(f"{prefix}-peers"))


def _own(data: Data) -> Values:
    """The user's own listeners, with the text that is not made fields of."""
    yield from _filled(data, "own")
    for number in indices(data, "own"):
        prefix = f"own-{number}"
        yield from (
            (f"{prefix}-{name}", " ".join(data.getlist(f"{prefix}-{name}"))) for name in LISTS
        )
        fields = (name for name in (*FIELDS, "rest") if name not in LISTS)
        yield from ((f"{prefix}-{name}", data.get(f"{prefix}-{name}", "")) for name in fields)
        yield from _filled(data, *(f"{prefix}-{name}-was" for name in LISTS))


def _filled(data: Data, *names: str) -> Values:
    """Fields that say something, once."""
    yield from ((name, value) for name in names if (value := data.get(name, "")))
