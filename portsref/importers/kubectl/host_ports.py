"""Ports of the host that pods of known products have, beyond what their images tell.

An ingress controller is reached on the hosts where its pods publish ports there, or are on their
network. Of other products a pod that publishes a port on the host has what the catalogue's default
need not have, so that it is a guess. On the network of the host all that a pod declares is its
product's own, and nothing new.
"""

from collections.abc import Iterator, Mapping, Sequence

from portsref.importers.base import move, origin
from portsref.importers.facts import Chooses, Fact, as_guess
from portsref.importers.values import Value
from portsref.messages import gettext_noop

BY_PODS = gettext_noop("its pods have ports of the host, whoever installed it and however")

# By the names that ports have in charts and manifests: the row, and its ports.
_HTTP, _HTTPS = ("http", "web"), ("https", "websecure")
_INGRESS: Mapping[str, Sequence[tuple[Sequence[str], str, str]]] = {
    "ingress-nginx": (
        (_HTTP, "ingress-nginx/http-host", "80"),
        (_HTTPS, "ingress-nginx/https-host", "443"),
    ),
    "haproxy-ingress": (
        (_HTTP, "haproxy-ingress/http-host", "80"),
        (_HTTPS, "haproxy-ingress/https-host", "443"),
    ),
    "haproxytech-ingress": (
        (_HTTP, "haproxytech-ingress/http-host", "8080"),
        (_HTTPS, "haproxytech-ingress/https-host", "8443"),
    ),
    "nginx-ingress-f5": (
        (_HTTP, "nginx-ingress-f5/http-host", "80"),
        (_HTTPS, "nginx-ingress-f5/https-host", "443"),
    ),
    "traefik": ((_HTTP, "traefik/http-host", "80"), (_HTTPS, "traefik/https-host", "443")),
}
_INGRESS_ON_NETWORK = {
    **_INGRESS,
    "traefik": (
        (_HTTP, "traefik/http-host-network", "8000"),
        (_HTTPS, "traefik/https-host-network", "8443"),
    ),
}


def of_ingress(product: str, ports: Sequence[Value], network: Value) -> Iterator[Fact]:
    """How an ingress controller is reached on its hosts; nothing of any other product.

    `ports` are those with a port of the host, `network` is where a pod says that it is on that of
    the host.
    """
    if product not in _INGRESS:
        return
    choice = "host-network" if network.flag else "host-port"
    rows = (_INGRESS_ON_NETWORK if network.flag else _INGRESS)[product]
    published = next((one for one in ports if is_of_ingress(product, one)), None)
    said = network if network.flag else published
    if said is None:
        return
    yield as_guess(Chooses(origin(said), product, "expose", choice), BY_PODS)
    for port in ports:
        for names, row, documented in rows:
            if port.at("name").text in names:
                moved = move(number_of(port), row, documented)
                yield from (as_guess(fact, BY_PODS) for fact in moved)


def is_of_ingress(product: str, port: Value) -> bool:
    """Tell whether a port is one that an ingress controller has anyway."""
    return product in _INGRESS and port.at("name").text in {*_HTTP, *_HTTPS}


def number_of(port: Value) -> Value:
    """The port of the host: on its network it is that of the pod, and may be left out."""
    return port.at("hostPort") or port.at("containerPort")
