"""AWS, Azure and Google Cloud: what their commands print."""

import json

import pytest

from tests.verification.rules.reading import beside, rules_of, sample, states, told

WEB = rules_of(("web", "TCP", "80,443"))
AWS = sample("aws-security-groups.json")


def aws(*permissions, **more):
    group = {"GroupId": "sg-1", "GroupName": "servers", "IpPermissions": list(permissions)} | more
    return json.dumps({"SecurityGroups": [group]}, indent=1)


def permission(protocol="tcp", ports=(80, 443), **sources):
    ends = {"FromPort": ports[0], "ToPort": ports[1]} if ports else {}
    return {"IpProtocol": protocol, **ends, **sources}


@pytest.mark.parametrize(
    ("allowed", "state"),
    [
        (permission(IpRanges=[{"CidrIp": "0.0.0.0/0"}]), "open"),
        (permission("-1", None, IpRanges=[{"CidrIp": "10.9.0.0/16"}]), "open"),
        (permission("6", IpRanges=[{"CidrIp": "10.9.0.0/25"}]), "partly"),
        (permission("udp", IpRanges=[{"CidrIp": "0.0.0.0/0"}]), "closed"),
        (permission(Ipv6Ranges=[{"CidrIpv6": "::/0"}]), "closed"),
        (permission(PrefixListIds=[{"PrefixListId": "pl-1"}]), "unknown"),
        (permission(UserIdGroupPairs=[{"GroupId": "sg-9"}]), "unknown"),
        (permission(UserIdGroupPairs=[{"GroupId": "sg-1"}]), "closed"),
        (permission("icmp", (8, -1), IpRanges=[{"CidrIp": "0.0.0.0/0"}]), "closed"),
    ],
)
def test_aws(allowed, state):
    assert states(aws(allowed), WEB) == {"servers-own-web": state}


@pytest.mark.parametrize(
    ("kind", "found"), [(8, []), (3, []), (5, ["nobody | ICMP from any address of IPv4"])]
)
def test_errors_and_pings_are_what_every_host_needs(kind, found):
    allowed = permission("icmp", (kind, -1), IpRanges=[{"CidrIp": "0.0.0.0/0"}])
    assert beside(aws(allowed), WEB) == found


def test_several_security_groups_of_hosts_are_one():
    groups = [
        {"GroupId": "sg-1", "IpPermissions": [
            permission(ports=(80, 80), IpRanges=[{"CidrIp": "10.9.0.0/24"}])]},
        {"GroupId": "sg-2", "IpPermissions": [
            permission(ports=(443, 443), IpRanges=[{"CidrIp": "10.9.0.0/24"}])]},
    ]  # fmt: skip
    text = json.dumps({"SecurityGroups": groups})
    assert states(text, WEB, "servers") == {"servers-own-web": "open"}


def test_flat_rules_and_templates_of_aws():
    flat = {"GroupId": "sg-1", "IsEgress": False, "IpProtocol": "tcp", "FromPort": 80,
            "ToPort": 443, "CidrIpv4": "10.9.0.0/24"}  # fmt: skip
    egress = flat | {"IsEgress": True, "IpProtocol": "-1"}
    assert states(json.dumps({"SecurityGroupRules": [flat, egress]}), WEB) == {
        "servers-own-web": "open"
    }


def test_the_sample_of_aws_asks_who_is_in_a_group_and_leaves_controllers_alone():
    rules = rules_of(("node-port", "TCP", "30463"))
    assert beside(AWS, rules, "servers") == [
        "machine | ICMP from any address of IPv4",
        ("machine | TCP 30463 from any address of IPv4 | needed by users-to-servers-own-node-port"),
        "machine | TCP 30463 from 192.168.0.0/16",
        "nobody | everything from 192.168.0.0/16",
        (
            "untold | everything from sg-00000000000000002"
            " | the plan does not say who is in sg-00000000000000002"
        ),
        "nobody | everything from 10.0.0.0/28",
        "nobody | everything from 10.0.0.0/28",
    ]
    assert states(AWS, rules, "servers") == {"servers-own-node-port": "open"}


def azure(*rules, **more):
    return json.dumps({"name": "servers", "securityRules": list(rules)} | more, indent=1)


def azure_rule(priority=100, access="Allow", **more):
    return {
        "priority": priority, "access": access, "direction": "Inbound", "protocol": "Tcp",
        "sourceAddressPrefix": "10.9.0.0/24", "sourcePortRange": "*",
        "destinationAddressPrefix": "*", "destinationPortRanges": ["80", "443"],
    } | more  # fmt: skip


