"""A plan document as the values of the composer's form, and back.

The form is the whole state of the composer; drafts keep it as it is (`portsref.web.plans.drafts`).
Names of its fields: `picks` (slugs), `option:<product>:<option>` (empty means the default),
`include:<product>`, `only:<product>`, `handpicked` (products of which only some rows count),
`brought` (products that another one brings in), `groups-<n>-…`, `networks-…`, `endpoint-…`,
`proxy-…`, `changes-<n>-…`, `own-<n>-…` and `own` (`own_fields`, `own_listeners`),
`exports:<format>:<setting>`. Other parts of the form mean a group by its number `<n>`. Where a plan
is too large for boxes to tick, one hidden field has all values of its `roles`, `places` or `peers`
(`folded`). What a browser sends besides is no part of the plan: `typed` (ids of fields), `last`,
`shown`, `open`, `close`.

Nothing is judged here: what the form says may be no plan document.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext

from portsref.address_lists import read_address_list
from portsref.planning.document import (
    ANY,
    SCHEMA,
    ApiEndpoint,
    Change,
    Group,
    Networks,
    OutboundProxy,
    Pick,
    PlanDocument,
    Request,
)
from portsref.web.plans.composer.own_fields import put_own

type Data = MultiValueDict[str, str]
type Plain = dict[str, object]

REQUEST = tuple(name for name in Request.model_fields if name != "exports")

_INDEX = re.compile(r"(groups|changes|own)-([0-9]{1,6})-")
_BOXES = ("-roles", "-places", "-peers")


def data_of(document: PlanDocument) -> Data:
    """The values of a form that says `document`."""
    data: Data = MultiValueDict()
    data["title"] = document.title
    data["kubernetes"] = document.kubernetes or ""
    _put_request(data, document.request)
    for pick in document.picks:
        put_pick(data, pick)
    for number, group in enumerate(document.groups):
        put_group(data, number, group)
    index = {group.name: str(number) for number, group in enumerate(document.groups)}
    if document.networks:
        for name in Networks.model_fields:
            put_network(data, name, map(str, getattr(document.networks, name)))
    if document.api_endpoint:
        _put_front(data, "endpoint", document.api_endpoint, index)
    if document.outbound_proxy:
        _put_front(data, "proxy", document.outbound_proxy, index)
        data["proxy-was"] = " ".join(document.outbound_proxy.direct)
        data.setlist("proxy-direct", list(document.outbound_proxy.direct))
    for number, change in enumerate(document.changes):
        _put_change(data, f"changes-{number}", change, index)
    for number, own in enumerate(document.listeners):
        put_own(data, number, own.model_dump(mode="json", exclude_defaults=True))
    return data


def _put_request(data: Data, request: Request) -> None:
    for name in REQUEST:
        data[name] = getattr(request, name) or ""
    for exporter, settings in request.exports.items():
        for setting, value in settings.items():
            data[name_of_setting(exporter, setting)] = value


def put_pick(data: Data, pick: Pick) -> None:
    """Pick a product with what is said about it."""
    data.appendlist("picks", pick.product)
    for option, value in pick.options.items():
        data[f"option:{pick.product}:{option}"] = value
    if pick.include == "all":
        data[f"include:{pick.product}"] = "all"
    if pick.only:
        data.appendlist("handpicked", pick.product)
        data.setlist(f"only:{pick.product}", list(pick.only))


def put_group(data: Data, number: int, group: Group) -> None:
    """Have a group under a number."""
    prefix = f"groups-{number}"
    data[f"{prefix}-name"] = group.name
    data[f"{prefix}-zone"] = group.zone or ""
    data[f"{prefix}-addresses"] = "\n".join(map(str, group.addresses))
    data[f"{prefix}-os"] = group.os
    data[f"{prefix}-was"] = " ".join((*group.roles, *group.places))
    data.setlist(f"{prefix}-roles", list(group.roles))
    data.setlist(f"{prefix}-places", list(group.places))


def put_network(data: Data, name: str, addresses: Iterable[str]) -> None:
    """Say which networks the pods or the Services have."""
    data[f"networks-{name}"] = "\n".join(addresses)


def _put_front(
    data: Data, part: str, front: ApiEndpoint | OutboundProxy, index: Mapping[str, str]
) -> None:
    data[f"{part}-group"] = index[front.group]
    data[f"{part}-ports"] = str(front.ports)


def _put_change(data: Data, prefix: str, change: Change, index: Mapping[str, str]) -> None:
    data[f"{prefix}-listener"] = change.listener
    data[f"{prefix}-ports"] = str(change.ports or "")
    data[f"{prefix}-reason"] = change.reason or ""
    if change.excluded:
        data[f"{prefix}-excluded"] = "on"
    if change.peers is not None:
        peers = [peer if peer == ANY else index[peer] for peer in change.peers]
        data[f"{prefix}-narrowed"] = "on"
        data[f"{prefix}-was"] = " ".join(peers)
        data.setlist(f"{prefix}-peers", peers)


def indices(data: Data, part: str) -> list[int]:
    """The numbers under which `part` (groups, changes, own) stands in the form, ascending."""
    found = {int(match[2]) for name in data if (match := _INDEX.match(name)) and match[1] == part}
    return sorted(found)


def group_names(data: Data) -> dict[str, str]:
    """The groups of the form, number to name; a group without a name is called by its number."""
    return {
        str(number): line_in(data, f"groups-{number}-name") or unnamed_group(number)
        for number in indices(data, "groups")
    }


def unnamed_group(number: int) -> str:
    """What a group is called while it has no name."""
    return gettext("group %(number)d") % {"number": number + 1}


def plain_of(data: Data) -> Plain:
    """What the form says as plain values, but for the user's own listeners."""
    names = group_names(data)
    proxy = _plain_front(data, "proxy", names)
    if proxy:
        proxy |= _filled(direct=in_former_order(data, "proxy-direct", "proxy-was"))
    return {
        "schema": SCHEMA,
        "title": line_in(data, "title"),
        **_filled(
            kubernetes=line_in(data, "kubernetes"),
            request=_filled(
                **{name: line_in(data, name) for name in REQUEST}, exports=_plain_exports(data)
            ),
            picks=list(plain_picks(data)),
            groups=[_plain_group(data, f"groups-{n}") for n in indices(data, "groups")],
            networks=plain_networks(data),
            api_endpoint=_plain_front(data, "endpoint", names),
            outbound_proxy=proxy,
            changes=[_plain_change(data, f"changes-{n}", names) for n in indices(data, "changes")],
        ),
    }


