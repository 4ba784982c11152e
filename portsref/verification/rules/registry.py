"""Every reader of existing rules, in the order in which they are asked: the surest signs first."""

from portsref.verification.rules.base import Reader
from portsref.verification.rules.clouds import aws, azure, gcp
from portsref.verification.rules.hosts import firewalld, iptables, nftables, talos, ufw

READERS: tuple[Reader, ...] = (
    nftables.READER,
    iptables.READER,
    ufw.READER,
    firewalld.READER,
    aws.READER,
    azure.READER,
    gcp.READER,
    talos.READER,
)
