"""What the buttons of the composer do to the values of its form."""

from collections.abc import Callable, Mapping

from portsref.planning.document import Group, Pick
from portsref.web.plans.composer.form_data import (
    Data,
    group_names,
    indices,
    put_group,
    put_network,
    put_pick,
)
from portsref.web.plans.composer.group_kinds import GroupKind, find_kind
from portsref.web.plans.composer.own_fields import put_own
from portsref.web.plans.composer.panels import line_of


def take_step(data: Data, action: str) -> str:
    """Change the form as a button says; returns the id of the field to go on with.

    Actions that change nothing of the form (`save`, `export:csv`, none at all) leave it as it is.
    """
    verb, _, what = action.partition(":")
    step = _STEPS.get(verb)
    return step(data, what) if step else ""


def changes_form(action: str) -> bool:
    """Tell whether a button changes what the form says, and not only what is to be seen of it."""
    verb = action.partition(":")[0]
    return verb in _STEPS and verb not in {"open", "close"}


def _open(data: Data, what: str) -> str:
    """Open a part of the plan: `group:2`, and after a blank the id of what to go on with there."""
    panel, _, focus = what.partition(" ")
    data["panel"] = panel
    data["pane"] = "plan"
    kind, _, number = panel.partition(":")
    first = {"group": f"id_groups-{number}-addresses", "find": "id_find"}
    return focus or first.get(kind, "panel-title")


def _close(data: Data, _what: str) -> str:
    """Go back to the outline, to the line of what was open."""
    was = data.get("panel", "")
    data["panel"] = ""
    if was.startswith("rule:"):
        return f"line-{was.partition('@')[2]}"
    return line_of(was) if was else ""


def _add_group(data: Data, what: str) -> str:
    """Add a group of a kind under a name that is free, and open it."""
    kind = find_kind(what)
    number = str(_next(data, "groups"))
    roles = [kind.role] if kind.role else []
    name = kind.free_name(group_names(data).values())
    put_group(data, int(number), Group.model_validate({"name": name, "roles": roles}))
    _put_front(data, kind, number)
    data["panel"] = f"group:{number}"
    return f"id_groups-{number}-{'addresses' if kind.name else 'name'}"


def _put_front(data: Data, kind: GroupKind, number: str) -> None:
    """Have a group stand before others, where none does yet."""
    if kind.front and data.get(f"{kind.front}-group", "") not in group_names(data):
        data[f"{kind.front}-group"] = number
        data[f"{kind.front}-ports"] = kind.ports


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
    data["panel"] = ""
    return _nearest_line(data, "groups", index) or "add-group"


def _add_product(data: Data, product: str) -> str:
    if product not in data.getlist("picks"):
        put_pick(data, Pick.model_construct(product=product))
    data["find"] = ""
    data["panel"] = ""
    return line_of(f"product:{product}")


def _remove_product(data: Data, product: str) -> str:
    """Forget a product and what was said about it."""
    for name in ("picks", "handpicked", "brought"):
        data.setlist(name, [slug for slug in data.getlist(name) if slug != product])
    _drop(data, (f"option:{product}:", f"include:{product}", f"only:{product}"))
    data["panel"] = ""
    return "id_find"


def _add_change(data: Data, what: str) -> str:
    """Have a listener among the changes, if it is not there yet, and open what is changed of it."""
    listener = what or data.get("change-listener", "")
    if not listener:
        data["panel"] = "changer"
        return "id_change-listener"
    same = (n for n in indices(data, "changes") if data.get(f"changes-{n}-listener") == listener)
    number = next(same, None)
    if number is None:
        number = _next(data, "changes")
        data[f"changes-{number}-listener"] = listener
    data["panel"] = f"change:{number}"
    return f"id_changes-{number}-ports"


def _change_here(data: Data, what: str) -> str:
    """Open what is changed of a listener at a rule of it: `cilium/vxlan@r17`."""
    listener, _, rule = what.partition("@")
    focus = _add_change(data, listener)
    kind, _, number = data.get("panel", "").partition(":")
    if kind == "change":
        data["panel"] = f"rule:{number}@{rule}"
    return focus


def _remove_change(data: Data, index: str) -> str:
    _drop(data, (f"changes-{index}-",))
    data["panel"] = ""
    return _nearest_line(data, "changes", index) or "add-change"


def _add_own(data: Data, _what: str) -> str:
    """Have one more listener of the user's own."""
    number = _next(data, "own")
    put_own(data, number, {"protocol": "TCP", "purpose": ""})
    data["panel"] = "own"
    return f"id_own-{number}-purpose"


def _remove_own(data: Data, index: str) -> str:
    _drop(data, (f"own-{index}-",))
    return "add-own"


def _open_own(_data: Data, index: str) -> str:
    """Show the fields of a listener, of which a plan with many shows only what it says."""
    return f"id_own-{index}-purpose"


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
    data["panel"] = "networks"
    return f"id_networks-{name}"


def _nearest_line(data: Data, part: str, index: str) -> str:
    """The line that stands where one is gone: the one after it, or else the last."""
    left = indices(data, part)
    after = [number for number in left if index.isdecimal() and number > int(index)]
    return line_of(f"{part.removesuffix('s')}:{(after or left[-1:])[0]}") if left else ""


def _next(data: Data, part: str) -> int:
    return max(indices(data, part), default=-1) + 1


def _drop(data: Data, prefixes: tuple[str, ...]) -> None:
    for name in [name for name in data if name.startswith(prefixes)]:
        del data[name]


_STEPS: Mapping[str, Callable[[Data, str], str]] = {
    "open": _open,
    "close": _close,
    "add-group": _add_group,
    "remove-group": _remove_group,
    "add-product": _add_product,
    "remove-product": _remove_product,
    "add-change": _add_change,
    "change-here": _change_here,
    "remove-change": _remove_change,
    "add-own": _add_own,
    "remove-own": _remove_own,
    "open-own": _open_own,
    "choose-option": _choose_option,
    "choose-version": _choose_version,
    "use-networks": _use_networks,
}
