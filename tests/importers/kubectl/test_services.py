"""Services, as far as a plan has a place for what they say."""

import json

from tests.importers.reading import guesses, plan_of, read_draft, read_plan, told

OBJECTS = json.dumps(
    {
        "apiVersion": "v1",
        "kind": "List",
        "items": [
            {
                "apiVersion": "v1",
                "kind": "Service",
                "spec": {
                    "type": "LoadBalancer",
                    "externalTrafficPolicy": "Local",
                    "healthCheckNodePort": 32000,
                    "loadBalancerSourceRanges": ["198.51.100.0/24"],
                    "ports": [{"port": 443, "nodePort": 31443}, {"port": 80, "nodePort": 31080}],
                },
                "status": {"loadBalancer": {"ingress": [{"ip": "192.0.2.10"}]}},
            },
            {
                "apiVersion": "v1",
                "kind": "Service",
                "spec": {"ports": [{"port": 53, "protocol": "UDP", "nodePort": 30053}]},
                "status": {"loadBalancer": {"ingress": [{"hostname": "lb.example.org"}]}},
            },
        ],
    },
    indent=1,
)


def test_addresses_of_load_balancers_and_what_node_ports_use():
    assert read_plan(OBJECTS) == {
        "groups": [
            {"name": "load-balancers", "roles": ["load-balancer"], "addresses": ["192.0.2.10"]}
        ],
        "picks": [
            {
                "product": "kubernetes",
                "options": {"node-ports": "tcp-and-udp", "external-traffic-policy": "local"},
            }
        ],
    }


def test_ports_in_use_are_a_guess():
    parts = {part.id: part.piece for part in read_draft(OBJECTS).parts if part.how == "guessed"}
    assert {id_: piece["changes"][0]["ports"] for id_, piece in parts.items()} == {
        "change:kubernetes/nodeport-tcp": "31080,31443",
        "change:kubernetes/nodeport-tcp-control-plane": "31080,31443",
        "change:kubernetes/nodeport-udp": "30053",
        "change:kubernetes/nodeport-udp-control-plane": "30053",
        "change:kubernetes/health-check-nodeport": "32000",
    }


def test_what_is_of_one_service_is_told():
    assert told(OBJECTS) == [
        (
            "paste:52 items[1].status.loadBalancer.ingress[0].hostname: "
            "is only a name, and a plan has addresses"
        ),
        (
            "paste:12 items[0].spec.loadBalancerSourceRanges: "
            "is of a single Service, for which a plan has no place yet"
        ),
    ]


def test_a_table_says_the_same_of_ports():
    text = """\
NAMESPACE  NAME        TYPE          CLUSTER-IP     EXTERNAL-IP   PORT(S)                      AGE
default    kubernetes  ClusterIP     10.96.0.1      <none>        443/TCP                      1d
web        front       LoadBalancer  10.96.118.23   192.0.2.10    80:31234/TCP,443:31443/TCP   1d
web        waiting     LoadBalancer  10.96.118.24   <pending>     80:31235/TCP                 1d
"""
    assert plan_of(read_draft(text))["groups"] == [
        {"name": "load-balancers", "roles": ["load-balancer"], "addresses": ["192.0.2.10"]}
    ]
    assert guesses(text) == [
        "option:kubernetes/node-ports",
        "change:kubernetes/nodeport-tcp",
        "change:kubernetes/nodeport-tcp-control-plane",
    ]
    assert told(text) == [
        "paste:2: the table has no source ranges and traffic policies; use -o json"
    ]


def test_services_within_the_cluster_say_nothing():
    text = "apiVersion: v1\nkind: Service\nspec: {ports: [{port: 80}]}\n"
    assert (read_plan(text), guesses(text), told(text)) == ({}, [], [])
