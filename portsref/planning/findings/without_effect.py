"""Changes and options that leave the plan as it would be without them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from portsref.catalogue.conditions import Holding, holds
from portsref.catalogue.products import (
    IMAGES,
    SERVERS_RUN_PODS,
    Listener,
    OutboundNeed,
    Product,
    When,
)
from portsref.messages import gettext_noop
from portsref.planning.document import ANY, Change
from portsref.planning.findings.base import FindingKind, Planned, Variant
from portsref.planning.including import Included, kubernetes_of
from portsref.planning.peers import changed, find_dialling, peers_of
from portsref.planning.placement import Placement
from portsref.planning.rules import Finding
from portsref.planning.selection import Selected


def idle_changes(planned: Planned) -> Iterator[Finding]:
    """Changes of listeners that are known, but not in the plan, or that say what is so anyway."""
    placement = planned.placement
    document, catalogue = placement.selection.document, placement.selection.catalogue
    own = {listener.key for listener in document.listeners}
    needs = _needs_by_listener(placement) if document.changes else {}
    for change in document.changes:
        is_known = change.listener in catalogue.rows or change.listener in own
        because = _why_idle(change, placement, needs) if is_known else ""
        if because:
            yield CHANGE_WITHOUT_EFFECT(listener=change.listener, because=because)


_IDLE = gettext_noop("The change to %(listener)s has no effect.")


def _because(value: str, advice: str) -> Variant:
    return Variant(parameter="because", value=value, says=_IDLE, advice=advice)


CHANGE_WITHOUT_EFFECT = FindingKind(
    code="change-without-effect",
    severity="note",
    parameters=("listener", "because"),
    place="changes[{listener}]",
    says=_IDLE,
    advice=gettext_noop(
        "Nothing in the plan uses this listener. Add the product that runs it, or undo the change."
    ),
    variants=(
        _because(
            "same-ports",
            gettext_noop("It listens on these ports anyway. Enter others, or undo the change."),
        ),
        _because(
            "same-peers",
            gettext_noop(
                "No other group connects to it anyway. Name fewer groups, or undo the change."
            ),
        ),
        _because(
            "same",
            gettext_noop("Its ports and peers are the same without the change. Undo the change."),
        ),
        _because(
            "no-ports",
            gettext_noop("Its protocol has no ports to change. Undo the change."),
        ),
    ),
    find=idle_changes,
)


def _why_idle(change: Change, placement: Placement, needs: Mapping[str, frozenset[str]]) -> str:
    """Say why a change has no effect; empty where it has one, or says nothing yet."""
    selection = placement.selection
    here = selection.standing_for(change.listener)
    if not here:
        return "" if selection.is_excluded(change.listener) else "absent"
    affected = [selected for selected in here if selected.change is change]
    if not affected or change.excluded:
        return ""
    moves = change.ports is not None and any(one.has_own_ports for one in affected)
    narrows = change.peers is not None and any(
        _narrows(one, change.peers, placement, needs) for one in affected
    )
    if moves or narrows:
        return ""
    if change.ports is not None and not any(one.row.ports for one in affected):
        return "no-ports" if change.peers is None else "same-peers"
    if change.ports is not None:
        return "same-ports" if change.peers is None else "same"
    return "same-peers" if change.peers is not None else ""


def _narrows(
    selected: Selected,
    named: tuple[str, ...],
    placement: Placement,
    needs: Mapping[str, frozenset[str]],
) -> bool:
    """Tell whether others would connect without the change than with it."""
    if needs.get(selected.key, frozenset()).difference(named) and ANY not in named:
        return True
    row = selected.row
    if isinstance(row, OutboundNeed):
        return find_dialling(selected, row, placement).groups != placement.sources_of(row)
    if not isinstance(row, Listener) or row.scope == "loopback" or not placement.listening_on(row):
        return False
    before = peers_of(row, placement)
    after = changed(before, selected, row, placement)
    return replace(after, missing=()) != replace(before, missing=())


def _needs_by_listener(placement: Placement) -> Mapping[str, frozenset[str]]:
    """The groups whose outbound needs reach a listener, whoever its own peers are."""
    found: dict[str, frozenset[str]] = {}
    for selected in placement.selection.rows:
        if isinstance(selected.row, OutboundNeed) and selected.row.reaches:
            dialling = find_dialling(selected, selected.row, placement).groups
            sources = frozenset(group.name for group in dialling)
            for key in selected.row.reaches:
                for listener in placement.selection.standing_for(key):
                    found[listener.key] = found.get(listener.key, frozenset()) | sources
    return found


def idle_options(planned: Planned) -> Iterator[Finding]:
    """Options chosen by hand of which nothing in the plan depends, given all others.

    Asked of every condition that may name the option: if none turns out otherwise with the value
    that would hold by itself, then neither a row, an omission nor a bundle depends on it. Of a
    product whose rows were chosen by hand, or all of them, nobody expects options to matter.
    """
    placement = planned.placement
    for name, item in placement.selection.included.items():
        pick = placement.selection.document.pick(name)
        if pick is None or pick.is_by_hand:
            continue
        for option_id, value in pick.options.items():
            without = _value_without(option_id, item, placement)
            if option_id in {SERVERS_RUN_PODS, IMAGES}:
                continue  # where workloads of every product are, and their images from
            if without in {None, value} or item.options.get(option_id) != value:
                continue
            if not _depends(option_id, str(without), item.product, placement):
                yield OPTION_WITHOUT_EFFECT(product=name, option=option_id, value=value)


OPTION_WITHOUT_EFFECT = FindingKind(
    code="option-without-effect",
    severity="note",
    parameters=("product", "option", "value"),
    place="picks[{product}].options.{option}",
    says=gettext_noop("The option “%(option)s” of %(product)s has no effect."),
    advice=gettext_noop(
        "No row in this plan depends on it. If it should open something, pick what it is for."
    ),
    find=idle_options,
)


def _value_without(option_id: str, item: Included, placement: Placement) -> str | None:
    """The value that an option would have if the plan did not set it."""
    option = item.product.option(option_id)
    set_by_bundles = (
        bundle.options[option_id]
        for other in placement.selection.included.values()
        for bundle in other.product.bundles
        if bundle.product == item.product.product and option_id in bundle.options
        if holds(bundle.when, placement.selection.holding[other.product.product])
    )
    return next(set_by_bundles, option.default if option else None)


def _depends(option_id: str, without: str, product: Product, placement: Placement) -> bool:
    """Tell whether any condition of a product, or of what is built on it, turns out otherwise."""
    for name, item in placement.selection.included.items():
        if _owner(option_id, name, placement) != product.product:
            continue
        now = placement.selection.holding[name]
        otherwise = {**now, option_id: frozenset({without})}
        if any(_differs(when, now, otherwise) for when in _conditions(item, placement)):
            return True
    return False


def _owner(option_id: str, product: str, placement: Placement) -> str | None:
    """The product whose option a condition of `product` means: its own, or a base's."""
    bases = placement.selection.catalogue.bases(product)
    return next((base.product for base in bases if base.option(option_id)), None)


def _differs(when: When, now: Holding, otherwise: Holding) -> bool:
    return holds(when, now) != holds(when, otherwise)


def _conditions(item: Included, placement: Placement) -> Iterator[When]:
    """Every condition of a product that counts in this plan."""
    selection = placement.selection
    kubernetes = kubernetes_of(selection.document, selection.catalogue)
    if item.is_asked_for and not item.pick.is_by_hand:
        yield from (row.when for row in item.product.rows if row.exists_in(kubernetes))
    yield from (omit.when for omit in item.product.omits)
    yield from (bundle.when for bundle in item.product.bundles)
    yield from (traffic.when for traffic in item.product.pod_traffic)
    yield from (way.when for way in item.product.control_plane_to_pods)
