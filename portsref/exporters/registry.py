"""Every format by its name, in the order of the page.

A format is a module, which is read when somebody asks for it: who wants one must not wait for all.
"""

from importlib import import_module

from portsref.exporters.base import Exporter

# Where the module stands; formats of a family stand together.
FORMATS: dict[str, str] = {
    "xlsx": ".files.xlsx_file",
    "csv": ".files.csv_file",
    "csv-zh": ".files.chinese_csv_file",
    "tufin-csv": ".tickets.tufin_csv",
    "tufin-json": ".tickets.tufin_json",
    "algosec": ".tickets.algosec",
    "firemon": ".tickets.firemon",
    "servicenow": ".tickets.servicenow",
    "panos-csv": ".tickets.panos_csv",
    "html": ".documents.html_file",
    "markdown": ".documents.markdown_file",
    "asciidoc": ".documents.asciidoc_file",
    "svg": ".documents.svg_file",
    "mermaid": ".documents.mermaid_file",
    "dot": ".documents.dot_file",
    "nftables": ".host.nftables",
    "iptables": ".host.iptables",
    "firewalld": ".host.firewalld",
    "ufw": ".host.ufw",
    "windows": ".host.windows",
    "proxmox": ".host.proxmox",
    "talos": ".host.talos",
    "butane": ".host.butane",
    "calico": ".host.calico",
    "cilium": ".host.cilium",
    "nftables-router": ".network.nftables_router",
    "iptables-router": ".network.iptables_router",
    "panos-set": ".network.panos_set",
    "panos-xml": ".network.panos_xml",
    "fortigate": ".network.fortigate",
    "huawei-usg": ".network.huawei_usg",
    "h3c-secpath": ".network.h3c_secpath",
    "checkpoint": ".network.checkpoint",
    "mikrotik": ".network.mikrotik",
    "opnsense": ".network.opnsense",
    "cisco-ios": ".network.cisco_ios",
    "cisco-asa": ".network.cisco_asa",
    "juniper": ".network.juniper",
    "srx": ".network.srx",
    "arista": ".network.arista",
    "nokia-srlinux": ".network.nokia_srlinux",
    "openconfig": ".network.openconfig",
    "nsx-v": ".network.nsx_v",
    "aws-cloudformation": ".cloud.aws_cloudformation",
    "aws-terraform": ".cloud.aws_terraform",
    "azure-nsg": ".cloud.azure_nsg",
    "gcp-terraform": ".cloud.gcp_terraform",
    "openstack-terraform": ".cloud.openstack_terraform",
    "hetzner-terraform": ".cloud.hetzner_terraform",
    "alibaba-terraform": ".cloud.alibaba_terraform",
    "tencent-terraform": ".cloud.tencent_terraform",
    "huawei-terraform": ".cloud.huawei_terraform",
    "networkpolicy": ".cluster.network_policy",
    "clusternetworkpolicy": ".cluster.cluster_network_policy",
    "adminnetworkpolicy": ".cluster.admin_network_policy",
    "names": ".proxy.plain_names",
    "squid": ".proxy.squid",
    "azure-firewall": ".proxy.azure_firewall",
    "aws-network-firewall": ".proxy.aws_network_firewall",
    "cilium-fqdn": ".proxy.cilium_fqdn",
    "panos-edl": ".proxy.panos_edl",
    "ansible": ".host.ansible",
    "yaml": ".files.yaml_file",
    "json": ".files.json_file",
}


def find_exporter(name: str) -> Exporter | None:
    """The format of that name."""
    module = FORMATS.get(name)
    return import_module(module, __package__).EXPORTER if module else None


def every_exporter() -> tuple[Exporter, ...]:
    """All formats, which reads the modules of all: where names will do, they are in `FORMATS`."""
    return tuple(exporter for exporter in map(find_exporter, FORMATS) if exporter)


def delta_exporters() -> tuple[Exporter, ...]:
    """Those that can say that a rule is to be removed.

    Another would allow it, or close all that a delta does not name.
    """
    return tuple(exporter for exporter in every_exporter() if exporter.says_actions)
