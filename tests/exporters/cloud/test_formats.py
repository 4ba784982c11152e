"""What the formats for clouds say, each in its own words, and what judges say about them."""

import json
from collections import Counter
from functools import cache

import cfnlint.api
import cfnlint.core
import pytest

from portsref.exporters.cloud.aws import name as name_at_aws
from portsref.planning.rules import ANYWHERE
from tests.exporters.cloud.formats import evaluated, texts
from tests.exporters.hostile import hostile_rules
from tests.exporters.reading_back.allowed import EVERY_ADDRESS, Allowed, space
from tests.exporters.reading_back.clouds import read_cloud
from tests.exporters.rule_sets import cause, group, rule, rule_set
from tests.exporters.schemas import against

FOUR, SIX = group("four", "10.9.0.0/24"), group("six", "2001:db8::/64")
RULES = rule_set(
    rule("web", ANYWHERE, group("api", "10.0.0.1"), "80,500-900"),
    rule("ping", SIX, group("api", "2001:db8::1"), "", protocol="ICMPv6"),
    rule("gre", FOUR, group("api", "10.0.0.1"), "", protocol="GRE"),
)
ESP = rule("esp", FOUR, group("api", "10.0.0.1"), "", protocol="ESP")
ICMP = rule("icmp", FOUR, group("api", "10.0.0.1"), "", protocol="ICMP")


def resources(name, rules=RULES):
    """The resources of a file for Terraform by kind, without their descriptions."""
    [text] = texts(name, rules).values()
    found = {}
    for section in evaluated(text)["resource"]:
        for kind, named in section.items():
            for key, resource in named.items():
                resource.pop("description", None)
                for part in (*resource.get("rule", ()), *resource.get("ingress", ())):
                    part.pop("description")
                found.setdefault(kind, {})[key] = resource
    return found


@cache
def rules_of_cfn_lint():
    return cfnlint.core.get_rules([], [], [], {}, False)


def judged(*templates):
    """What cfn-lint says against the resources of templates, which it reads as one.

    Of entries of one kind, which differ in numbers and texts alone, it reads a few: each takes it
    as long as a whole file takes us.
    """
    [whole, *others], kinds = map(json.loads, templates), Counter()
    for number, other in enumerate(others):
        for name, resource in other["Resources"].items():
            whole["Resources"][f"{name}Of{number}"] = resource
    for resource in whole["Resources"].values():
        entries = resource["Properties"]["SecurityGroupIngress"]
        kept = [entry for entry in entries if _is_among_few(entry, kinds)]
        resource["Properties"]["SecurityGroupIngress"] = kept or entries[:1]
    found = cfnlint.api.lint(json.dumps(whole), rules_of_cfn_lint(), ["eu-central-1"])
    return [f"{match.rule.id} {match.message}" for match in found]


def _is_among_few(entry, kinds):
    kind = (entry.get("IpProtocol"), *entry)
    kinds[kind] += 1
    return kinds[kind] <= 4


def test_cfn_lint_accepts_every_reference_plan_and_hostile_texts(catalogue_rule_sets):
    plans = (*catalogue_rule_sets, rule_set(*hostile_rules()), RULES)
    templates = [text for rules in plans for text in texts("aws-cloudformation", rules).values()]
    assert len(templates) > len(plans)
    assert judged(*templates) == []


@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [
        ('"IpProtocol": "tcp"', '"IpProtocl": "tcp"', "E3002"),
        ('"FromPort": 80', '"FromPort": "eighty"', "E3012"),
        ('"CidrIp": "0.0.0.0/0", "IpProtocol": "tcp"', '"IpProtocol": "tcp"', "E3014"),
        ('"0.0.0.0/0", "IpProtocol": "tcp"', '"0.0.0.0/33", "IpProtocol": "tcp"', "E3002"),
        ('{"Ref": "VpcId"}', '{"Ref": "Vpc"}', "E1020"),
    ],
)
def test_cfn_lint_refuses_what_is_wrong(right, wrong, rule):
    [text] = texts("aws-cloudformation", RULES).values()
    assert right in text
    assert any(found.startswith(rule) for found in judged(text.replace(right, wrong)))


def test_cloudformation():
    [text] = texts("aws-cloudformation", RULES).values()
    properties = json.loads(text)["Resources"]["SecurityGroup"]["Properties"]
    for entry in (*properties["SecurityGroupIngress"], *properties["SecurityGroupEgress"]):
        assert entry.pop("Description")
    assert properties == {
        "GroupDescription": "Hosts of the group api",
        "VpcId": {"Ref": "VpcId"},
        "Tags": [{"Key": "Name", "Value": "example-plan-api"}],
        "SecurityGroupEgress": [
            {"CidrIp": "0.0.0.0/0", "IpProtocol": "-1"},
            {"CidrIpv6": "::/0", "IpProtocol": "-1"},
        ],
        "SecurityGroupIngress": [
            {"CidrIp": "0.0.0.0/0", "IpProtocol": "tcp", "FromPort": 80, "ToPort": 80},
            {"CidrIp": "0.0.0.0/0", "IpProtocol": "tcp", "FromPort": 500, "ToPort": 900},
            {"CidrIpv6": "2001:db8::/64", "IpProtocol": "icmpv6", "FromPort": -1, "ToPort": -1},
            {"CidrIp": "10.9.0.0/24", "IpProtocol": "47"},
        ],
    }


