"""How devices and ticket systems take a file: commands, which are the same in every language.

The files say it too, at greater length, and so does docs/exporters.md.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Loading:
    """What is typed where: to load the file of a format, to check it, and to take it back."""

    format: str
    load: tuple[str, ...]
    check: tuple[str, ...] = ()
    undo: tuple[str, ...] = ()


_POST = "curl -u USER -H 'Content-Type: application/json' --data-binary @FILE https://HOST"

FIREWALLS: tuple[Loading, ...] = (
    Loading(
        "panos-set",
        load=("set cli scripting-mode on", "configure", "grep '^set' FILE", "commit"),
        check=("validate full",),
        undo=("delete rulebase security rules NAME", "commit"),
    ),
    Loading(
        "panos-xml",
        load=("load config partial mode merge from-xpath … to-xpath … from FILE", "commit"),
        check=("validate full",),
        undo=("delete rulebase security rules NAME", "commit"),
    ),
    Loading(
        "fortigate",
        load=("System > Advanced > Configuration Scripts",),
        check=("show firewall policy | grep -f MARK",),
        undo=("config firewall policy", "delete NUMBER"),
    ),
    Loading(
        "huawei-usg",
        load=("grep -v '^#' FILE", "save"),
        check=("display security-policy rule all",),
        undo=("security-policy", "undo rule name NAME"),
    ),
    Loading(
        "h3c-secpath",
        load=("grep -v '^#' FILE", "save"),
        check=("display security-policy ip", "display security-policy ipv6"),
        undo=("security-policy ip", "undo rule name NAME"),
    ),
    Loading("checkpoint", load=("sh FILE",), check=("sh -n FILE",), undo=("sh FILE remove",)),
    Loading(
        "cisco-asa",
        load=("copy FILE running-config", "access-group NAME global", "write memory"),
        check=("show access-list NAME", "packet-tracer input INTERFACE tcp …"),
        undo=("no access-group NAME global", "clear configure access-list NAME"),
    ),
    Loading(
        "cisco-ios",
        load=("copy FILE running-config", "ip access-group NAME out"),
        check=("show ip access-lists NAME",),
        undo=("no ip access-group NAME out", "no ip access-list extended NAME"),
    ),
    Loading(
        "srx",
        load=("load replace FILE", "show | compare", "commit confirmed 5", "commit"),
        check=("show security policies global", "show security match-policies global …"),
        undo=("rollback 1", "commit"),
    ),
    Loading(
        "juniper",
        load=("load replace FILE", "show | compare", "commit confirmed 5", "commit"),
        check=("show configuration firewall",),
        undo=("rollback 1", "commit"),
    ),
    Loading(
        "arista",
        load=("configure session MARK", "copy FILE session-config", "commit timer 00:05:00"),
        check=("show session-config diffs", "show ip access-lists MARK-v4"),
        undo=("no ip access-group MARK-v4 in", "no ip access-list MARK-v4"),
    ),
    Loading(
        "nokia-srlinux",
        load=("gnmic … set --delete … --delete … --update-path /acl --update-file FILE",),
        check=("show acl acl-filter MARK-v4 type ipv4",),
        undo=("delete / acl acl-filter MARK-v4 type ipv4",),
    ),
    Loading(
        "openconfig",
        load=("gnmic … set --delete … --delete … --update-path / --update-file FILE",),
        check=("gnmic … get --path '/acl/acl-sets/acl-set[name=MARK-v4][type=ACL_IPV4]/state'",),
        undo=("gnmic … set --delete '/acl/acl-sets/acl-set[name=MARK-v4][type=ACL_IPV4]'",),
    ),
    Loading(
        "mikrotik",
        load=("import FILE",),
        check=("import FILE verbose=yes dry-run", "/ip firewall filter print where chain=MARK"),
        undo=("/ip firewall filter remove [find chain=MARK]",),
    ),
    Loading(
        "opnsense",
        load=("sh FILE apply",),
        check=("sh -n FILE",),
        undo=("sh FILE remove",),
    ),
    Loading(
        "nsx-v",
        load=("POST /api/4.0/firewall/globalroot-0/config/layer3sections",),
        check=("vsipioctl getrules",),
        undo=("DELETE /api/4.0/firewall/globalroot-0/config/layer3sections/ID",),
    ),
    Loading(
        "nftables-router",
        load=("nft -f FILE",),
        check=("nft -c -f FILE", "nft list table inet portsref_router"),
        undo=("nft delete table inet portsref_router",),
    ),
    Loading(
        "iptables-router",
        load=("iptables-restore --noflush FILE",),
        check=("iptables-restore --test FILE", "iptables-save"),
        undo=("iptables -D FORWARD -j PORTSREF-ROUTER",),
    ),
)
TICKETS: tuple[Loading, ...] = (
    Loading("xlsx", load=()),
    Loading("csv", load=()),
    Loading("csv-zh", load=()),
    Loading(
        "tufin-csv",
        load=("python3 TufinCSV2SC.py -i FILE -s ADDRESS -w WORKFLOW",),
        check=("python3 TufinCSV2SC.py … -a 0 -d 1",),
    ),
    Loading(
        "tufin-json",
        load=(f"{_POST}/securechangeworkflow/api/securechange/tickets",),
    ),
    Loading("algosec", load=("120: Generic Request",), undo=("140: Rule Removal Request",)),
    Loading(
        "firemon",
        load=(f"{_POST}/policyplanner/api/domain/DOMAIN/workflow/WORKFLOW/packet",),
    ),
    Loading("servicenow", load=("Firewall rule requests",)),
    Loading(
        "panos-csv",
        load=("panco objects import -f …", "panco policy import --type security -f …", "commit"),
    ),
)
