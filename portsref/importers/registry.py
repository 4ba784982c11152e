"""Every importer, in the order in which they are asked: the surest signs first."""

from portsref.importers.base import Importer
from portsref.importers.charts.registry import VALUES
from portsref.importers.clusters import cluster_api, k3s_rke2, kind, kubeadm, lookalikes, talos
from portsref.importers.inventories import ansible, hosts_files, netbox, terraform
from portsref.importers.kubectl import nodes, pods, services, workloads
from portsref.importers.objects import calico, cilium, cilium_config, metallb
from portsref.importers.releases import argo_cd, flux, helm_charts, helm_list, helmfile

IMPORTERS: tuple[Importer, ...] = (
    kubeadm.IMPORTER,
    kind.IMPORTER,
    helm_charts.IMPORTER,
    cluster_api.IMPORTER,
    lookalikes.IMPORTER,
    talos.IMPORTER,
    k3s_rke2.IMPORTER,
    ansible.IMPORTER,
    terraform.IMPORTER,
    nodes.IMPORTER,
    pods.IMPORTER,
    services.IMPORTER,
    workloads.IMPORTER,
    helm_list.IMPORTER,
    flux.IMPORTER,
    argo_cd.IMPORTER,
    helmfile.IMPORTER,
    calico.IMPORTER,
    cilium.IMPORTER,
    cilium_config.IMPORTER,
    metallb.IMPORTER,
    *VALUES,
    netbox.IMPORTER,
    hosts_files.IMPORTER,
)


def find_importer(name: str) -> Importer | None:
    """The importer of that name."""
    return next((importer for importer in IMPORTERS if importer.name == name), None)