def test_aws_for_terraform():
    api = {"security_group_id": "${aws_security_group.api.id}"}
    named = {"name": "example-plan-api", "tags": {"Name": "example-plan-api"}}
    assert resources("aws-terraform") == {
        "aws_security_group": {"api": {"vpc_id": "${var.vpc_id}", **named}},
        "aws_vpc_security_group_egress_rule": {
            "api_ipv4": {"cidr_ipv4": "0.0.0.0/0", "ip_protocol": "-1", **api},
            "api_ipv6": {"cidr_ipv6": "::/0", "ip_protocol": "-1", **api},
        },
        "aws_vpc_security_group_ingress_rule": {
            "api_tcp_80_from_0_0_0_0_0": {
                "cidr_ipv4": "0.0.0.0/0", "ip_protocol": "tcp", "from_port": 80, "to_port": 80,
                **api,
            },
            "api_tcp_500_to_900_from_0_0_0_0_0": {
                "cidr_ipv4": "0.0.0.0/0", "ip_protocol": "tcp", "from_port": 500, "to_port": 900,
                **api,
            },
            "api_icmpv6_from_2001_db8___64": {
                "cidr_ipv6": "2001:db8::/64", "ip_protocol": "icmpv6", "from_port": -1,
                "to_port": -1, **api,
            },
            "api_gre_from_10_9_0_0_24": {
                "cidr_ipv4": "10.9.0.0/24", "ip_protocol": "47", **api
            },
        },
    }  # fmt: skip


def test_a_name_that_aws_refuses_gets_a_word_in_front():
    assert name_at_aws("sg-cluster-api") == "plan-sg-cluster-api"
    assert name_at_aws("cluster-sg-api") == "cluster-sg-api"


@pytest.mark.parametrize("name", ["aws-cloudformation", "aws-terraform"])
def test_descriptions_have_the_characters_that_aws_takes(name):
    why = cause(purpose="It's “quoted”, <b>bold</b> & 工作; {{resolve:ssm:x}};", listener="a/b")
    [text] = texts(name, rule_set(rule("工作", causes=(why,)))).values()
    assert "group-bc62d1b6: Its quoted , b bold /b & ; resolve:ssm:x ; (a/b)" in text


def test_azure():
    rules = rule_set(
        rule("web", group("both", "10.0.0.0/8", "10.9.9.9", "2001:db8::/64"),
             group("api", "10.0.0.1", "10.0.0.9", "2001:db8::1"), "80,500-900"),
        ESP,
        ICMP,
    )  # fmt: skip
    [text] = texts("azure-nsg", rules).values()
    [nsg] = json.loads(text)["resources"]
    assert (nsg["name"], nsg["location"]) == ("example-plan-api", "[parameters('location')]")
    in_, allow = {"direction": "Inbound", "sourcePortRange": "*"}, {"access": "Allow"}
    found = {rule["name"]: rule["properties"] for rule in nsg["properties"]["securityRules"]}
    for properties in found.values():
        assert properties.pop("description")
    four = {"sourceAddressPrefix": "10.9.0.0/24", "destinationAddressPrefix": "10.0.0.1/32"}
    every = {"protocol": "*", "destinationAddressPrefix": "*", "destinationPortRange": "*"}
    assert found == {
        "web-v4": {
            "priority": 100, "protocol": "Tcp", "sourceAddressPrefix": "10.0.0.0/8",
            "destinationAddressPrefixes": ["10.0.0.1/32", "10.0.0.9/32"],
            "destinationPortRanges": ["80", "500-900"], **in_, **allow,
        },
        "web-v6": {
            "priority": 101, "protocol": "Tcp", "sourceAddressPrefix": "2001:db8::/64",
            "destinationAddressPrefix": "2001:db8::1/128",
            "destinationPortRanges": ["80", "500-900"], **in_, **allow,
        },
        "esp-v4": {
            "priority": 102, "protocol": "Esp", "destinationPortRange": "*", **four, **in_, **allow,
        },
        "icmp-v4": {
            "priority": 103, "protocol": "Icmp", "destinationPortRange": "*", **four, **in_,
            **allow,
        },
        "AllowProbesOfLoadBalancers": {
            "priority": 4095, "sourceAddressPrefix": "AzureLoadBalancer", **every, **in_, **allow,
        },
        "DenyEverythingElse": {
            "priority": 4096, "sourceAddressPrefix": "*", "access": "Deny", **every, **in_,
        },
    }  # fmt: skip


