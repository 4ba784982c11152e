"""An external dynamic list of URLs for PAN-OS: names as firewalls of Palo Alto Networks fetch them.

PAN-OS 11.1, Formatting Guidelines for an External Dynamic List, URL List, and Guidelines for URL
Category Exceptions: one entry a line without `https://`. `/` at the end keeps `example.com` from
matching `example.com.evil.test`; `*` stands for one label or more, so that `*.example.com/` is not
`example.com` itself. Comments are documented for lists of addresses alone, so there are none, nor
anything about the plan. Who may, and on which ports, says the security rule that names the list:
the entries are for TCP 80 and 443.
"""

from collections.abc import Iterator

from portsref.exporters.base import Exporter, Job
from portsref.exporters.proxy.names import says_on_web_ports
from portsref.messages import gettext_noop


def render(job: Job) -> Iterator[str]:
    """Write each name once, in the order of names."""
    names = {name for rule in job.rule_set.outbound for name in rule.destination.dns}
    for name in sorted(names):
        yield f"{name}/\n"


EXPORTER = Exporter(
    name="panos-edl",
    label="PAN-OS dynamic list",
    summary=gettext_noop("The same names as a list of URLs that PAN-OS fetches by itself."),
    family="proxy",
    media_type="text/plain; charset=utf-8",
    suffix="txt",
    says=says_on_web_ports,
    render=render,
    follows="PAN-OS 11.1, Formatting Guidelines for an External Dynamic List, URL List",
)
