"""What the kernel keeps of files for nftables and iptables, as it lists it itself."""

import json
import os
import shlex
import subprocess
from itertools import pairwise
from shutil import which

from tests.exporters.reading_back.allowed import (
    BY_NUMBER,
    EVERY_ADDRESS,
    NO_PORTS,
    Allowed,
    span,
)

FAMILIES = {"ip": 4, "ip6": 6, "ipv4": 4, "ipv6": 6}
# as /etc/protocols and nft call them
NUMBERS = {
    "tcp": 6, "udp": 17, "sctp": 132, "icmp": 1, "ipv6-icmp": 58, "icmpv6": 58, "esp": 50, "ah": 51,
    "gre": 47, "ipencap": 4, "ipv6": 41, "vrrp": 112,
}  # fmt: skip


def kept(script, text):
    """What a script prints that reads a text, in a network of its own."""
    own_namespace = [which("unshare"), "-n" if os.geteuid() == 0 else "-rn"]
    done = subprocess.run(
        [*own_namespace, "sh", "-ec", script],
        input=text.encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def read_nftables(text):
    """What the rules with names allow, and the expressions of those without."""
    listed = json.loads(kept("nft -f -; nft -j list ruleset", text))["nftables"]
    sets = {one["set"]["name"]: one["set"]["elem"] for one in listed if "set" in one}
    named, unnamed = [], []
    for rule in (one["rule"] for one in listed if "rule" in one):
        *matches, verdict = rule["expr"]
        if "accept" in verdict and "comment" in rule:
            named += _of_nft([match["match"] for match in matches], sets)
        elif "accept" in verdict:
            unnamed.append(matches)
    return named, unnamed


def _of_nft(matches, sets):
    families, sources, destinations, protocol, ports = (4, 6), {}, {}, None, NO_PORTS
    for match in matches:
        left, right = match["left"], match["right"]
        field = left.get("payload", left.get("meta", {}))
        name = field.get("protocol"), field.get("field", field.get("key"))
        if name[1] in ("saddr", "daddr"):
            families = (FAMILIES[name[0]],)
            spans = tuple(map(_span_of_nft, sets[right.removeprefix("@")]))
            (sources if name[1] == "saddr" else destinations)[families[0]] = spans
        elif name[1] == "dport":
            protocol = NUMBERS[name[0]]
            several = isinstance(right, dict) and right.get("set")
            ports = tuple(map(_ports_of_nft, several or [right]))
        elif name[1] == "nfproto":
            families = (FAMILIES[right],)
        else:
            assert name in ((None, "l4proto"), ("ip6", "nexthdr"))
            protocol = right if isinstance(right, int) else NUMBERS[right]
    for family in families:
        yield Allowed(
            "",
            family,
            BY_NUMBER[protocol],
            sources.get(family, EVERY_ADDRESS[family]),
            destinations.get(family, EVERY_ADDRESS[family]),
            ports,
        )


def _span_of_nft(element):
    if isinstance(element, str):
        return span(element)
    if "range" in element:
        return span("-".join(element["range"]))
    return span("{addr}/{len}".format(**element["prefix"]))


def _ports_of_nft(element):
    return (element, element) if isinstance(element, int) else tuple(element["range"])


def read_iptables(text, family, table, chain):
    """What a chain accepts by rules with names, and the lines without one."""
    command = {4: "iptables", 6: "ip6tables"}[family]
    script = f"{command}-restore; {command}-save -t {table}"
    chains = {}
    for line in kept(script, text).splitlines():
        if line.startswith("-A "):
            _, name, *tokens = shlex.split(line)
            chains.setdefault(name, []).append(tokens)
    accepting = list(_accepting(chains, chain, {}))
    named = [_of_iptables(found, family) for found in accepting if "--comment" in found]
    return named, [found["line"] for found in accepting if "--comment" not in found]


def _accepting(chains, chain, matched):
    """What each way through the chains to `ACCEPT` matches: a token by the one in front of it."""
    for tokens in chains.get(chain, ()):
        found = matched | dict(pairwise(tokens)) | {"line": " ".join(tokens)}
        if found["-j"] == "ACCEPT":
            yield found
        elif found["-j"] != "DROP":
            yield from _accepting(chains, found["-j"], found)


def _of_iptables(found, family):
    protocol = found["-p"]
    ports = found.get("--dports") or found.get("--dport")
    return Allowed(
        "",
        family,
        BY_NUMBER[int(protocol) if protocol.isdigit() else NUMBERS[protocol]],
        _spans_of_iptables(found, "-s", "--src-range", family),
        _spans_of_iptables(found, "-d", "--dst-range", family),
        tuple(map(_ports_of_iptables, ports.split(","))) if ports else NO_PORTS,
    )


def _spans_of_iptables(found, network, of_range, family):
    text = found.get(network) or found.get(of_range)
    return (span(text),) if text else EVERY_ADDRESS[family]


def _ports_of_iptables(text):
    first, _, last = text.partition(":")
    return int(first), int(last or first)
