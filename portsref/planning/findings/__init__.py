"""What the engine says beside the rules: DESIGN §5, point 8.

Each finding is a code with parameters; the sentences are worded by whoever shows them. Most name
one thing and have `listeners` where several rows raise it together.

| code | severity | parameters |
|---|---|---|
| `open-to-any` | warning | `listener`, `ports` (`TCP 6443`), `groups` that listen |
| `unencrypted-across-zones` | warning | `zones` (two), `listeners` |
| `insecure-port` | warning | `product`, `ports`, `listeners` |
| `random-port` | note | `product`, `ports`, `listeners` |
| `name-needs-address` | note | `names`, `listeners` |
| `role-unplaced` | warning; note where only peers have it | `role`, `listeners` concerned |
| `group-without-addresses` | warning | `group` |
| `addresses-overlap` | warning between hosts of the cluster, else note | `groups`, `addresses` |
| `sctp-on-windows` | warning | `group`, `listeners` |
| `port-conflict` | error | `groups`, `ports` (`TCP 9099`), `listeners` that want it |
| `port-in-nodeport-range` | warning; note where a product comes so | `listener`, `ports`, `range` |
| `unknown-product` | error | `product` |
| `unknown-option` | error | `product`, `option`, `value`, `choices` (none: no such option) |
| `unknown-listener` | error | `listener` |
| `unknown-peer` | error | `listener`, `peer` |
| `version-unsupported` | warning | `version`, `oldest`, `newest` |
| `need-unmet` | note | `need`, `listeners` that would answer it if they ran |
| `product-unmaintained` | warning; note where deprecated | `product`, `status` |
| `change-without-effect` | note | `listener`, `because` |
| `option-without-effect` | note | `product`, `option`, `value` |

`because` is `absent`, `same-ports`, `same-peers`, `same` (ports and peers) or `no-ports`.
"""

from collections.abc import Sequence

from portsref.planning.findings.exposure import (
    insecure_ports,
    names_without_addresses,
    open_to_any,
    random_ports,
    unencrypted_across_zones,
)
from portsref.planning.findings.host_ports import port_conflicts, ports_in_nodeport_range
from portsref.planning.findings.placement import (
    groups_without_addresses,
    overlapping_addresses,
    sctp_on_windows,
    unplaced_roles,
)
from portsref.planning.findings.products import unmaintained_products, unmet_needs
from portsref.planning.findings.unknown_names import (
    unknown_listeners,
    unknown_peers,
    unknown_products,
    unsupported_version,
)
from portsref.planning.findings.without_effect import idle_changes, idle_options
from portsref.planning.flows import Connection
from portsref.planning.placing import Places
from portsref.planning.rules import Finding, Rule, Severity

_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


def review(
    places: Places, connections: Sequence[Connection], rules: Sequence[Rule]
) -> tuple[Finding, ...]:
    """Find what is doubtful about a plan, the gravest first, then in order of the code."""
    found = (
        *unknown_products(places),
        *unknown_listeners(places),
        *unknown_peers(places),
        *unsupported_version(places),
        *groups_without_addresses(places),
        *overlapping_addresses(places),
        *unplaced_roles(places, connections),
        *sctp_on_windows(connections),
        *port_conflicts(places),
        *ports_in_nodeport_range(places),
        *open_to_any(rules),
        *unencrypted_across_zones(places, rules),
        *insecure_ports(places),
        *random_ports(places, rules),
        *names_without_addresses(rules),
        *unmaintained_products(places),
        *unmet_needs(places),
        *idle_changes(places),
        *idle_options(places),
    )
    return tuple(sorted(found, key=_order))


def _order(finding: Finding) -> tuple[object, ...]:
    parameters = sorted((name, str(value)) for name, value in finding.parameters.items())
    return (_SEVERITIES.index(finding.severity), finding.code, finding.place, parameters)
