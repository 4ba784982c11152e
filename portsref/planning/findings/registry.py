"""Every kind of finding, in the order of the documentation, and all that a plan has."""

from portsref.planning.findings import (
    exposure,
    host_ports,
    placement,
    pod_network,
    products,
    unknown_names,
    without_effect,
)
from portsref.planning.findings.base import FindingKind, Planned
from portsref.planning.rules import Finding, Severity

FINDINGS: tuple[FindingKind, ...] = (
    exposure.OPEN_TO_ANY,
    exposure.UNENCRYPTED_ACROSS_ZONES,
    exposure.INSECURE_PORT,
    exposure.RANDOM_PORT,
    exposure.NAME_NEEDS_ADDRESS,
    pod_network.CONTROL_PLANE_OUTSIDE_POD_NETWORK,
    pod_network.CONTROL_PLANE_TO_PODS_UNKNOWN,
    pod_network.POD_NETWORK_ON_THE_WIRE,
    placement.ROLE_UNPLACED,
    placement.SYSTEM_UNPLACED,
    placement.GROUP_WITHOUT_ADDRESSES,
    placement.ADDRESSES_OVERLAP,
    placement.EXAMPLE_ADDRESS,
    placement.SCTP_ON_WINDOWS,
    host_ports.PORT_CONFLICT,
    host_ports.PORT_IN_NODEPORT_RANGE,
    unknown_names.UNKNOWN_PRODUCT,
    unknown_names.UNKNOWN_OPTION,
    unknown_names.UNKNOWN_LISTENER,
    unknown_names.UNKNOWN_PEER,
    unknown_names.VERSION_UNSUPPORTED,
    products.NEED_UNMET,
    products.NEED_MEETS_LOOPBACK,
    products.HOST_SERVICES_UNPLANNED,
    products.PRODUCT_UNMAINTAINED,
    without_effect.CHANGE_WITHOUT_EFFECT,
    without_effect.OPTION_WITHOUT_EFFECT,
)
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


def find_kind(code: str) -> FindingKind | None:
    """The kind of that code; none for one that only older revisions have."""
    return next((kind for kind in FINDINGS if kind.code == code), None)


def review(planned: Planned) -> tuple[Finding, ...]:
    """Find what is doubtful about a plan, the gravest first, then in order of the code."""
    found = (finding for kind in FINDINGS for finding in kind.find(planned))
    return tuple(sorted(found, key=_order))


def _order(finding: Finding) -> tuple[object, ...]:
    parameters = sorted((name, str(value)) for name, value in finding.parameters.items())
    return (_SEVERITIES.index(finding.severity), finding.code, finding.place, parameters)
