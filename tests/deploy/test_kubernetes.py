"""Manifests for a cluster: valid, restricted, complete, and with a policy by portsref itself."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from portsref.web.site.environment.reading import read_environment
from tests.deploy.proxies import HOST
from tests.server import ROOT

FOLDER = ROOT / "deploy" / "kubernetes"
BASE = FOLDER / "base"
NOT_OF_KUBERNETES = {"HTTPRoute", "ServiceMonitor", "Kustomization", "Component"}
WORKLOADS = {"Deployment", "Job"}


def objects() -> list[tuple[Path, dict[str, Any]]]:
    """Every object of every file."""
    return [
        (file, one)
        for file in sorted(FOLDER.rglob("*.yaml"))
        if file.name != "plan.yaml"
        for one in yaml.safe_load_all(file.read_text(encoding="utf-8"))
    ]


def kustomizations() -> Iterator[tuple[Path, dict[str, Any]]]:
    return ((file, one) for file, one in objects() if one["kind"] in {"Kustomization", "Component"})


def named(value: Any) -> str:
    file, one = value
    return f"{file.parent.name}/{file.name}-{one['kind']}"


OBJECTS = [pair for pair in objects() if pair[1]["kind"] not in NOT_OF_KUBERNETES]


@pytest.mark.parametrize("pair", OBJECTS, ids=named)
def test_kubernetes_knows_every_field(pair):
    kubernetes_validate.validate(pair[1], "1.37", strict=True)


def test_a_field_that_it_does_not_know_is_refused():
    deployment = next(one for _, one in OBJECTS if one["kind"] == "Deployment")
    deployment = json.loads(json.dumps(deployment).replace("readOnlyRoot", "readonlyRoot"))
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(deployment, "1.37", strict=True)


def test_every_file_is_part_of_something_and_everything_named_is_there():
    named_files, there = set(), set()
    for file, one in kustomizations():
        names = [*one.get("resources", ()), *one.get("components", ())]
        names += [env for made in one.get("configMapGenerator", ()) for env in made.get("envs", ())]
        named_files |= {(file.parent / name).resolve() for name in names}
        there |= {file, file.parent}
    assert all(path.exists() for path in named_files)
    used = {BASE / "plan.yaml", FOLDER / "components" / "gateway"} | named_files | there
    assert [path for path in FOLDER.rglob("*.*") if path not in used] == []


WORKLOAD_SPECS = {
    one["kind"]: one["spec"]["template"]["spec"] for _, one in OBJECTS if one["kind"] in WORKLOADS
}


@pytest.mark.parametrize("kind", sorted(WORKLOADS))
def test_pods_are_restricted_as_the_namespace_demands(kind):
    """Of the Pod Security Standards what "restricted" asks for, and more."""
    namespace = next(one for _, one in OBJECTS if one["kind"] == "Namespace")
    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    pod = WORKLOAD_SPECS[kind]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] > 9999
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    assert not {"hostNetwork", "hostPID", "hostIPC", "hostUsers"} & pod.keys()
    for container in pod["containers"] + pod.get("initContainers", []):
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert not any("hostPort" in port for port in container.get("ports", ()))
        for bound in ("requests", "limits"):
            assert container["resources"][bound].keys() == {"cpu", "memory"}
    for volume in pod["volumes"]:
        assert volume.keys() - {"name"} <= {"secret", "emptyDir"}
        assert "sizeLimit" in volume.get("emptyDir", {"sizeLimit": ""})


def test_pods_are_the_user_of_the_image():
    text = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")
    user = re.search(r"(?m)^USER (\d+):(\d+)$", text)
    assert user
    for pod in WORKLOAD_SPECS.values():
        context = pod["securityContext"]
        assert (str(context["runAsUser"]), str(context["runAsGroup"])) == user.groups()


def test_probes_ask_what_portsref_answers_and_liveness_does_not_ask_for_the_database():
    (container,) = WORKLOAD_SPECS["Deployment"]["containers"]
    paths = {name: container[f"{name}Probe"]["httpGet"] for name in ("startup", "liveness")}
    assert {path["path"] for path in paths.values()} == {"/healthz"}
    assert container["readinessProbe"]["httpGet"] == {"path": "/readyz", "port": "http"}
    assert container["ports"] == [{"name": "http", "containerPort": 8000}]


def environment(kind: str) -> dict[str, str]:
    """The variables of a container of the example, as Kubernetes puts them together."""
    (made,) = yaml.safe_load((FOLDER / "example/kustomization.yaml").read_text())[
        "configMapGenerator"
    ]
    lines = (BASE / "portsref.env").read_text().split() + made["literals"]
    found = dict(line.split("=", 1) for line in lines)
    (container,) = WORKLOAD_SPECS[kind]["containers"]
    own: dict[str, str] = {"POD_IP": "10.42.0.9"}
    for variable in container["env"]:
        if "configMapKeyRef" in variable.get("valueFrom", {}):
            own[variable["name"]] = found[variable["valueFrom"]["configMapKeyRef"]["key"]]
        elif "value" in variable:  # what is named in it must stand before it
            own[variable["name"]] = re.sub(
                r"\$\((\w+)\)", lambda name: own[name[1]], variable["value"]
            )
    return found | own


@pytest.mark.parametrize("kind", sorted(WORKLOADS))
def test_the_environment_is_one_that_production_starts_with(kind, tmp_path):
    variables = environment(kind) | {"PORTSREF_MODE": "production"}
    mount = "/run/secrets/portsref"
    (container,) = WORKLOAD_SPECS[kind]["containers"]
    assert mount in {volume["mountPath"] for volume in container["volumeMounts"]}
    (tmp_path / "secret-key").write_text("made-up-for-a-test-0123456789-abcdefghijklmnopqrstuvwxyz")
    (tmp_path / "database-url").write_text("postgres://portsref:secret@10.0.20.10/portsref")
    read = read_environment(
        {name: value.replace(mount, str(tmp_path)) for name, value in variables.items()}
    )
    assert (read.production, read.trust_proxy, read.log_format) == (True, True, "json")
    assert read.allowed_hosts[0] == HOST
    assert kind == "Job" or "10.42.0.9" in read.allowed_hosts


def test_a_pod_has_time_to_drain_and_to_end():
    drains = float(environment("Deployment")["DRAIN_SECONDS"])
    grace = WORKLOAD_SPECS["Deployment"]["terminationGracePeriodSeconds"]
    assert grace >= drains + 10 + 10  # of gunicorn's patience, and some to spare


def test_connections_to_the_database_are_as_many_as_it_takes_by_default():
    (scaling,) = (one for _, one in OBJECTS if one["kind"] == "HorizontalPodAutoscaler")
    processes = int(environment("Deployment")["WEB_CONCURRENCY"])
    assert scaling["spec"]["maxReplicas"] * processes * 8 <= 100 - 3


def test_every_selector_selects_the_pods_of_the_deployment():
    labels = {"app.kubernetes.io/name": "portsref"}
    by_kind = {one["kind"]: one["spec"] for _, one in objects() if "spec" in one}
    assert by_kind["Deployment"]["template"]["metadata"]["labels"] == labels
    assert by_kind["Service"]["selector"] == labels
    for kind in ("Deployment", "PodDisruptionBudget", "ServiceMonitor"):
        assert by_kind[kind]["selector"]["matchLabels"] == labels
    spread = WORKLOAD_SPECS["Deployment"]["topologySpreadConstraints"]
    assert [each["labelSelector"]["matchLabels"] for each in spread] == [labels] * 2
    assert WORKLOAD_SPECS["Job"].get("labels") != labels


def test_who_may_be_dialled_is_what_portsref_makes_of_its_own_plan():
    made = subprocess.run(
        [sys.executable, "-m", "portsref", "export", "plan.yaml", "--format", "networkpolicy"],
        cwd=BASE,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert without_catalogue(made) == without_catalogue((BASE / "egress.yaml").read_text())


def without_catalogue(text: str) -> list[str]:
    """The catalogue has another version each day, and the plan uses nothing of it."""
    return [line for line in text.splitlines() if not line.startswith("# Catalogue: ")]


def test_instances_may_dial_the_database_and_ask_for_names_and_nothing_else():
    policy = yaml.safe_load((BASE / "egress.yaml").read_text())
    opened = [
        (port["protocol"], port["port"])
        for opening in policy["spec"]["egress"]
        for port in opening["ports"]
    ]
    assert sorted(opened) == [("TCP", 53), ("TCP", 5432), ("UDP", 53)]
    assert (policy["spec"]["podSelector"], policy["spec"]["policyTypes"]) == ({}, ["Egress"])
