"""Where the packets of pods run, as far as it decides which rules can help."""

from collections.abc import Iterator

from portsref.catalogue.products import Listener, Product
from portsref.messages import gettext_noop
from portsref.planning.findings.base import FindingKind, Planned, Variant
from portsref.planning.rules import Finding
from portsref.planning.selection import Selected


def pod_network_on_the_wire(planned: Planned) -> Iterator[Finding]:
    """One finding, where pods' packets pass the fabric and the plan does not say whose they are."""
    placement = planned.placement
    network = placement.selection.pod_network
    if "routed" in network.travel and not placement.pods and network.made_by:
        assumed = tuple(map(str, network.pods)) if network.pods_assumed_from else ()
        has_tunnel = "encapsulated" in network.travel
        yield POD_NETWORK_ON_THE_WIRE(
            product=network.made_by, assumed=assumed, where="within-subnets" if has_tunnel else ""
        )


POD_NETWORK_ON_THE_WIRE = FindingKind(
    code="pod-network-on-the-wire",
    severity="warning",
    parameters=("product", "assumed", "where"),
    place="networks.pods",
    says=gettext_noop("%(product)s sends pods' packets from node to node with pods' addresses."),
    advice=gettext_noop(
        "Enter the pod network, so that there are rules for it. Firewalls between nodes "
        "must let pods reach pods."
    ),
    variants=(
        Variant(
            parameter="where",
            value="within-subnets",
            says=gettext_noop(
                "Between nodes of one subnet, %(product)s sends pods' packets with pods' addresses."
            ),
            advice=gettext_noop(
                "Firewalls of the nodes must let the pod network through. Enter it, so that there "
                "are rules for it."
            ),
        ),
    ),
    find=pod_network_on_the_wire,
)


def control_plane_to_pods_unknown(planned: Planned) -> Iterator[Finding]:
    """One finding, with what a control plane calls in pods, where nobody says how it gets there."""
    placement = planned.placement
    network = placement.selection.pod_network
    if network.reached != "unknown" or not network.reached_by:
        return
    called = {
        selected.key
        for selected in placement.selection.rows
        if placement.is_dialled_by_api_server(selected.row)
    }
    if called:
        yield CONTROL_PLANE_TO_PODS_UNKNOWN(
            product=network.reached_by, listeners=tuple(sorted(called))
        )


CONTROL_PLANE_TO_PODS_UNKNOWN = FindingKind(
    code="control-plane-to-pods-unknown",
    severity="warning",
    parameters=("product", "listeners"),
    place="picks[{product}]",
    says=gettext_noop(
        "It is not known how the control plane of %(product)s reaches pods, so there is no rule "
        "for it."
    ),
    advice=gettext_noop(
        "Ask the provider. If the control plane dials pods by their addresses, let it reach what "
        "is listed here."
    ),
    find=control_plane_to_pods_unknown,
)


def control_plane_outside_pod_network(planned: Planned) -> Iterator[Finding]:
    """One finding a product, with what the control plane cannot reach in its pods.

    What would help, as far as the catalogue knows: an option by which the same component listens on
    the host network, and what that opens.
    """
    placement = planned.placement
    if not placement.selection.pod_network.is_out_of_reach:
        return
    unreached: dict[str, list[Selected]] = {}
    for selected in placement.selection.rows:
        if placement.is_dialled_by_api_server(selected.row):
            unreached.setdefault(selected.row.product, []).append(selected)
    for name, several in sorted(unreached.items()):
        product = placement.selection.catalogue.products.get(name)
        remedies = sorted({line for one in several for line in _on_host_network(one, product)})
        yield CONTROL_PLANE_OUTSIDE_POD_NETWORK(
            product=name,
            listeners=tuple(sorted(one.key for one in several)),
            settings=tuple(dict.fromkeys(setting for setting, _opened in remedies)),
            opened=tuple(opened for _setting, opened in remedies),
            remedy="host-network" if remedies else "",
        )


CONTROL_PLANE_OUTSIDE_POD_NETWORK = FindingKind(
    code="control-plane-outside-pod-network",
    severity="error",
    parameters=("product", "listeners", "settings", "opened", "remedy"),
    place="picks[{product}]",
    says=gettext_noop(
        "The control plane dials pods of %(product)s from outside the tunnel of the pod network, "
        "and no firewall rule can help."
    ),
    advice=gettext_noop(
        "Run them on the host network, if the product allows it, or choose a pod network "
        "that gives pods addresses of the nodes' network."
    ),
    variants=(
        Variant(
            parameter="remedy",
            value="host-network",
            says=gettext_noop(
                "The control plane dials pods of %(product)s from outside the tunnel of the pod "
                "network, and no firewall rule can help."
            ),
            advice=gettext_noop(
                "Move them to the host network by %(settings)s. On the nodes this opens %(opened)s "
                "to the control plane."
            ),
        ),
    ),
    find=control_plane_outside_pod_network,
)


def _on_host_network(selected: Selected, product: Product | None) -> Iterator[tuple[str, str]]:
    """The options that put a listener of the same component on the host, and its ports there."""
    here = selected.row
    for row in product.listeners if product else ():
        is_twin = row.component == here.component and row.scope == "node"
        if is_twin and row.protocol == here.protocol and _serves_the_same(here, row):
            settings = (
                f"{option} = {values[0]}"
                for option, values in row.when.items()
                if here.when.get(option) != values
            )
            yield ", ".join(settings), f"{row.protocol} {row.ports}"


def _serves_the_same(pod: object, host: Listener) -> bool:
    """Tell whether a row is what the pod's becomes: under a condition, dialled from there too."""
    return isinstance(pod, Listener) and bool(host.when) and "control-plane" in host.peers
