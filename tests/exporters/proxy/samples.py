"""Rules to names outside, and what they allow, asked of hosts, names and ports one by one."""

from dataclasses import replace
from ipaddress import ip_address

from portsref.planning.document import document_from
from portsref.planning.rules import Endpoint, Reason
from tests.exporters.hostile import TEXTS
from tests.exporters.rule_sets import cause, group, rule, rule_set

REGISTRY = ("registry.example.com", "*.storage.example.net")
WHOLE = ("example.org", "*.example.org", "deep.example.org")
WORKERS = group("workers", "10.0.1.0/24", "10.9.0.1-10.9.0.9", "2001:db8:1::/64")
SERVERS = group("control plane", "10.0.0.1")
NOBODY = group("nobody")
HOSTS = ("10.0.1.7", "10.9.0.9", "10.9.0.10", "10.0.0.1", "10.0.0.2", "2001:db8:1::7")
PORTS = (80, 443, 8443)


def outside(name, *dns):
    return Endpoint(name, "outside", dns=dns)


def names_rule_set(*rules, **document):
    """Rules to places outside, of a plan with these groups and DNS servers."""
    plan = {
        "schema": "portsref.plan/v1",
        "title": "Example plan",
        "groups": [
            {"name": "workers", "roles": ["worker"]},
            {"name": "control plane", "roles": ["control-plane"]},
            {
                "name": "dns",
                "places": ["infrastructure/dns-servers"],
                "addresses": ["192.0.2.53", "2001:db8::53"],
            },
        ],
    }
    made = rule_set(outbound=rules)
    return replace(made, document=document_from(plan | document))


def some_rules():
    """Whole names and wildcards, one port and several, two sources, nodes and pods."""
    by_pods = (cause("argo-cd/git", purpose="Git.", by_pods=True),)
    return (
        rule("workers-images", WORKERS, outside("Registry", *REGISTRY)),
        rule("servers-images", SERVERS, outside("Registry", *REGISTRY)),
        rule("workers-git", WORKERS, outside("Git", *WHOLE), ports="80,443", causes=by_pods),
    )


def allowed(rules, host, name, port):
    """Tell whether rules allow a host to reach a name on a port, by the words of the catalogue."""
    address = ip_address(host)
    return any(
        port in found.ports
        and any(address in part for part in found.source.addresses)
        and any(is_named(name, dns) for dns in found.destination.dns)
        for found in rules
    )


def is_named(name, dns):
    return name.endswith(dns[1:]) if dns.startswith("*") else name == dns


def asked_names():
    """Names of the rules, and others that look like them."""
    for dns in (*REGISTRY, *WHOLE):
        name = dns.removeprefix("*.")
        yield from (name, f"a.{name}", f"a.b.{name}", f"a{name}", f"{name}.test", name[:-1])


def samples():
    return [(host, name, port) for host in HOSTS for name in asked_names() for port in PORTS]


def hostile_names():
    """Rules whose every text tries to leave its place, with names that are sound."""
    for number, text in enumerate(TEXTS):
        source = group(text, f"10.0.{number}.0/24", f"2001:db8:{number}::/64")
        why = cause(f"example/{number}", purpose=text, component=text, reason=Reason(product=text))
        pods = replace(why, by_pods=True)
        place = outside(text, f"n{number}.example.com", f"*.n{number}.example.net")
        yield rule(f"{number} {text}", source, place, causes=(why,))
        yield rule(f"pods {number} {text}", source, place, ports="80,443", causes=(pods,))


def hostile_document():
    """The groups of these rules, which are nodes, and a title that is no better."""
    names = [
        "".join(filter(str.isprintable, text)).strip()[:80].strip() or str(number)
        for number, text in enumerate(TEXTS)
    ]
    groups = [{"name": name, "roles": ["worker"]} for name in dict.fromkeys(names)]
    return {"title": '[x] "quoted" ${x}', "groups": groups}
