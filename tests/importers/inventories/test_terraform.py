"""What Terraform made: hosts and load balancers of all modules, and nothing that is sensitive."""

import json

from tests.importers.reading import guesses, read_draft, read_plan, told


def resource(type_: str, label: str, **values: object) -> dict[str, object]:
    return {"mode": "managed", "type": type_, "name": label, "values": values}


def shown(*resources: dict[str, object], child: tuple[dict[str, object], ...] = ()) -> str:
    inner = {"address": "module.a.module.b", "resources": list(child)}
    module = {"address": "module.a", "child_modules": [inner]}
    root = {"resources": list(resources), "child_modules": [module]}
    return json.dumps({"format_version": "1.0", "values": {"root_module": root}})


def test_hosts_of_all_modules_by_their_private_addresses():
    text = shown(
        resource("aws_instance", "cp", tags={"Name": "cp1"}, private_ip="10.0.0.11", public_ip="9"),
        child=(
            resource(
                "hcloud_server",
                "worker",
                name="worker1",
                network=[{"ip": "10.0.0.21"}],
                ipv4_address="198.51.100.21",
            ),
        ),
    )
    (control_plane, workers) = read_draft(text).parts
    assert control_plane.piece["groups"] == [
        {"name": "control-plane", "roles": ["control-plane"], "addresses": ["10.0.0.11"]}
    ]
    assert workers.piece["groups"] == [
        {"name": "workers", "roles": ["worker"], "addresses": ["10.0.0.21"]}
    ]
    assert guesses(text) == ["group:control-plane", "group:workers"]


def test_load_balancers_and_what_may_be_in_front_of_the_api():
    text = shown(
        resource("hcloud_load_balancer", "web", name="web", ipv4="192.0.2.10"),
        resource("openstack_lb_loadbalancer_v2", "api", name="k8s-api", vip_address="192.0.2.20"),
        resource("aws_security_group", "nodes", name="nodes"),
    )
    assert read_plan(text)["groups"] == [
        {"name": "load-balancers", "roles": ["load-balancer"], "addresses": ["192.0.2.10"]}
    ]
    assert guesses(text) == ["endpoint"]
    assert told(text) == [
        (
            "paste:1 values.root_module.resources[2]: "
            "is a rule of a firewall, which a plan is checked against"
        ),
        "paste:1: resources of other types are not read",
    ]


def test_what_is_marked_sensitive_is_dropped():
    server = resource("hcloud_server", "cp", name="cp1", ipv4_address="192.0.2.66")
    server["sensitive_values"] = {"ipv4_address": True}
    assert "192.0.2.66" not in repr(read_draft(shown(server)))


def test_a_stored_state_without_its_sensitive_attributes():
    text = json.dumps(
        {
            "version": 4,
            "lineage": "0",
            "resources": [
                {
                    "mode": "managed",
                    "type": "vsphere_virtual_machine",
                    "name": "etcd",
                    "instances": [
                        {
                            "attributes": {
                                "name": "etcd-1",
                                "default_ip_address": "10.0.0.31",
                                "guest_ip_addresses": ["192.0.2.66"],
                            },
                            "sensitive_attributes": [
                                [{"type": "get_attr", "value": "guest_ip_addresses"}]
                            ],
                        }
                    ],
                }
            ],
        }
    )
    (etcd,) = read_draft(text).parts
    assert etcd.piece["groups"] == [{"name": "etcd", "roles": ["etcd"], "addresses": ["10.0.0.31"]}]
    assert "192.0.2.66" not in repr(read_draft(text))


def test_hosts_that_are_only_planned_have_no_addresses_yet():
    root = {"resources": [resource("aws_instance", "worker", tags={"Name": "worker1"})]}
    text = json.dumps({"format_version": "1.2", "planned_values": {"root_module": root}})
    assert [part.piece["groups"] for part in read_draft(text).parts] == [
        [{"name": "workers", "roles": ["worker"]}]
    ]
