"""Policies for pods: what pods may dial, in the three kinds that Kubernetes knows."""

from dataclasses import replace
from ipaddress import ip_address, ip_network

import kubernetes_validate
import pytest
import yaml

from portsref.exporters.cluster import admin_network_policy as anp
from portsref.exporters.cluster import cluster_network_policy as cnp
from portsref.exporters.cluster import network_policy as np
from portsref.exporters.cluster.pods import NO_PORT_0, SEVERAL, pods_of
from portsref.exporters.families import NOTHING_IN_COMMON
from portsref.exporters.network.ends import NO_ADDRESSES
from portsref.planning.document import document_from
from portsref.planning.packets import allowing
from portsref.planning.rules import ANYWHERE, Endpoint
from portsref.ports import PortSet
from tests.exporters.hostile import hostile_rules
from tests.exporters.rule_sets import group, rule, rule_set
from tests.exporters.sampling import packets_near
from tests.exporters.schemas import against_schema


def named(value):
    return getattr(value, "name", str(value))


EVERY = (np.EXPORTER, cnp.EXPORTER, anp.EXPORTER)
each = pytest.mark.parametrize("exporter", EVERY, ids=named)
PODS = group("pods", "10.42.0.0/16", "2001:db8:42::/56")
API = group("api", "10.0.0.1", "2001:db8::1")


def with_pods(*rules, pods=("pods",), **what):
    """Rules with a plan that has groups of pods."""
    groups = [{"name": name, "roles": ["pod"], "addresses": ["10.42.0.0/16"]} for name in pods]
    data = {"schema": "portsref.plan/v1", "title": "Example plan", "groups": groups}
    return replace(rule_set(*rules, **what), document=document_from(data))


def written(exporter, rules):
    return exporter.export(rules).file.content.decode()


def objects(text):
    loaded = yaml.load_all(text, yaml.CSafeLoader)
    return [one for one in loaded if one]


def refusals(exporter, text):
    if exporter is not np.EXPORTER:
        return [error for one in objects(text) for error in against_schema(one)]
    try:
        for one in objects(text):
            kubernetes_validate.validate(one, "1.37", strict=True)
    except kubernetes_validate.ValidationError as error:
        return [str(error)]
    return []


def openings(exporter, text):
    """Networks, of which none means pods, with protocol and ports, of what may be dialled."""
    for one in objects(text):
        for opening in one["spec"]["egress"]:
            yield _networks(opening["to"]), dict(_services(exporter, opening))


def _networks(peers):
    return [
        ip_network(net)
        for peer in peers
        for net in peer.get("networks", [peer["ipBlock"]["cidr"]] if "ipBlock" in peer else [])
    ]


def _services(exporter, opening):
    found = {}
    for protocol, first, last in _ports(exporter, opening):
        found.setdefault(protocol, []).append(f"{first}-{last}")
    for protocol, ports in found.items():
        yield protocol, PortSet.parse(",".join(ports))


def _ports(exporter, opening):
    if exporter is np.EXPORTER:
        for port in opening["ports"]:
            yield port["protocol"], port["port"], port.get("endPort", port["port"])
    elif exporter is cnp.EXPORTER:
        for entry in opening["protocols"]:
            [(protocol, what)] = entry.items()
            port = what["destinationPort"]
            both = port.get("range", {"start": port.get("number"), "end": port.get("number")})
            yield protocol.upper(), both["start"], both["end"]
    else:
        for entry in opening["ports"]:
            [port] = entry.values()
            yield (
                port["protocol"],
                port.get("start", port.get("port")),
                port.get("end", port.get("port")),
            )


@each
def test_the_judge_accepts_every_reference_plan(exporter, catalogue_rule_sets):
    for rules in catalogue_rule_sets:
        assert refusals(exporter, written(exporter, rules)) == []


@each
def test_nothing_hostile_leaves_its_place(exporter):
    rules = [replace(one, source=PODS) for one in hostile_rules()]
    text = written(exporter, with_pods(*rules))
    assert len(objects(text)) == 1
    assert refusals(exporter, text) == []
    assert all(line.isprintable() for line in text.splitlines())


@pytest.mark.parametrize(
    ("exporter", "right", "wrong"),
    [
        (np.EXPORTER, "endPort: 90", "endport: 90"),
        (np.EXPORTER, "ipBlock:", "ipblock:"),
        (cnp.EXPORTER, "tier: Admin", "tier: Cluster"),
        (cnp.EXPORTER, "action: Accept", "action: Allow"),
        (cnp.EXPORTER, "end: 90", "ends: 90"),
        (anp.EXPORTER, "action: Allow", "action: Accept"),
        (anp.EXPORTER, "priority: 500", "priority: 5000"),
    ],
    ids=named,
)
def test_what_is_wrong_is_refused(exporter, right, wrong):
    text = written(exporter, with_pods(rule(source=PODS, destination=API, ports="80-90")))
    assert right in text
    assert refusals(exporter, text.replace(right, wrong))


