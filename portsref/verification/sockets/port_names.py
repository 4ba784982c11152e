"""Ports by the names that IANA registered for them, which tools print unless told not to.

Only those of ports that the catalogue knows or that hosts often have, from IANA's registry of
service names; `http-alt` is 8080 and 591, of which the first is meant, as `/etc/services` has it.
https://www.iana.org/assignments/service-names-port-numbers/
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def port_named(name: str) -> int | None:
    """The port of a name; None if it is not known here."""
    return _ports().get(name.lower())


@cache
def _ports() -> Mapping[str, int]:
    text = (files(__package__) / "port_names.txt").read_text(encoding="ascii")
    lines = (line.split() for line in text.splitlines())
    return {name: int(port) for port, name in lines}
