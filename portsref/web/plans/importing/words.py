"""What a piece of a plan says, in the reader's language and in few words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portsref.catalogue.catalogue import Catalogue
from portsref.importers.facts import Piece, Section
from portsref.importers.secrets import SecretKind
from portsref.web.plans.finding_words import listener_words, product_words
from portsref.web.shared.joining import clauses, fill, items, labelled, with_remark
from portsref.web.shared.row_words import ROLE_NAMES, choice_word, translated, word

MOST_ADDRESSES = 8  # of a group that are named

SECTIONS: Mapping[Section, Promise] = {
    "kubernetes": _("Kubernetes"),
    "groups": _("Groups"),
    "endpoint": _("API endpoint"),
    "proxy": _("Outbound proxy"),
    "networks": _("Networks"),
    "products": _("Products and their options"),
    "changes": _("Changed ports"),
    "listeners": _("Your own listeners"),
}
HOWS: Mapping[str, Promise] = {
    "stated": _("stated"),
    "default": _("default"),
    "guessed": _("guessed"),
}
STATES: Mapping[str, Promise] = {"new": _("new"), "changed": _("changed"), "same": _("unchanged")}
_NETWORKS: Mapping[str, Promise] = {"pods": _("Pods"), "services": _("Services")}

type Entry = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Words:
    """What a piece is about, and what it says of that: in words, and as code."""

    title: str
    said: str = ""
    code: str = ""


def secret_words(kind: SecretKind, count: int) -> str:
    """How many secrets of a kind were left out."""
    texts = {
        "token": gettext("tokens"),
        "password": gettext("passwords"),
        "key": gettext("keys and certificates"),
        "other": gettext("other secrets"),
    }
    return labelled(texts[kind], str(count))


def piece_words(piece: Piece, catalogue: Catalogue) -> Words:
    """What a piece says; of several entries the first, as parts of drafts have one."""
    said = list(_words(piece, catalogue))
    return said[0] if said else Words(gettext("nothing"))


def _words(piece: Piece, catalogue: Catalogue) -> Iterator[Words]:
    """What is about others is said before what only goes along with it."""
    groups = _entries(piece, "groups")
    for front, title in (("api_endpoint", SECTIONS["endpoint"]), ("outbound_proxy", _("Proxy"))):
        if isinstance(said := piece.get(front), dict):
            yield _front(str(title), said, groups)
    if version := piece.get("kubernetes"):
        yield Words("Kubernetes", code=str(version))
    if isinstance(networks := piece.get("networks"), dict):
        for of, ranges in networks.items():
            yield Words(word(_NETWORKS, of), code=_ranges(ranges))
    for group in groups:
        yield _group(group)
    for pick in _entries(piece, "picks"):
        yield _pick(pick, catalogue)
    for change in _entries(piece, "changes"):
        yield _change(change, catalogue)
    for listener in _entries(piece, "listeners"):
        yield _listener(listener)


def _front(title: str, said: Entry, groups: Sequence[Entry]) -> Words:
    of_it = next((one for one in groups if one.get("name") == said.get("group")), {})
    where = _ranges(of_it.get("addresses")) or str(said.get("group", ""))
    ports = labelled(gettext("Ports"), str(said.get("ports", "")))
    return Words(title, said=ports, code=where)


def _group(group: Entry) -> Words:
    roles = items(word(ROLE_NAMES, role) for role in _texts(group.get("roles")))
    os = gettext("Windows") if group.get("os") == "windows" else ""
    said = clauses(filter(None, (roles, os)))
    return Words(str(group.get("name", "")), said=said, code=_ranges(group.get("addresses")))


def _pick(pick: Entry, catalogue: Catalogue) -> Words:
    slug = str(pick.get("product", ""))
    options = pick.get("options")
    name = product_words(slug, catalogue)
    if not isinstance(options, dict) or not options:
        return Words(name, said=gettext("runs"))
    said = (_option(slug, option, choice, catalogue) for option, choice in options.items())
    label, choice = next(said)
    return Words(f"{name} · {label}", said=choice)


def _option(slug: str, option: str, choice: object, catalogue: Catalogue) -> tuple[str, str]:
    product = catalogue.products.get(slug)
    known = product.option(option) if product else None
    label = translated(catalogue, known.label, slug) if known else option
    return label, choice_word(catalogue, str(choice), slug)


def _change(change: Entry, catalogue: Catalogue) -> Words:
    key = str(change.get("listener", ""))
    ports = str(change.get("ports", ""))
    if change.get("excluded"):
        said = labelled(gettext("left out"), str(change.get("reason", "")))
    else:
        said = gettext("other ports") if ports else gettext("others may connect")
    which = _which(key, catalogue)
    return Words(listener_words(key, catalogue), clauses(filter(None, (which, said))), ports)


def _which(key: str, catalogue: Catalogue) -> str:
    """What a listener is for, with its key: a component may have several on the same ports."""
    row = catalogue.rows.get(key)
    if row is None:
        return ""
    return with_remark(translated(catalogue, row.purpose, row.product).rstrip(".。"), key)


def _listener(listener: Entry) -> Words:
    roles = items(word(ROLE_NAMES, role) for role in _texts(listener.get("roles")))
    peers = items(word(ROLE_NAMES, peer) for peer in _texts(listener.get("peers")))
    who = fill(gettext("used by %(peers)s"), {"peers": peers or gettext("nobody yet")})
    said = clauses(filter(None, (roles, who)))
    code = f"{listener.get('protocol', '')} {listener.get('ports', '')}".strip()
    return Words(str(listener.get("id", "")), said=said, code=code)


def _entries(piece: Piece, key: str) -> Sequence[Entry]:
    entries = piece.get(key)
    return entries if isinstance(entries, list) else ()


def _texts(values: object) -> list[str]:
    return list(map(str, values)) if isinstance(values, list | tuple) else []


def _ranges(values: object) -> str:
    ranges = _texts(values)
    further = len(ranges) - MOST_ADDRESSES
    if further <= 0:
        return items(ranges)
    parameters = {"groups": items(ranges[:MOST_ADDRESSES]), "count": further}
    return gettext("%(groups)s and %(count)d more") % parameters
