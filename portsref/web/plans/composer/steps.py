"""What the buttons of the composer do to the values of its form."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext

from portsref.planning.document import Group, Pick
from portsref.web.plans.composer.form_data import (
    Data,
    group_names,
    indices,
    put_group,
    put_network,
    put_pick,
)


def take_step(data: Data, action: str) -> str:
    """Change the form as a button says; returns the id of the field to go on with.

    Actions that change nothing of the form (`save`, `export:csv`, none at all) leave it as it is.
    """
    verb, _, what = action.partition(":")
    step = _STEPS.get(verb)
    return step(data, what) if step else ""


def _add_group(data: Data, _what: str) -> str:
    """Add a group under a name that is free."""
    number = _next(data, "groups")
    taken = set(group_names(data).values())
    names = (gettext("group %(number)d") % {"number": n} for n in range(len(taken) + 1, 9999))
    put_group(data, number, Group(name=next(name for name in names if name not in taken)))
    return f"id_groups-{number}-name"


def _remove_group(data: Data, index: str) -> str:
    """Remove a group, and what else of the form means it."""
    _drop(data, (f"groups-{index}-",))
    for place in ("endpoint", "proxy"):
        if data.get(f"{place}-group") == index:
            data[f"{place}-group"] = ""
            data[f"{place}-ports"] = ""
    for number in indices(data, "changes"):
        name = f"changes-{number}-peers"
        data.setlist(name, [peer for peer in data.getlist(name) if peer != index])
    return "add-group"


def _add_product(data: Data, product: str) -> str:
    if product not in data.getlist("picks"):
        put_pick(data, Pick.model_construct(product=product))
    data["find"] = ""
    return "id_find"


def _remove_product(data: Data, product: str) -> str:
    """Forget a product and what was said about it."""
    for name in ("picks", "handpicked", "brought"):
        data.setlist(name, [slug for slug in data.getlist(name) if slug != product])
    _drop(data, (f"option:{product}:", f"include:{product}", f"only:{product}"))
    return "id_find"


def _add_change(data: Data, what: str) -> str:
    """Have a listener among the changes, if it is not there yet."""
    listener = what or data.get("change-listener", "")
    if not listener:
        return "id_change-listener"
    for number in indices(data, "changes"):
        if data.get(f"changes-{number}-listener") == listener:
            return f"id_changes-{number}-ports"
    number = _next(data, "changes")
    data[f"changes-{number}-listener"] = listener
    return f"id_changes-{number}-ports"


def _open_change(_data: Data, index: str) -> str:
    """Show a change of which a large plan shows only what it says."""
    return f"id_changes-{index}-ports"


def _open_group(_data: Data, index: str) -> str:
    """Show the roles of a group, of which a large plan shows only the names."""
    return f"id_groups-{index}-roles_0"


def _remove_change(data: Data, index: str) -> str:
    _drop(data, (f"changes-{index}-",))
    return "id_change-listener"


def _choose_version(data: Data, version: str) -> str:
    data["kubernetes"] = version
    return "id_kubernetes"


def _choose_option(data: Data, what: str) -> str:
    """Set an option: `product:option:value`, as its field would."""
    name, _, value = what.rpartition(":")
    if name:
        data[f"option:{name}"] = value
    return ""


def _use_networks(data: Data, what: str) -> str:
    """Say which networks the pods or the Services have: `pods:10.42.0.0/16`."""
    name, _, addresses = what.partition(":")
    put_network(data, name, addresses.split())
    return f"id_networks-{name}"


def _next(data: Data, part: str) -> int:
    return max(indices(data, part), default=-1) + 1


def _drop(data: Data, prefixes: tuple[str, ...]) -> None:
    for name in [name for name in data if name.startswith(prefixes)]:
        del data[name]


_STEPS: Mapping[str, Callable[[Data, str], str]] = {
    "add-group": _add_group,
    "remove-group": _remove_group,
    "add-product": _add_product,
    "remove-product": _remove_product,
    "add-change": _add_change,
    "remove-change": _remove_change,
    "open-change": _open_change,
    "open-group": _open_group,
    "choose-option": _choose_option,
    "choose-version": _choose_version,
    "use-networks": _use_networks,
}
