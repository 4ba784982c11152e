"""What a draft would change of a plan that there is, and what of the plan it does not show."""

from portsref.importers.cutting import File
from portsref.importers.drafts import draft_of
from portsref.importers.reading import read_files
from portsref.importers.registry import IMPORTERS
from portsref.importers.updating import changes, not_seen, onto
from portsref.planning.document import PlanDocument, document_from

NODES = """\
NAME   STATUS   ROLES           AGE   VERSION   INTERNAL-IP
cp1    Ready    control-plane   10d   v1.36.1   192.0.2.11
w1     Ready    worker          10d   v1.36.1   192.0.2.65
w2     Ready    worker          10d   v1.36.1   192.0.2.99
"""
HELM = (
    '[{"name":"c","namespace":"k","status":"deployed","chart":"cilium-1.19.6","app_version":"1"}]'
)


def plan(**parts: object) -> PlanDocument:
    return document_from({"schema": "portsref.plan/v1", "title": "p", **parts})


def group(name: str, role: str, *addresses: str, **more: object) -> dict[str, object]:
    said = {"addresses": list(addresses)} if addresses else {}
    return {"name": name, "roles": [role], **said, **more}


def compared(document: PlanDocument, *texts: str) -> tuple[list[object], list[object]]:
    """The pieces that differ with what they are, and those of the plan that were not seen."""
    reading = read_files([File("f", text) for text in texts], IMPORTERS)
    draft = onto(draft_of(reading), document)
    found = changes(draft, document)
    differ = [
        (change.state, change.is_accepted_at_first, dict(change.part.piece))
        for change in found
        if change.state != "same"
    ]
    return differ, list(not_seen(draft, document, listed=reading.listed))


def test_groups_are_the_same_by_address_or_else_by_their_roles_whatever_they_are_called():
    masters = group("masters", "control-plane", "192.0.2.11", zone="core")
    pool = group("Worker pool", "worker")
    document = plan(groups=[masters, pool], kubernetes="1.36")
    workers = group("Worker pool", "worker", "192.0.2.65", "192.0.2.99")
    assert compared(document, NODES) == ([("changed", True, {"groups": [workers]})], [])


def test_hosts_within_a_network_of_their_group_are_there_already():
    masters = group("masters", "control-plane", "192.0.2.0/28")
    pool = group("pool", "worker", "192.0.2.64/27", "192.0.2.99", "198.51.100.7")
    document = plan(groups=[masters, pool], kubernetes="1.36")
    gone = {"groups": [{"name": "pool", "addresses": ["198.51.100.7"]}]}
    assert compared(document, NODES) == ([], [gone])


def test_a_group_of_nodes_that_was_not_seen_is_told_unless_others_mean_it():
    masters = group("masters", "control-plane", "192.0.2.11")
    pool = group("pool", "worker", "192.0.2.65", "192.0.2.99")
    old = group("old", "worker", "203.0.113.9")
    document = plan(groups=[masters, pool, old], kubernetes="1.36")
    assert compared(document, NODES) == ([], [{"groups": [{"name": "old"}]}])
    front = {"group": "old", "ports": "6443"}
    document = plan(groups=[masters, pool, old], kubernetes="1.36", api_endpoint=front)
    assert compared(document, NODES) == ([], [])


def test_a_host_that_is_a_worker_only_by_default_is_one_all_the_same():
    table = NODES.replace("worker       ", "<none>       ")
    pool = group("pool", "worker", "192.0.2.65")
    document = plan(groups=[group("cp", "control-plane", "192.0.2.11"), pool], kubernetes="1.36")
    more = group("pool", "worker", "192.0.2.65", "192.0.2.99")
    assert compared(document, table) == ([("changed", True, {"groups": [more]})], [])


def test_products_are_missing_only_where_a_list_of_them_was_read():
    products = ("kubernetes", "cilium", "longhorn", "hosts")  # of which a list shows two
    document = plan(picks=[{"product": product} for product in products])
    assert compared(document, HELM) == ([], [{"picks": [{"product": "longhorn"}]}])
    values = "kubeProxyReplacement: true\ntunnelProtocol: geneve\n"
    differ, gone = compared(document, values)
    assert ("changed", gone) == (differ[0][0], [])


def test_what_stands_in_front_is_the_groups_that_does_so_in_the_plan():
    vip = group("vip", "api-endpoint", "198.51.100.10")
    front = {"group": "vip", "ports": "443"}
    document = plan(groups=[vip], api_endpoint=front)
    kubeadm = (
        "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n"
        "controlPlaneEndpoint: 198.51.100.10:6443\nnetworking: {podSubnet: 10.9.0.0/16}\n"
    )
    differ, _ = compared(document, kubeadm)
    moved = {"groups": [{"name": "vip", "roles": ["api-endpoint"]}]}
    assert ("changed", True, {**moved, "api_endpoint": {"group": "vip", "ports": "6443"}}) in differ


def test_networks_come_beside_those_of_the_plan_which_are_told():
    document = plan(networks={"pods": ["10.42.0.0/16"], "services": ["10.43.0.0/16"]})
    kubeadm = (
        "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n"
        "networking: {podSubnet: 10.9.0.0/16}\n"
    )
    differ, gone = compared(document, kubeadm)
    assert ("changed", True, {"networks": {"pods": ["10.42.0.0/16", "10.9.0.0/16"]}}) in differ
    assert gone == [{"networks": {"pods": ["10.42.0.0/16"]}}]
