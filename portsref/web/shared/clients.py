"""Who asks, as far as an address tells."""

from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

IPV6_BITS = 64  # of one client: it may choose the others as it likes


def client_network(request: HttpRequest) -> str:
    """The IPv4 address that a request comes from, or the /64 of the IPv6 address.

    Behind a proxy that is trusted, the last address that it noted: a client can have written those
    before it. Empty where there is no address, as on a socket in the file system.
    """
    try:
        return _network(ip_address(client_address(request.META)))
    except ValueError:
        return ""


def client_address(noted: Mapping[str, str]) -> str:
    """Where a request comes from, as the server noted it, or the proxy if that is trusted."""
    direct = noted.get("REMOTE_ADDR", "")
    if not settings.TRUST_PROXY:
        return direct
    return noted.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or direct


def _network(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            return str(IPv6Network((int(address), IPV6_BITS), strict=False))
        address = address.ipv4_mapped
    return str(address)
