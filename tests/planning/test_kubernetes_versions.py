"""Each Kubernetes version from 1.19 on gives that version's ports, whatever a plan picks beside."""

import pytest

from portsref.planning.engine import plan_rules
from portsref.ports import PortSet
from tests.conftest import our_catalogue
from tests.small_catalogue import group, plan

VERSIONS = tuple(f"1.{minor}" for minor in range(19, 38))
ALWAYS = {
    ("control-plane", "TCP", ports)
    for ports in ("2379", "2380", "6443", "10250", "10248", "10249", "10256", "10257", "10258",
                  "10259")
} | {
    ("worker", "TCP", ports)
    for ports in ("10250", "10248", "10249", "10256", "30000-32767")
} | {("worker", "UDP", "30000-32767")}  # fmt: skip
LAST = {"8080": "1.19", "10252": "1.21", "10251": "1.22"}
FIRST = {"10260": "1.27"}
SCHEDULER, CONTROLLERS = "kube-scheduler-insecure", "kube-controller-manager-insecure"
# Distributions that left the default on, by the arguments that they gave these programs.
OPENED_BY = {
    "charmed-kubernetes": {SCHEDULER, CONTROLLERS},
    "k0s": {SCHEDULER, CONTROLLERS},
    "kops": {SCHEDULER, CONTROLLERS},
    "kubespray": {SCHEDULER},
    "openshift": {SCHEDULER},
    "rosa-classic": {SCHEDULER},
}
DISTRIBUTIONS = sorted(
    product.product for product in our_catalogue().products.values() if product.base
)
PICK = {
    "product": "kubernetes",
    "options": {"cloud-controller-manager": "yes", "cloud-controller-manager-webhook": "yes"},
}


def number(version: str) -> int:
    return int(version.removeprefix("1."))


def expected(version: str) -> set[tuple[str, str, str]]:
    old = {ports for ports, last in LAST.items() if number(version) <= number(last)}
    new = {ports for ports, first in FIRST.items() if number(version) >= number(first)}
    return ALWAYS | {("control-plane", "TCP", ports) for ports in old | new}


def listening(version: str, pick=PICK) -> set[tuple[str, str, str]]:
    """Who listens on what: what rules open, and what stays on the hosts."""
    groups = [
        group("control-plane", "control-plane"),
        group("worker", "worker"),
        group("office", "bastion", "client"),
    ]
    rule_set = plan_rules(plan(pick, kubernetes=version, groups=groups), our_catalogue())
    opened = {(rule.destination.name, rule.protocol, str(rule.ports)) for rule in rule_set.rules}
    return opened | {
        (name, local.protocol, str(local.ports))
        for local in rule_set.local
        for name in local.groups
    }


def test_the_catalogue_has_every_version_from_1_19_to_the_newest():
    assert tuple(reversed(our_catalogue().kubernetes_versions)) == VERSIONS


@pytest.mark.parametrize("version", VERSIONS)
def test_a_version_gives_its_ports_and_no_other(version):
    assert listening(version) == expected(version)


@pytest.mark.parametrize("version", VERSIONS)
def test_kubeadm_gives_no_insecure_port_in_any_version(version):
    ports = PortSet.parse(",".join(LAST))
    given = listening(version, "kubeadm")
    assert not [one for one in given if one[2] and PortSet.parse(one[2]) & ports]
    assert ("control-plane", "TCP", "10259") in given


def insecure_on_addresses(version: str, pick) -> set[str]:
    """The old plain HTTP ports that listen beyond loopback, whoever may reach them."""
    groups = [group("control-plane", "control-plane"), group("worker", "worker")]
    rule_set = plan_rules(plan(pick, kubernetes=version, groups=groups), our_catalogue())
    keys = {key for rule in rule_set.rules for key in rule.listeners}
    keys |= {local.listener for local in rule_set.local}
    insecure = {key for key in keys if key.endswith("-insecure")}
    return {
        key.partition("/")[2] for key in insecure if our_catalogue().rows[key].scope != "loopback"
    }


@pytest.mark.parametrize("product", DISTRIBUTIONS)
def test_a_distribution_has_an_insecure_port_only_where_it_left_it_on(product):
    found = {
        version: insecure_on_addresses(version, {"product": product})
        for version in ("1.21", "1.22", "1.23")
    }
    expected_rows = OPENED_BY.get(product, set())
    assert found == {"1.21": expected_rows, "1.22": expected_rows - {CONTROLLERS}, "1.23": set()}


def test_a_plan_without_a_version_is_of_the_newest():
    assert listening(None) == expected(VERSIONS[-1])
