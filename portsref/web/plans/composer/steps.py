"""What the buttons of the composer do to the values of its form."""

from collections.abc import Callable, Mapping

from portsref.planning.document import Pick
from portsref.web.plans.composer.form_data import (
    Data,
    add_change,
    add_group,
    add_pick,
    remove_change,
    remove_group,
    remove_pick,
)


def take_step(data: Data, action: str) -> str:
    """Change the form as a button says; returns the id of the field to go on with.

    Actions that change nothing of the form (`save`, `export:csv`, none at all) leave it as it is.
    """
    verb, _, what = action.partition(":")
    step = _STEPS.get(verb)
    return step(data, what) if step else ""


def _add_group(data: Data, _what: str) -> str:
    return add_group(data)


def _remove_group(data: Data, what: str) -> str:
    remove_group(data, what)
    return "add-group"


def _remove_product(data: Data, what: str) -> str:
    remove_pick(data, what)
    return "id_find"


def _add_change(data: Data, what: str) -> str:
    listener = what or data.get("change-listener", "")
    return add_change(data, listener) if listener else "id_change-listener"


def _remove_change(data: Data, what: str) -> str:
    remove_change(data, what)
    return "id_change-listener"


def _add_product(data: Data, product: str) -> str:
    if product not in data.getlist("picks"):
        add_pick(data, Pick.model_construct(product=product))
    data["find"] = ""
    return "id_find"


def _choose_version(data: Data, version: str) -> str:
    data["kubernetes"] = version
    return "id_kubernetes"


_STEPS: Mapping[str, Callable[[Data, str], str]] = {
    "add-group": _add_group,
    "remove-group": _remove_group,
    "add-product": _add_product,
    "remove-product": _remove_product,
    "add-change": _add_change,
    "remove-change": _remove_change,
    "choose-version": _choose_version,
}