def test_azure_takes_any_destination_where_addresses_are_not_known():
    [text] = texts("azure-nsg", rule_set(rule("web", FOUR, group("api")))).values()
    span = ((int.from_bytes(bytes([10, 9, 0, 0])), int.from_bytes(bytes([10, 9, 0, 255]))),)
    allowed = Allowed("api", 4, "TCP", span, EVERY_ADDRESS[4], ((443, 443),))
    assert space(read_cloud(text, "api")) == space([allowed])


def test_google():
    said = {
        "network": "${var.network}",
        "direction": "INGRESS",
        "target_tags": ["example-plan-api"],
    }
    four = {"source_ranges": ["10.9.0.0/24"]}
    assert resources("gcp-terraform") == {
        "google_compute_firewall": {
            "web_v4": {
                "name": "example-plan-web-v4",
                "source_ranges": ["0.0.0.0/0"],
                "allow": [{"protocol": "tcp", "ports": ["80", "500-900"]}],
                **said,
            },
            "ping_v6": {
                "name": "example-plan-ping-v6",
                "source_ranges": ["2001:db8::/64"],
                "allow": [{"protocol": "58"}],
                **said,
            },
            "gre_v4": {
                "name": "example-plan-gre-v4",
                "allow": [{"protocol": "47"}],
                **four,
                **said,
            },
        }
    }


def test_openstack():
    api = {
        "security_group_id": "${openstack_networking_secgroup_v2.api.id}",
        "direction": "ingress",
    }
    four = {"ethertype": "IPv4", **api}
    assert resources("openstack-terraform") == {
        "openstack_networking_secgroup_v2": {"api": {"name": "example-plan-api"}},
        "openstack_networking_secgroup_rule_v2": {
            "api_tcp_80_from_0_0_0_0_0": {
                "remote_ip_prefix": "0.0.0.0/0", "protocol": "tcp", "port_range_min": 80,
                "port_range_max": 80, **four,
            },
            "api_tcp_500_to_900_from_0_0_0_0_0": {
                "remote_ip_prefix": "0.0.0.0/0", "protocol": "tcp", "port_range_min": 500,
                "port_range_max": 900, **four,
            },
            "api_icmpv6_from_2001_db8___64": {
                "remote_ip_prefix": "2001:db8::/64", "protocol": "ipv6-icmp", "ethertype": "IPv6",
                **api,
            },
            "api_gre_from_10_9_0_0_24": {
                "remote_ip_prefix": "10.9.0.0/24", "protocol": "47", **four
            },
        },
    }  # fmt: skip


def test_hetzner():
    assert resources("hetzner-terraform") == {
        "hcloud_firewall": {
            "api": {
                "name": "example-plan-api",
                "rule": [
                    {"protocol": "tcp", "port": "80", "source_ips": ["0.0.0.0/0"],
                     "direction": "in"},
                    {"protocol": "tcp", "port": "500-900", "source_ips": ["0.0.0.0/0"],
                     "direction": "in"},
                    {"protocol": "icmp", "source_ips": ["2001:db8::/64"], "direction": "in"},
                    {"protocol": "gre", "source_ips": ["10.9.0.0/24"], "direction": "in"},
                ],
            }
        }
    }  # fmt: skip


def test_alibaba_closes_what_hosts_of_a_group_may_do_to_each_other():
    said = {
        "security_group_id": "${alicloud_security_group.api.id}",
        "type": "ingress",
        "policy": "accept",
        "priority": 1,
        "nic_type": "intranet",
    }
    assert resources("alibaba-terraform") == {
        "alicloud_security_group": {
            "api": {
                "security_group_name": "example-plan-api",
                "vpc_id": "${var.vpc_id}",
                "security_group_type": "normal",
                "inner_access_policy": "Drop",
            }
        },
        "alicloud_security_group_rule": {
            "api_tcp_80_from_0_0_0_0_0": {
                "cidr_ip": "0.0.0.0/0", "ip_protocol": "tcp", "port_range": "80/80", **said
            },
            "api_tcp_500_to_900_from_0_0_0_0_0": {
                "cidr_ip": "0.0.0.0/0", "ip_protocol": "tcp", "port_range": "500/900", **said
            },
            "api_icmpv6_from_2001_db8___64": {
                "ipv6_cidr_ip": "2001:db8::/64", "ip_protocol": "icmpv6", "port_range": "-1/-1",
                **said,
            },
            "api_gre_from_10_9_0_0_24": {
                "cidr_ip": "10.9.0.0/24", "ip_protocol": "gre", "port_range": "-1/-1", **said
            },
        },
    }  # fmt: skip


