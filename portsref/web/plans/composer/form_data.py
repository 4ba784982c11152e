"""A plan document as the values of the composer's form, and the steps that change those.

The form is the whole state of the composer: nothing is kept on the server until somebody saves.
Names of its fields: `picks` (slugs), `option:<product>:<option>` (empty means the default),
`include:<product>`, `only:<product>`, `handpicked` (products of which only some rows count),
`brought` (products that another one brings in), `groups-<n>-…`, `endpoint-…`, `proxy-…`,
`changes-<n>-…`.
"""

import re
from collections.abc import Iterable, Iterator

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext

from portsref.planning.document import Change, Group, Pick, PlanDocument, dump_yaml

type Data = MultiValueDict[str, str]

_INDEX = re.compile(r"(groups|changes)-([0-9]{1,6})-")


def data_of(document: PlanDocument) -> Data:
    """The values of a form that says `document`."""
    data: Data = MultiValueDict()
    data["title"] = document.title
    data["kubernetes"] = document.kubernetes or ""
    for name in ("ticket", "requester", "environment", "justification", "expires"):
        data[name] = getattr(document.request, name) or ""
    for pick in document.picks:
        add_pick(data, pick)
    for number, group in enumerate(document.groups):
        _add_group(data, f"groups-{number}", group)
    index = {group.name: str(number) for number, group in enumerate(document.groups)}
    if document.api_endpoint:
        data["endpoint-group"] = index[document.api_endpoint.group]
        data["endpoint-ports"] = str(document.api_endpoint.ports)
    if document.outbound_proxy:
        data["proxy-group"] = index[document.outbound_proxy.group]
        data["proxy-ports"] = str(document.outbound_proxy.ports)
        data["proxy-was"] = " ".join(document.outbound_proxy.direct)
        data.setlist("proxy-direct", list(document.outbound_proxy.direct))
    for number, change in enumerate(document.changes):
        _add_change(data, f"changes-{number}", change, index)
    if document.listeners:
        data["own"] = dump_yaml(document.as_data()["listeners"])
    return data


def add_pick(data: Data, pick: Pick) -> None:
    """Pick a product with what is said about it."""
    data.appendlist("picks", pick.product)
    for option, value in pick.options.items():
        data[f"option:{pick.product}:{option}"] = value
    if pick.include == "all":
        data[f"include:{pick.product}"] = "all"
    if pick.only:
        data.appendlist("handpicked", pick.product)
        data.setlist(f"only:{pick.product}", list(pick.only))


def remove_pick(data: Data, product: str) -> None:
    """Forget a product and what was said about it."""
    for name in ("picks", "handpicked", "brought"):
        data.setlist(name, [slug for slug in data.getlist(name) if slug != product])
    own = (f"option:{product}:", f"include:{product}", f"only:{product}")
    _drop(data, _names_under(data, own))


def _names_under(data: Data, prefixes: tuple[str, ...]) -> list[str]:
    return [name for name in data if name.startswith(prefixes)]


def _drop(data: Data, names: Iterable[str]) -> None:
    for name in names:
        del data[name]


def indices(data: Data, part: str) -> list[int]:
    """The numbers under which `part` (groups, changes) stands in the form, ascending."""
    found = {int(match[2]) for name in data if (match := _INDEX.match(name)) and match[1] == part}
    return sorted(found)


def group_names(data: Data) -> dict[str, str]:
    """The groups of the form, number to name; a group without a name is called by its number."""
    return {
        str(number): data.get(f"groups-{number}-name", "").strip()
        or gettext("group %(number)d") % {"number": number + 1}
        for number in indices(data, "groups")
    }


def _next(data: Data, part: str) -> int:
    return max(indices(data, part), default=-1) + 1


def add_group(data: Data) -> str:
    """Add a group under a name that is free; returns the id of its first field."""
    number = _next(data, "groups")
    taken = set(group_names(data).values())
    names = (gettext("group %(number)d") % {"number": n} for n in range(len(taken) + 1, 9999))
    name = next(name for name in names if name not in taken)
    _add_group(data, f"groups-{number}", Group(name=name))
    return f"id_groups-{number}-name"


def remove_group(data: Data, index: str) -> None:
    """Remove a group, and what else of the form means it."""
    _drop(data, _names_under(data, (f"groups-{index}-",)))
    for place in ("endpoint", "proxy"):
        if data.get(f"{place}-group") == index:
            data[f"{place}-group"] = ""
            data[f"{place}-ports"] = ""
    for number in indices(data, "changes"):
        name = f"changes-{number}-peers"
        data.setlist(name, [peer for peer in data.getlist(name) if peer != index])


def add_change(data: Data, listener: str) -> str:
    """Have a listener among the changes; returns the id of the field to go on with."""
    for number in indices(data, "changes"):
        if data.get(f"changes-{number}-listener") == listener:
            return f"id_changes-{number}-ports"
    number = _next(data, "changes")
    data[f"changes-{number}-listener"] = listener
    return f"id_changes-{number}-ports"


def remove_change(data: Data, index: str) -> None:
    """Take a change back."""
    _drop(data, _names_under(data, (f"changes-{index}-",)))


def _add_group(data: Data, prefix: str, group: Group) -> None:
    data[f"{prefix}-name"] = group.name
    data[f"{prefix}-zone"] = group.zone or ""
    data[f"{prefix}-addresses"] = "\n".join(map(str, group.addresses))
    data[f"{prefix}-os"] = group.os
    data[f"{prefix}-was"] = " ".join(group.roles)
    data.setlist(f"{prefix}-roles", list(group.roles))


def _add_change(data: Data, prefix: str, change: Change, index: dict[str, str]) -> None:
    data[f"{prefix}-listener"] = change.listener
    data[f"{prefix}-ports"] = str(change.ports or "")
    data[f"{prefix}-reason"] = change.reason or ""
    if change.excluded:
        data[f"{prefix}-excluded"] = "on"
    if change.peers is not None:
        peers = [index[peer] for peer in change.peers]
        data[f"{prefix}-narrowed"] = "on"
        data[f"{prefix}-was"] = " ".join(peers)
        data.setlist(f"{prefix}-peers", peers)


def picks_of(data: Data) -> Iterator[dict[str, object]]:
    """The picks of the form as plain values; what only another product brings in comes last."""
    named = list(dict.fromkeys(data.getlist("picks")))
    options: dict[str, dict[str, str]] = {}
    for name in data:
        kind, _, rest = name.partition(":")
        product, _, option = rest.partition(":")
        value = data.get(name, "")
        if kind == "option" and option and value:
            options.setdefault(product, {})[option] = value
    brought = [slug for slug in data.getlist("brought") if slug not in named]
    for product in (*named, *dict.fromkeys(brought)):
        pick: dict[str, object] = {"product": product}
        if product in options:
            pick["options"] = options[product]
        if data.get(f"include:{product}") == "all":
            pick["include"] = "all"
        if product in data.getlist("handpicked"):
            pick["only"] = list(dict.fromkeys(data.getlist(f"only:{product}")))
            if not pick["only"]:
                continue
        if product in named or len(pick) > 1:
            yield pick
