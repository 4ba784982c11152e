"""Reads access lists in JSON, of SR Linux and of OpenConfig, ours and those of others."""

import json
from ipaddress import ip_network

from tests.exporters.network.entries import ALL_PORTS, EVERYTHING, Entry

_OPENCONFIG_TYPES = {
    "openconfig-icmpv4-types:DST_UNREACHABLE": 3,
    "openconfig-icmpv4-types:TIME_EXCEEDED": 11,
    "openconfig-icmpv4-types:PARAM_PROBLEM": 12,
    "openconfig-icmpv4-types:ECHO_REPLY": 0,
    "openconfig-icmpv6-types:DESTINATION_UNREACHABLE": 1,
    "openconfig-icmpv6-types:PACKET_TOO_BIG": 2,
    "openconfig-icmpv6-types:TIME_EXCEEDED": 3,
    "openconfig-icmpv6-types:PARAMETER_PROBLEM": 4,
    "openconfig-icmpv6-types:ECHO_REPLY": 129,
    "openconfig-icmpv6-types:ROUTER_SOLICITATION": 133,
    "openconfig-icmpv6-types:ROUTER_ADVERTISEMENT": 134,
    "openconfig-icmpv6-types:NEIGHBOR_SOLICITATION": 135,
    "openconfig-icmpv6-types:NEIGHBOR_ADVERTISEMENT": 136,
}


def srlinux_filters(text):
    """The filters of a file: `/acl` of ours, or a list of them as Aerleon writes it."""
    data = json.loads(text)
    return data["acl-filter"] if isinstance(data, dict) else [one["acl-filter"] for one in data]


def srlinux(text):
    """What the filters accept before they drop all else."""
    found = []
    for filter_ in srlinux_filters(text):
        family = {"ipv4": 4, "ipv6": 6}[filter_["type"]]
        for entry in filter_["entry"]:
            if entry["action"] == {"drop": {}}:
                assert "match" not in entry
                break
            assert entry["action"] == {"accept": {}}
            found.append(_srlinux_entry(family, entry["match"]))
    return found


def _srlinux_entry(family, match):
    header = match[f"ipv{family}"]
    protocol = header[{4: "protocol", 6: "next-header"}[family]]
    transport = match.get("transport", {})
    flags = transport.get("tcp-flags")
    assert flags in (None, "ack|rst")
    kind = header.get({4: "icmp", 6: "icmp6"}[family])
    return Entry(
        family,
        {"tcp": 6}.get(protocol, protocol),
        _network(family, header.get("source-ip", {}).get("prefix")),
        _srlinux_ports(transport.get("source-port")),
        _network(family, header.get("destination-ip", {}).get("prefix")),
        _srlinux_ports(transport.get("destination-port")),
        kind["type"] if kind else "established" if flags else "",
    )


def _srlinux_ports(port):
    if port is None:
        return ALL_PORTS
    return (port["value"],) * 2 if "value" in port else (
        port["range"]["start"], port["range"]["end"],
    )  # fmt: skip


def openconfig_lists(text):
    """The lists of a file: the whole configuration of ours, or a list of them."""
    data = json.loads(text)
    return data if isinstance(data, list) else data["openconfig-acl:acl"]["acl-sets"]["acl-set"]


def openconfig(text):
    """What the lists accept before they drop all else."""
    found = []
    for one in openconfig_lists(text):
        family = {"ACL_IPV4": 4, "ACL_IPV6": 6}[one["type"]]
        for entry in one["acl-entries"]["acl-entry"]:
            action = entry["actions"]["config"]["forwarding-action"]
            if action == "DROP":
                assert f"ipv{family}" not in entry
                break
            assert action == "ACCEPT"
            found.append(_openconfig_entry(family, entry))
    return found


def _openconfig_entry(family, entry):
    header = entry[f"ipv{family}"]
    config = header["config"]
    transport = entry.get("transport", {}).get("config", {})
    kind = header.get(f"icmpv{family}")
    more = "established" if transport.get("builtin-detail") == "TCP_ESTABLISHED" else ""
    return Entry(
        family,
        config["protocol"],
        _network(family, config.get("source-address")),
        _openconfig_ports(transport.get("source-port")),
        _network(family, config.get("destination-address")),
        _openconfig_ports(transport.get("destination-port")),
        _OPENCONFIG_TYPES[kind["config"]["type"]] if kind else more,
    )


def _openconfig_ports(port):
    if port is None:
        return ALL_PORTS
    first, _, last = str(port).partition("..")
    return int(first), int(last or first)


def _network(family, text):
    return ip_network(text) if text else EVERYTHING[family][0]
