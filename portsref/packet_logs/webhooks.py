"""What the API server says of webhooks and aggregated APIs that do not answer.

`failed calling webhook "webhook.cert-manager.io": … Post "https://cert-manager-webhook.cert-manager
.svc:443/mutate": context deadline exceeded`, and the conditions of an APIService. They name the
Service, whose port no packet on the wire has: the API server dials the pod.
"""

import re

from portsref.messages import gettext_noop
from portsref.packet_logs.base import Claim, Reader, UnreadableError
from portsref.packet_logs.endpoints import Dialled, find_dialled, packet_of
from portsref.packet_logs.outcomes import find_outcome
from portsref.packet_logs.packets import Failure, Packet

_MOST_NAMES = 4

NO_SERVICE = gettext_noop("does not name the Service that the API server called")

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,62})"
_SERVICE = re.compile(rf"//(?P<name>{_LABEL})\.(?P<namespace>{_LABEL})\.svc(?![\w-])")
_QUOTED_SERVICE = re.compile(rf"service \\?\"(?P<name>{_LABEL})\"")
_SERVICE_PATH = re.compile(rf"service/(?P<name>{_LABEL}) in (?:\\?\"(?P<namespace>{_LABEL})\\?\")?")
_WEBHOOK = re.compile(r"webhook \\?\"(?P<name>[a-z0-9][a-z0-9.-]{1,252})")
_API_PATH = re.compile(r"(?:/apis/|list for )(?P<name>[a-z0-9][a-z0-9.-]{0,252})/v[0-9]")
_API_SERVICE = re.compile(
    r"(?<![\w.-])v[0-9](?:[a-z]{4,5}[0-9])?\.(?P<name>[a-z0-9-]{1,63}\.[a-z0-9.-]{1,189})"
)
# kubectl: the server is currently unable to handle the request (get nodes.metrics.k8s.io)
_REQUESTED = re.compile(
    r"handle the request \([a-z]{1,10} [a-z]{1,63}\.(?P<name>[a-z0-9][a-z0-9.-]{1,252})\)"
)
_MARKS = (
    "failed calling webhook", "failed to call webhook", "FailedDiscoveryCheck",
    "failing or missing response from", "failed calling admission webhook",
    "no endpoints available for service", "couldn't get resource list for",
    "unable to retrieve the complete list of server APIs",
)  # fmt: skip


def is_one(line: str) -> bool:
    """Tell whether a line is about a webhook or an aggregated API."""
    marked = any(mark in line for mark in _MARKS)
    return marked or any(known.search(line) for known in (_SERVICE, _REQUESTED))


def api_groups(text: str) -> tuple[str, ...]:
    """The groups of aggregated APIs that a text names, such as `metrics.k8s.io`."""
    expressions = (_API_PATH, _API_SERVICE, _REQUESTED)
    found = [name for expression in expressions for name in expression.findall(text)]
    names = dict.fromkeys(name.rstrip(".") for name in found if "." in name)
    return tuple(names)[:_MOST_NAMES]


def _claim(line: str) -> Claim:
    return Claim.WORDS if is_one(line) else Claim.NONE


def _read(line: str) -> tuple[Packet, ...]:
    service = _service(line)
    names = tuple(dict.fromkeys((*_WEBHOOK.findall(line), *api_groups(line))))[:_MOST_NAMES]
    if not service and not names:
        raise UnreadableError(NO_SERVICE)
    # the name of a Service in an address is no host that anybody outside the cluster dials
    dialled = find_dialled(line) or Dialled()
    if dialled.host:
        dialled = Dialled()
    failure = Failure(find_outcome(line) or "failed", service, names=names)
    return (packet_of(dialled, failure),)


def _service(line: str) -> str:
    for expression in (_SERVICE, _SERVICE_PATH, _QUOTED_SERVICE):
        if found := expression.search(line):
            parts = found.groupdict()
            return ".".join(filter(None, (parts["name"], parts.get("namespace"))))
    return ""


READER = Reader(
    label=gettext_noop("Webhooks and aggregated APIs"),
    sample=(
        'failed calling webhook "webhook.cert-manager.io": failed to call webhook: Post '
        '"https://cert-manager-webhook.cert-manager.svc:443/validate?timeout=30s": '
        "context deadline exceeded"
    ),
    claim=_claim,
    read=_read,
)
