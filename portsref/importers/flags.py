"""Flags of programs as files give them: mappings, lists of pairs, lists of `name=value`."""

from collections.abc import Iterator

from portsref.importers.values import Value, scalar


def flags_of(value: Value) -> dict[str, Value]:
    """The flags by name, without leading hyphens; of one that stands twice the last counts."""
    return {name.lstrip("-"): said for name, said in _pairs(value)}


def _pairs(value: Value) -> Iterator[tuple[str, Value]]:
    yield from value.items()
    for entry in value.each() if isinstance(value.data, tuple) else (value,):
        if name := entry.at("name").text:
            yield name, entry.at("value")
        elif "=" in entry.text:
            name, _, said = entry.text.partition("=")
            yield name, scalar(entry.place, said)


def is_loopback(host: str) -> bool:
    """Tell whether what binds there is reached from its own host alone."""
    return host.strip("[]") in {"::1", "localhost"} or host.startswith("127.")


def bracketed(host: str) -> str:
    """A host as it stands before `:port`: an address of IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def split_host_port(text: str) -> tuple[str, str]:
    """Host and port of `host:port`, `[v6]:port`, `https://host:port/`, or a host alone."""
    rest = text.partition("://")[2] or text
    rest = rest.partition("/")[0]
    if rest.startswith("["):
        host, _, behind = rest[1:].partition("]")
        return host, behind.lstrip(":")
    if rest.count(":") == 1:
        host, _, port = rest.partition(":")
        return host, port
    return rest, ""
