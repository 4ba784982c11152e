"""A plain list of names, one a line, for whoever keeps a proxy or a firewall that knows names.

A name is a DNS name (RFC 1035), and `*.` in front of it every name below. Lines that begin with `#`
are comments, as in most readers of such lists. Ports have no place in it: the names are for TCP 80
and 443, and the comment above them says which.
"""

from collections.abc import Iterator

from portsref.exporters.base import Exporter, Job
from portsref.exporters.comments import (
    about_left_out,
    about_plan,
    commented,
    one_line,
)
from portsref.exporters.proxy.names import ABOUT, RulesBy, about, says_on_web_ports
from portsref.messages import gettext_noop
from portsref.planning.rules import Endpoint

_HOW = (
    "",
    "`*.` in front stands for every name below, however deep, but not for the name itself.",
    "Check: the comments above the names say who needs them, on which ports, and why.",
    "Apply: add the names to the list of what your proxy lets through for these hosts alone.",
    "Take back: remove them again; no name is in the file twice.",
)


def render(job: Job) -> Iterator[str]:
    """Write the names of each place, below the rules that need them."""
    yield "# Names outside that the plan needs\n"
    for lines in (about_plan(job), ABOUT, _HOW, about_left_out(job.left_out)):
        yield from commented(lines)
    places = RulesBy(job.rule_set.outbound, lambda rule: (rule.destination,))
    told: set[str] = set()
    for place in sorted(places, key=_order):
        yield f"\n# {one_line(place.name)}\n"
        for rule in places.rules(place):
            yield f"# TCP {rule.ports}, {about(rule)}\n"
        for name in place.dns:
            yield f"# {name} stands above\n" if name in told else f"{name}\n"
        told.update(place.dns)


def _order(place: Endpoint) -> tuple[str, tuple[str, ...]]:
    return place.name, place.dns


EXPORTER = Exporter(
    name="names",
    label="Names",
    summary=gettext_noop("The names outside that hosts and pods need, one a line, with reasons."),
    family="proxy",
    media_type="text/plain; charset=utf-8",
    suffix="txt",
    says=says_on_web_ports,
    render=render,
)