@each
def test_pods_may_dial_what_the_rules_of_pods_say(exporter, catalogue_rule_sets):
    said = 0
    for rules in catalogue_rule_sets:
        export = exporter.export(rules)
        left = {item.rule.name for item in export.left_out}
        are_pods = pods_of(rules.document)
        mine = [one for one in rules.all_rules if one.name not in left and are_pods(one.source)]
        found = list(openings(exporter, export.file.content.decode()))
        pods = [part for one in mine for part in one.source.addresses]
        for packet in packets_near(mine):
            if not any(packet.source in part for part in pods) or packet.protocol == "ICMP":
                continue
            said += 1
            assert bool(allowing(mine, *packet)) == any(
                packet.port in services.get(packet.protocol, ())
                and any(packet.destination in net for net in networks or networks_of(pods))
                for networks, services in found
            )
    assert said


def networks_of(parts):
    return [net for part in parts for net in part.networks]


def test_a_network_policy_says_it_for_the_pods_of_one_namespace():
    text = written(
        np.EXPORTER,
        with_pods(rule("api", PODS, API, "80,6443-6450"), rule("dns", PODS, PODS, "53")),
    )
    assert text[text.index("---") :] == (
        """\
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: portsref-egress
  labels:
    app.kubernetes.io/managed-by: portsref
spec:
  podSelector: {}
  policyTypes:
    - Egress
  egress:
    # api: Example API. (example/api)
    - to:
        - ipBlock:
            cidr: "10.0.0.1/32"
        - ipBlock:
            cidr: "2001:db8::1/128"
      ports:
        - protocol: TCP
          port: 80
        - protocol: TCP
          port: 6443
          endPort: 6450
    # dns: Example API. (example/api)
    - to:
        - namespaceSelector: {}
      ports:
        - protocol: TCP
          port: 53
"""
    )


def test_a_policy_of_the_cluster_accepts_it_for_namespaces_with_a_label():
    text = written(cnp.EXPORTER, with_pods(rule("api", PODS, API, "80,6443-6450")))
    assert text[text.index("---") :] == (
        """\
---
apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata:
  name: portsref-egress
  labels:
    app.kubernetes.io/managed-by: portsref
spec:
  tier: Admin
  priority: 500
  subject:
    namespaces:
      matchLabels:
        portsref/egress: accept
  egress:
    # Example API. (example/api)
    - name: "api"
      action: Accept
      to:
        - networks:
            - "10.0.0.1/32"
            - "2001:db8::1/128"
      protocols:
        - tcp:
            destinationPort:
              number: 80
        - tcp:
            destinationPort:
              range:
                start: 6443
                end: 6450
"""
    )


@each
def test_without_a_rule_of_pods_there_is_no_object(exporter):
    text = written(exporter, with_pods(rule()))
    assert objects(text) == []
    assert "# Rules of pods: 0. Rules of hosts, which such policies are not about: 1.\n" in text
    assert "# So there is nothing here. Name the pods' networks in the plan.\n" in text


@each
def test_what_no_policy_can_say_is_left_out_with_the_reason(exporter):
    wrong = {
        "esp": (rule("esp", PODS, API, "", protocol="ESP"), "the format cannot say ESP"),
        "zero": (rule("zero", PODS, API, "0,80"), NO_PORT_0),
        "named": (rule("named", PODS, Endpoint("NTP", "outside"), "123"), NO_ADDRESSES),
        "apart": (
            rule("apart", group("pods", "10.42.0.0/16"), group("six", "2001:db8::1")),
            NOTHING_IN_COMMON,
        ),
    }
    kept = rule("kept", PODS), rule("hosts")
    export = exporter.export(with_pods(*(one for one, _ in wrong.values()), *kept))
    assert [str(item.why) for item in export.left_out] == [str(why) for _, why in wrong.values()]


@each
def test_several_groups_of_pods_cannot_be_told_apart(exporter):
    export = exporter.export(with_pods(rule(source=PODS), pods=("pods", "more")))
    assert [item.why for item in export.left_out] == [SEVERAL]


@each
def test_any_address_is_every_network_of_the_families_of_pods(exporter):
    text = written(exporter, with_pods(rule(source=PODS, destination=ANYWHERE)))
    [(networks, _)] = openings(exporter, text)
    assert [str(net) for net in networks] == ["0.0.0.0/0", "::/0"]
    assert ip_address("2001:db8::1") in networks[1]


@pytest.mark.parametrize(("exporter", "most"), [(cnp.EXPORTER, 25), (anp.EXPORTER, 100)], ids=named)
def test_policies_of_a_cluster_keep_to_their_limits(exporter, most):
    ports = ",".join(str(port) for port in range(1, 2 * most + 4, 2))
    many = group("many", *(f"10.{n // 250}.{n % 250}.1" for n in range(700)))
    rules = with_pods(
        rule("ports", PODS, API, ports),
        rule("networks", PODS, many),
        *(rule(f"rule-{number}", PODS, API) for number in range(most)),
    )
    text = written(exporter, rules)
    assert refusals(exporter, text) == []
    assert [(one["metadata"]["name"], one["spec"]["priority"]) for one in objects(text)] == [
        ("portsref-egress", 500),
        ("portsref-egress-2", 501),
    ]
    assert sum(len(networks) for networks, _ in openings(exporter, text)) == 700 + 2 * (2 + most)
