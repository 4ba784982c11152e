"""Every reader of sockets, in the order in which they are asked."""

from portsref.verification.sockets import netstat, ss
from portsref.verification.sockets.base import Reader

READERS: tuple[Reader, ...] = (ss.READER, netstat.READER)
