"""What both formats for security groups of AWS share.

Amazon VPC User Guide, “Amazon VPC quotas”: a security group has 60 rules for IPv4 and 60 for IPv6,
a network interface five groups. API Reference, “IpPermission” and “IpRange”: a protocol is a name
or its number; of a protocol that is neither TCP, UDP nor ICMP, as of SCTP, any port is allowed,
whichever was asked for. Descriptions have 255 characters, of which few are no letters or digits,
and a name does not begin with `sg-`.
"""

import re
from collections.abc import Mapping
from functools import partial

from portsref.exporters.base import Says
from portsref.exporters.cloud.limits import Limits
from portsref.exporters.cloud.sayings import Descriptions, fitting, why_not

PROTOCOLS: Mapping[str, str] = {
    "TCP": "tcp", "UDP": "udp", "ICMP": "icmp", "ICMPv6": "icmpv6",
    "ESP": "50", "AH": "51", "GRE": "47", "IPIP": "4", "IP6IP6": "41", "VRRP": "112",
}  # fmt: skip
LIMITS = Limits(most=(60, 60), groups=5, cost=lambda family, _networks: ((int(family == 6), 1),))
LONGEST = 255
EGRESS = "What hosts dial is not filtered"

# Braces and dollars too, which AWS takes: `{{resolve:…}}` stands for a secret to CloudFormation.
_REFUSED = re.compile(r"[^a-zA-Z0-9 ._\-:/()#,@\[\]+=&;!*]+")

says: Says = partial(why_not, PROTOCOLS, takes_port_zero=True)


# Which rules an entry is of, and what they are for; no dollar is in it that could mean something.
describe = Descriptions(LONGEST, _REFUSED)


def name(of_group: str) -> str:
    """A name for the security group that AWS takes."""
    return f"plan-{of_group}" if of_group.startswith("sg-") else of_group


def about(identifier: str) -> str:
    """Whose security group it is: nothing that may change, because it cannot be changed."""
    return fitting(f"Hosts of the group {identifier}", LONGEST, _REFUSED)
