"""Rows by what an error text calls them: the Service of a webhook, an API group, a component."""

import re
from collections.abc import Iterable

from portsref.catalogue.products import Listener
from portsref.catalogue.search.entries import Entry
from portsref.packet_logs.packets import Failure

MOST_NAMED = 8
_TUNNEL = "konnectivity"
# What agents dial, through which a control plane then reaches nodes and pods.
TO_A_TUNNEL = Failure("no-agent", names=(_TUNNEL,))
_API_SERVER = frozenset({"control-plane", "kube-apiserver"})
# Words of which so many names are made that they tell nothing apart.
_GENERIC = frozenset(
    {
        "admission", "agent", "api", "apiserver", "balancer", "cert", "cleanup", "cluster",
        "controller", "core", "default", "destination", "driver", "external", "gateway",
        "health", "ingress", "injector", "io", "k8s", "kube", "kubernetes", "load",
        "manager", "metrics", "mutating", "node", "operator", "policy", "provider", "proxy",
        "secrets", "server", "service", "sidecar", "svc", "system", "the", "validating",
        "validation", "validator", "webhook", "webhooks",
    }
)  # fmt: skip
_EXACT = 5  # the score of what is named as a whole, beside which nothing else is meant
_WORD = re.compile(r"[a-z0-9]{1,63}")


def rows_named(entries: Iterable[Entry], failure: Failure) -> tuple[Entry, ...]:
    """Those of `entries` that are what a failure names, best first; none where it names none.

    Of a Service or an API group these are what the API server dials, with the port of the pod.
    """
    if not failure.all_names:
        return ()
    if _TUNNEL in failure.names:
        return tuple(filter(_is_dialled_by_agents, entries))
    called = [entry for entry in entries if _is_called_by_api_server(entry)]
    scores = {entry.row.key: _score(entry, failure) for entry in called}
    best = max(scores.values(), default=(0, 0))
    if not best[0]:
        return ()
    meant = [entry for entry in called if scores[entry.row.key] == best]
    products = {entry.product.product for entry in meant}
    components = {entry.component_key for entry in meant}
    found = [
        entry
        for entry in called
        if entry.component_key in components
        or (best[0] < _EXACT and entry.product.product in products and scores[entry.row.key][0])
    ]
    found.sort(key=lambda entry: (scores[entry.row.key], _likeness(entry, failure)), reverse=True)
    return tuple(found[:MOST_NAMED])


def is_named_exactly(entry: Entry, failure: Failure) -> bool:
    """Tell whether a failure names the Service of a row's component as the component is named."""
    return entry.component.id == failure.service.partition(".")[0]


def _is_dialled_by_agents(entry: Entry) -> bool:
    """Tell whether a tunnel's agents dial a row, by which the API server then reaches nodes."""
    row = entry.row
    said = f"{row.id} {entry.component.id} {row.purpose}".casefold()
    if _TUNNEL not in said or row.scope != "node" or "health" in row.traffic:
        return False
    return not isinstance(row, Listener) or not {"self", "kube-apiserver"}.issuperset(row.peers)


def _is_called_by_api_server(entry: Entry) -> bool:
    row = entry.row
    if not isinstance(row, Listener) or row.scope == "loopback" or "health" in row.traffic:
        return False
    return "worker" not in row.peers and not _API_SERVER.isdisjoint(row.peers)


def _score(entry: Entry, failure: Failure) -> tuple[int, int]:
    """How surely a row is meant: by which of its names, and by how much of it."""
    said = " ".join(failure.all_names).casefold()
    words = frozenset(_WORD.findall(said))
    if is_named_exactly(entry, failure):
        return _EXACT + 1, len(entry.component.id)
    if any(_holds(entry.text, name) for name in failure.names if "." in name):
        return _EXACT, 0
    if _holds(said, entry.product.product, within_names=True):
        return 4, len(entry.product.product)
    for level, name in ((3, entry.product.product), (2, entry.component.id)):
        telling = _telling(name)
        if telling and telling <= words:
            return level, len(telling)
    return _some(words & (_telling(entry.product.product) | _telling(entry.component.id)))


def _some(shared: Iterable[str]) -> tuple[int, int]:
    count = len(tuple(shared))
    return (1, count) if count else (0, 0)


def _telling(name: str) -> frozenset[str]:
    return frozenset(_WORD.findall(name)) - _GENERIC


def _holds(text: str, name: str, *, within_names: bool = False) -> bool:
    """Tell whether a text has a name as a whole, or at least as whole words of a longer one."""
    joining = "" if within_names else "-."
    place = text.find(name)
    while place >= 0:
        before, after = text[place - 1 : place], text[place + len(name) :][:1]
        if not _continues(before, joining) and not _continues(after, joining.strip(".")):
            return True
        place = text.find(name, place + 1)
    return False


def _continues(character: str, joining: str) -> bool:
    return character != "" and (character.isalnum() or character in joining)


def _likeness(entry: Entry, failure: Failure) -> int:
    """How many words a row's own id shares with the names; what is a webhook before what is not."""
    words = frozenset(_WORD.findall(" ".join(failure.all_names).casefold()))
    own = frozenset(_WORD.findall(f"{entry.row.id} {entry.component.id}"))
    return 2 * len(words & own) + ("webhook" in entry.text or "aggregat" in entry.text)