def test_tencent_lets_hosts_dial_which_it_would_not():
    found = resources("tencent-terraform")["tencentcloud_security_group_rule_set"]["api"]
    for entry in found["egress"]:
        assert entry.pop("description")
    assert found == {
        "security_group_id": "${tencentcloud_security_group.api.id}",
        "egress": [
            {"action": "ACCEPT", "cidr_block": "0.0.0.0/0"},
            {"action": "ACCEPT", "ipv6_cidr_block": "::/0"},
        ],
        "ingress": [
            {"action": "ACCEPT", "cidr_block": "0.0.0.0/0", "protocol": "TCP", "port": "80"},
            {"action": "ACCEPT", "cidr_block": "0.0.0.0/0", "protocol": "TCP", "port": "500-900"},
            {"action": "ACCEPT", "ipv6_cidr_block": "2001:db8::/64", "protocol": "ICMPV6"},
            {"action": "ACCEPT", "cidr_block": "10.9.0.0/24", "protocol": "GRE"},
        ],
    }


def test_huawei_takes_the_rules_away_that_every_group_has():
    found = resources("huawei-terraform")
    [(key, secgroup)] = found["huaweicloud_networking_secgroup"].items()
    assert (key, secgroup) == ("api", {"name": "example-plan-api", "delete_default_rules": True})
    rules = found["huaweicloud_networking_secgroup_rule"]
    assert list(rules) == [
        "api_egress_ipv4",
        "api_egress_ipv6",
        "api_tcp_80_from_0_0_0_0_0",
        "api_tcp_500_to_900_from_0_0_0_0_0",
        "api_icmpv6_from_2001_db8___64",
        "api_gre_from_10_9_0_0_24",
    ]
    api = {"security_group_id": "${huaweicloud_networking_secgroup.api.id}"}
    assert rules["api_egress_ipv6"] == {"direction": "egress", "ethertype": "IPv6", **api}
    assert rules["api_gre_from_10_9_0_0_24"] == {
        "direction": "ingress",
        "ethertype": "IPv4",
        "remote_ip_prefix": "10.9.0.0/24",
        "protocol": "47",
        **api,
    }


def test_an_entry_has_the_same_name_in_every_revision():
    before = resources("openstack-terraform")["openstack_networking_secgroup_rule_v2"]
    more = rule_set(rule("first", FOUR, group("api", "10.0.0.1"), "22"), *RULES.rules)
    after = resources("openstack-terraform", more)["openstack_networking_secgroup_rule_v2"]
    assert before.items() <= after.items()


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("aws-terraform", '"ip_protocol": "tcp"', '"ip_protocol": "ipip"'),
        ("aws-terraform", '"from_port": 80', '"from_port": "80"'),
        ("aws-terraform", '"cidr_ipv6": "2001:db8::/64"', '"cidr_ipv4": "2001:db8::/64"'),
        ("aws-terraform", "${aws_security_group.api.id}", "sg-1"),
        ("gcp-terraform", '"protocol": "58"', '"protocol": "icmpv6"'),
        ("gcp-terraform", '"0.0.0.0/0"', '"0.0.0.0/0", "::/0"'),
        ("openstack-terraform", '"port_range_min": 80', '"port_range_min": 0'),
        ("openstack-terraform", '"protocol": "ipv6-icmp"', '"protocol": "icmpv6"'),
        ("hetzner-terraform", '"protocol": "gre"', '"protocol": "47"'),
        ("hetzner-terraform", ', "port": "80"', ""),
        ("alibaba-terraform", '"port_range": "80/80"', '"port_range": "-1/-1"'),
        ("alibaba-terraform", '"inner_access_policy": "Drop"', '"inner_access": false'),
        ("tencent-terraform", '"protocol": "ICMPV6"', '"protocol": "ICMPv6"'),
        ("huawei-terraform", '"protocol": "47"', '"protocol": "gre"'),
    ],
)
def test_the_schema_for_terraform_refuses_what_a_provider_would(name, right, wrong):
    [text] = texts(name, RULES).values()
    assert right in text
    assert against("terraform", evaluated(text)) == []
    assert against("terraform", evaluated(text.replace(right, wrong))) != []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('"protocol": "Tcp"', '"protocol": "Sctp"'),
        ('"access": "Deny"', '"access": "Drop"'),
        ('"priority": 100,', '"priorty": 100,'),
        ('"contentVersion": "1.0.0.0"', '"contentVersion": "1"'),
    ],
)
def test_the_schema_for_azure_refuses_what_is_wrong(right, wrong):
    [text] = texts("azure-nsg", RULES).values()
    schema = "azure-network-security-group"
    assert right in text
    assert against(schema, json.loads(text)) == []
    assert against(schema, json.loads(text.replace(right, wrong))) != []
