"""Manifests with the scripts of a kit, for hosts without a shell, such as Talos and Bottlerocket.

A DaemonSet in the network of the hosts runs on every node; a script does something only where the
node has an address of its group. Any image with `sh` will do: with one that has Python, UDP and
tunnels are tried as well. What is written fits Kubernetes since 1.25.
"""

from collections.abc import Iterable, Iterator, Mapping

from portsref.documents.writing import dump_yaml
from portsref.exporters.comments import commented, one_line
from portsref.verification.probes.scripts import LONGEST_TEXT

IMAGE = "docker.io/library/python:3-alpine"
_WORK = "/work"
_LABEL = "app.kubernetes.io/name"
_HOW = {
    "listen": (
        "Listens on all nodes for 15 minutes. Begin with it; what it says stands in its log.",
        "",
        "    kubectl apply --server-side -f {file}",
        "    kubectl -n {namespace} logs -l {label}={name} --prefix --tail=-1",
        "    kubectl delete namespace {namespace}",
    ),
    "dial": (
        "Dials from all nodes, once. Results are what it writes to its log; they are complete",
        "when the log of each pod ends with: that is all.",
        "",
        "    kubectl apply --server-side -f {file}",
        "    kubectl -n {namespace} logs -l {label}={name} --tail=-1 > results.tsv",
        "    kubectl delete namespace {namespace}",
    ),
}
_RUN = {
    "listen": """\
for script in /scripts/listen-*.sh; do sh "$script" & done
wait
echo "that is all"
exec sleep 2147483647
""",
    "dial": """\
for script in /scripts/dial-*.sh; do sh "$script" --here; done
echo "that is all"
exec sleep 2147483647
""",
}


def manifest(
    kind: str, scripts: Mapping[str, str], run: str, about: Iterable[str], *, file: str
) -> Iterator[str]:
    """The manifest of one kind of script, `dial` or `listen`, by the names of their files."""
    name = f"portsref-{kind}"
    namespace = f"portsref-probes-{run}"
    words = {"file": file, "namespace": namespace, "label": _LABEL, "name": name}
    how = (line.format(**words) for line in _HOW[kind])
    lines = (one_line(line, LONGEST_TEXT) if line[:1] != " " else line for line in (*about, *how))
    yield from commented(lines)
    yield "---\n"
    yield dump_yaml(_namespace(namespace))
    yield "---\n"
    yield _config_map(name, namespace, scripts)
    yield "---\n"
    yield dump_yaml(_daemon_set(name, namespace, _RUN[kind]))


def _namespace(name: str) -> Mapping[str, object]:
    """One that allows the network of the hosts; both manifests are in it."""
    allowed = {f"pod-security.kubernetes.io/{mode}": "privileged" for mode in ("enforce", "warn")}
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": allowed}}


def _config_map(name: str, namespace: str, scripts: Mapping[str, str]) -> str:
    """With the scripts as blocks that can be read, which no other text needs."""
    meta = {"name": name, "namespace": namespace}
    head = dump_yaml({"apiVersion": "v1", "kind": "ConfigMap", "metadata": meta})
    blocks = (f'  "{file}": |\n{_indented(text)}' for file, text in scripts.items())
    return f"{head}data:\n{''.join(blocks)}"


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" if line else "\n" for line in text.splitlines())


def _daemon_set(name: str, namespace: str, command: str) -> Mapping[str, object]:
    labels = {_LABEL: name}
    rights = {"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]}
    container = {
        "name": "probes",
        "image": IMAGE,
        "command": ["sh", "-c", command],
        "env": [{"name": "TMPDIR", "value": _WORK}],
        "resources": {
            "requests": {"cpu": "50m", "memory": "64Mi"},
            "limits": {"memory": "256Mi"},
        },
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "capabilities": rights,
            "readOnlyRootFilesystem": True,
            "runAsUser": 0,
        },
        "volumeMounts": [
            {"name": "scripts", "mountPath": "/scripts", "readOnly": True},
            {"name": "work", "mountPath": _WORK},
        ],
    }
    pod = {
        "automountServiceAccountToken": False,
        "containers": [container],
        "enableServiceLinks": False,
        "hostNetwork": True,
        "dnsPolicy": "ClusterFirstWithHostNet",
        "nodeSelector": {"kubernetes.io/os": "linux"},
        "terminationGracePeriodSeconds": 5,
        "tolerations": [{"operator": "Exists"}],
        "volumes": [
            {"name": "scripts", "configMap": {"name": name}},
            {"name": "work", "emptyDir": {}},
        ],
    }
    return {
        "apiVersion": "apps/v1",
        "kind": "DaemonSet",
        "metadata": {"name": name, "namespace": namespace, "labels": labels},
        "spec": {
            "selector": {"matchLabels": labels},
            "updateStrategy": {"type": "OnDelete"},
            "template": {"metadata": {"labels": labels}, "spec": pod},
        },
    }