def name_of_setting(exporter: str, setting: str) -> str:
    """The field that has a setting of a format."""
    return f"exports:{exporter}:{setting}"


def settings_in(data: Data) -> Iterator[tuple[str, str, str]]:
    """Each setting that the form says, whatever formats there are: format, setting, value."""
    for name in data:
        kind, _, rest = name.partition(":")
        exporter, _, setting = rest.partition(":")
        if kind == "exports" and setting and (value := line_in(data, name)):
            yield exporter, setting, value


def _plain_exports(data: Data) -> Plain:
    exports: dict[str, dict[str, str]] = {}
    for exporter, setting, value in settings_in(data):
        exports.setdefault(exporter, {})[setting] = value
    return dict(exports)


def plain_picks(data: Data) -> Iterator[Plain]:
    """The picks of the form; what only another product brings in comes last."""
    named = dict.fromkeys(data.getlist("picks"))
    handpicked = frozenset(data.getlist("handpicked"))
    options: dict[str, dict[str, str]] = {}
    for name in data:
        kind, _, rest = name.partition(":")
        product, _, option = rest.partition(":")
        value = data.get(name, "")
        if kind == "option" and option and value:
            options.setdefault(product, {})[option] = value
    for product in named | dict.fromkeys(data.getlist("brought")):
        pick: Plain = {"product": product}
        if product in options:
            pick["options"] = options[product]
        if data.get(f"include:{product}") == "all":
            pick["include"] = "all"
        if product in handpicked:
            pick["only"] = list(dict.fromkeys(data.getlist(f"only:{product}")))
            if not pick["only"]:
                continue
        if product in named or len(pick) > 1:
            yield pick


def plain_networks(data: Data) -> Plain:
    """The networks of pods and of Services, as far as the form says any."""
    return _filled(
        **{name: _addresses_in(data, f"networks-{name}") for name in Networks.model_fields}
    )


def _plain_group(data: Data, prefix: str) -> Plain:
    return {
        "name": line_in(data, f"{prefix}-name"),
        **_filled(
            roles=in_former_order(data, f"{prefix}-roles", f"{prefix}-was"),
            places=in_former_order(data, f"{prefix}-places", f"{prefix}-was"),
            addresses=_addresses_in(data, f"{prefix}-addresses"),
            zone=line_in(data, f"{prefix}-zone"),
            os=data.get(f"{prefix}-os", ""),
        ),
    }


def _plain_front(data: Data, part: str, names: Mapping[str, str]) -> Plain:
    """What stands before other groups; the name of one that is gone is empty."""
    index = data.get(f"{part}-group", "")
    return {"group": names.get(index, ""), "ports": line_in(data, f"{part}-ports")} if index else {}


def _plain_change(data: Data, prefix: str, names: Mapping[str, str]) -> Plain:
    change: Plain = {
        "listener": line_in(data, f"{prefix}-listener"),
        **_filled(
            ports=line_in(data, f"{prefix}-ports"),
            excluded=is_ticked(data, f"{prefix}-excluded"),
            reason=line_in(data, f"{prefix}-reason"),
        ),
    }
    if is_ticked(data, f"{prefix}-narrowed"):
        peers = in_former_order(data, f"{prefix}-peers", f"{prefix}-was")
        change["peers"] = [index if index == ANY else names.get(index, "") for index in peers]
    return change


def is_ticked(data: Data, name: str) -> bool:
    """Tell whether a box is ticked, as Django reads it."""
    return data.get(name, "").lower() not in {"", "false"}


def line_in(data: Data, name: str) -> str:
    """The text of a field without blanks around it."""
    return data.get(name, "").strip()


def _filled(**values: object) -> Plain:
    return {name: value for name, value in values.items() if value}


def unfold(data: Data) -> None:
    """Have every value that stands with others in one field as if its box were ticked."""
    for name in [name for name in data if name.endswith(_BOXES)]:
        data.setlist(name, " ".join(data.getlist(name)).split())


def in_former_order(data: Data, name: str, former: str) -> list[str]:
    """The values of a field, new ones last, those of `former` as they stood there."""
    order = {value: place for place, value in enumerate(data.get(former, "").split())}
    return sorted(data.getlist(name), key=lambda value: order.get(value, len(order)))


def _addresses_in(data: Data, name: str) -> list[str]:
    """The addresses of a field, as somebody pasted them."""
    return [listed.text for listed in read_address_list(data.get(name, ""))]
