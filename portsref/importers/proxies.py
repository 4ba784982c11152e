"""The HTTP proxy of hosts, as environments of programs name it."""

from collections.abc import Iterator

from portsref.importers.base import NOT_PORTS, host_address, origin, ports_of, unknown, unread
from portsref.importers.facts import Fact, Proxy
from portsref.importers.flags import split_host_port
from portsref.importers.values import Value

_VARIABLES = ("https_proxy", "http_proxy")
_DOCUMENTED = {"https": "443", "http": "80"}


def proxy(value: Value) -> Iterator[Fact]:
    """The proxy of a URL such as `http://proxy.example.org:3128`; nothing where there is none."""
    yield from unknown(value)
    host, port = split_host_port(value.text)
    documented = _DOCUMENTED.get(value.text.partition("://")[0].lower(), "")
    if host:
        ports = ports_of(Value(value.place, port or documented))
        address = host_address(host)
        if ports:
            first = ports.ranges[0].first
            yield Proxy(origin(value), host, first, (address,) if address else ())
        else:
            yield unread(value, NOT_PORTS)


def proxy_of(environment: Value) -> Iterator[Fact]:
    """The proxy that a mapping of variables names, in small or capital letters."""
    named = {name.lower(): value for name, value in environment.items()}
    for name in _VARIABLES:
        if name in named:
            yield from proxy(named[name])
            return