DENY = azure_rule(4096, "Deny", protocol="*", sourceAddressPrefix="*", destinationPortRanges=["*"])


@pytest.mark.parametrize(
    ("rules", "state"),
    [
        ([azure_rule(), DENY], "open"),
        ([azure_rule(destinationPortRanges=[], destinationPortRange="80-443"), DENY], "open"),
        ([azure_rule(sourceAddressPrefix="*", protocol="*"), DENY], "open"),
        ([azure_rule(protocol="Udp"), DENY], "closed"),
        ([azure_rule(direction="Outbound"), DENY], "closed"),
        ([azure_rule(200), azure_rule(150, "Deny"), DENY], "closed"),
        ([azure_rule(sourceAddressPrefix="Internet"), DENY], "unknown"),
        ([azure_rule(sourceAddressPrefix="VirtualNetwork"), DENY], "unknown"),
        ([], "unknown"),
    ],
)
def test_azure(rules, state):
    assert states(azure(*rules), WEB) == {"servers-own-web": state}
    nested = [{"name": "r", "properties": rule} for rule in rules]
    assert states(azure(*nested), WEB) == {"servers-own-web": state}


def test_a_list_of_rules_of_azure_is_read():
    assert states(json.dumps([azure_rule(), DENY]), WEB, "servers") == {"servers-own-web": "open"}


def test_the_group_of_a_subnet_and_that_of_an_interface_must_both_allow():
    both = [
        {"name": "servers-subnet", "securityRules": [azure_rule(), DENY]},
        {"name": "servers-interface", "securityRules": [DENY]},
    ]
    assert states(json.dumps(both), WEB) == {"servers-own-web": "closed"}
    assert states(json.dumps(both[:1]), WEB) == {"servers-own-web": "open"}


def google(*rules):
    return json.dumps(list(rules), indent=1)


def google_rule(name="web", **more):
    allowed = [{"IPProtocol": "tcp", "ports": ["80", "443"]}]
    fields = {"direction": "INGRESS", "sourceRanges": ["10.9.0.0/24"], "allowed": allowed}
    return {"name": name, "priority": 1000} | fields | more


@pytest.mark.parametrize(
    ("rules", "state"),
    [
        ([google_rule()], "open"),
        ([google_rule(targetTags=["cluster-servers"])], "open"),
        ([google_rule(targetTags=["cluster-servers"], disabled=True)], "closed"),
        ([google_rule(targetTags=["cluster-users"])], "unknown"),
        ([google_rule(targetServiceAccounts=["a@example.com"])], "unknown"),
        ([google_rule(sourceRanges=[], sourceTags=["bastion"])], "unknown"),
        ([google_rule(sourceRanges=[], sourceTags=["users"])], "open"),
        ([google_rule(allowed=[{"IPProtocol": "all"}])], "open"),
        ([google_rule(allowed=[{"IPProtocol": "udp", "ports": ["80-443"]}])], "closed"),
        ([google_rule(), google_rule("no", allowed=[], denied=[{"IPProtocol": "all"}])], "closed"),
        ([google_rule(direction="EGRESS")], "closed"),
    ],
)
def test_google(rules, state):
    assert states(google(*rules), WEB, "servers") == {"servers-own-web": state}


def test_rules_that_a_controller_looks_after_are_said():
    rule = google_rule("k8s-fw-a1", allowed=[{"IPProtocol": "tcp", "ports": ["8443"]}])
    assert beside(google(rule), WEB, "servers") == ["machine | TCP 8443 from 10.9.0.0/24"]


def test_whose_it_is_is_asked_where_nothing_tells():
    text = aws(permission(IpRanges=[{"CidrIp": "0.0.0.0/0"}]), GroupName="sg")
    rules = rules_of(
        ("web", "TCP", "80"),
        groups=[
            {"name": "servers", "roles": ["worker"], "addresses": ["10.0.0.0/28"]},
            {"name": "others", "roles": ["worker"], "addresses": ["10.0.1.0/28"]},
            {"name": "users", "roles": ["client"], "addresses": ["10.9.0.0/24"]},
        ],
    )
    assert told(text, rules) == [
        "paste:1: it is not clear whose rules these are: name the group of the plan"
    ]
    assert states(text, rules, "servers") == {"servers-own-web": "open"}
