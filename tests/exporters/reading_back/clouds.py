"""Security groups of clouds: templates of CloudFormation and Azure, and Terraform's JSON."""

import json
import re

from tests.exporters.reading_back.allowed import (
    BY_NUMBER,
    EVERY_ADDRESS,
    NO_PORTS,
    Allowed,
    span,
)
from tests.exporters.reading_back.opened import opened

_NAMES = {"tcp": 6, "udp": 17, "sctp": 132, "esp": 50, "ah": 51, "gre": 47, "icmpv6": 58}
_EXPRESSION = re.compile(r"(?<!\$)\$\{|(?<!%)%\{")
_REFERENCE = re.compile(r"\$\{(var\.[a-z_]+|[a-z0-9_]+\.[a-z0-9_]+\.id)\}")


def read_cloud(text, to):
    """What the security groups of a file for hosts let in, as the readers of the product say."""
    return opened(text, "network", to=to)


def read_terraform(text):
    """What all resources of a file allow in, by the keys of the security groups."""
    for kind, key, resource in _resources(text):
        yield from _READERS.get(kind, _nothing)(key, resource)


def evaluated(text):
    """The configuration as Terraform reads it, whose only expressions are references of ours."""
    return _evaluated(json.loads(text))


def _evaluated(value):
    if isinstance(value, dict):
        return {key: _evaluated(each) for key, each in value.items() if key != "//"}
    if isinstance(value, list):
        return [_evaluated(each) for each in value]
    if not isinstance(value, str) or _REFERENCE.fullmatch(value):
        return value
    assert not _EXPRESSION.search(value.replace("$${", "").replace("%%{", "")), value
    return value.replace("$${", "${").replace("%%{", "%{")


def _resources(text):
    for section in evaluated(text).get("resource", ()):
        for kind, resources in section.items():
            for key, resource in resources.items():
                yield kind, key, resource


def _group(resource):
    """The group that a rule belongs to; a further one of the same hosts has a number."""
    return resource["security_group_id"].split(".")[1].partition("__")[0]


def _aws(_key, rule):
    network = rule.get("cidr_ipv4") or rule["cidr_ipv6"]
    ports = (rule.get("from_port"), rule.get("to_port"))
    yield _allowed(_group(rule), network, rule["ip_protocol"], ports)


def _neutron(_key, rule):
    if rule["direction"] == "ingress":
        ports = (rule.get("port_range_min"), rule.get("port_range_max"))
        yield _allowed(_group(rule), rule["remote_ip_prefix"], rule["protocol"], ports)


def _hetzner(key, firewall):
    for rule in firewall["rule"]:
        for network in rule["source_ips"]:
            ports = _range(rule["port"]) if "port" in rule else (None, None)
            yield _allowed(key.partition("__")[0], network, rule["protocol"], ports)


def _alibaba(_key, rule):
    assert (rule["type"], rule["policy"]) == ("ingress", "accept")
    network = rule.get("cidr_ip") or rule["ipv6_cidr_ip"]
    first, last = map(int, rule["port_range"].split("/"))
    yield _allowed(_group(rule), network, rule["ip_protocol"], (first, last))


def _tencent(_key, rules):
    for rule in rules["ingress"]:
        network = rule.get("cidr_block") or rule["ipv6_cidr_block"]
        ports = _range(rule["port"]) if "port" in rule else (None, None)
        yield _allowed(_group(rules), network, rule["protocol"], ports)


def _google(_key, firewall):
    [tag] = firewall["target_tags"]
    for network in firewall["source_ranges"]:
        for what in firewall["allow"]:
            for ports in map(_range, what["ports"]) if "ports" in what else ((None, None),):
                yield _allowed(tag, network, what["protocol"], ports)


def _nothing(_key, _resource):
    return ()


_READERS = {
    "aws_vpc_security_group_ingress_rule": _aws,
    "openstack_networking_secgroup_rule_v2": _neutron,
    "huaweicloud_networking_secgroup_rule": _neutron,
    "hcloud_firewall": _hetzner,
    "alicloud_security_group_rule": _alibaba,
    "tencentcloud_security_group_rule_set": _tencent,
    "google_compute_firewall": _google,
}


def _allowed(to, network, protocol, ports):
    family = 6 if ":" in network else 4
    ports = NO_PORTS if ports[0] in (None, -1) else (ports,)
    known = _protocol(protocol, family)
    return Allowed(to, family, known, (span(network),), EVERY_ADDRESS[family], ports)


def _protocol(text, family):
    name = text.lower()
    if name in ("icmp", "ipv6-icmp"):
        return {4: "ICMP", 6: "ICMPv6"}[family]
    return BY_NUMBER[_NAMES[name] if name in _NAMES else int(name)]


def _range(text):
    first, _, last = text.partition("-")
    return int(first), int(last or first)


def firewalls_of_google(text):
    """The rules of a file for Google Cloud, as gcloud lists them once they are there."""
    return [
        {
            "name": resource["name"],
            "direction": resource["direction"],
            "priority": 1000,
            "sourceRanges": resource["source_ranges"],
            "targetTags": resource["target_tags"],
            "allowed": [
                {"IPProtocol": what["protocol"], "ports": what.get("ports", [])}
                for what in resource["allow"]
            ],
        }
        for kind, _, resource in _resources(text)
        if kind == "google_compute_firewall"
    ]
