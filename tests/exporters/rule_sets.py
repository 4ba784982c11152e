"""Rule sets for tests, made without a catalogue."""

from portsref.addresses import AddressRange
from portsref.planning.document import PlanDocument, document_from
from portsref.planning.rules import Cause, Endpoint, Local, Reason, Rule, RuleSet
from portsref.ports import PortSet


def group(name, *addresses, zone=None):
    return Endpoint(name, addresses=tuple(map(AddressRange.parse, addresses)), zone=zone)


def cause(listener="example/api", **what):
    return Cause(
        **{
            "listener": listener,
            "component": "server",
            "purpose": "Example API.",
            "reason": Reason(product="example"),
            "required": True,
            "encryption": "tls",
            "source": "https://example.com/ports",
        }
        | what
    )


def rule(name="rule", source=None, destination=None, ports="443", causes=None, **what):
    return Rule(
        name=name,
        source=source or group("workers", "10.0.1.0/24"),
        destination=destination or group("control-plane", "10.0.0.1"),
        protocol=what.get("protocol", "TCP"),
        ports=PortSet.parse(ports),
        causes=causes or (cause(),),
    )


def local(listener="example/health"):
    return Local(
        listener=listener,
        component="server",
        groups=("workers",),
        peers=("self",),
        protocol="TCP",
        ports=PortSet.single(9000),
        cause=cause(listener, source=None, note="On loopback."),
    )


def document(title="Example plan") -> PlanDocument:
    return document_from({"schema": "portsref.plan/v1", "title": title})


def rule_set(*rules, title="Example plan", **what):
    return RuleSet(
        document=document(title),
        kubernetes="1.37",
        catalogue_date="2026-11-23",
        catalogue_digest="0123456789abcdef" * 4,
        rules=rules,
        **what,
    )
