"""Results as scripts write them, of a small plan, signed or not."""

import hmac
from hashlib import sha256

from portsref.importers.cutting import File
from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules
from portsref.planning.identity import contents_of, identities_of
from portsref.verification.probes.checking import check_probes
from portsref.verification.probes.fields import encode_field
from portsref.verification.probes.results import HEADER
from portsref.verification.probes.revisions import revision_of

RUN, KEY = "0a1b2c3d", "a key"
TITLE = "A plan with blanks"


def plan(**more):
    """Two groups, of which one dials the other."""
    return {
        "schema": "portsref.plan/v1",
        "title": TITLE,
        "groups": [
            {"name": "those who dial", "roles": ["client"], "addresses": ["10.0.0.1-10.0.0.3"]},
            {"name": "targets", "roles": ["storage"], "addresses": ["10.0.1.1-10.0.1.9"]},
        ],
        "listeners": [
            listener("api", "TCP", "6443"),
            listener("range", "TCP", "30000-32767"),
            listener("tunnel", "UDP", "8472"),
            listener("ping", "ICMP", ""),
        ],
        **more,
    }


def listener(id_, protocol, ports):
    return {
        "id": id_, "protocol": protocol, "ports": ports, "roles": ["storage"],
        "peers": ["client"], "purpose": "What is tried.",
    }  # fmt: skip


def rules(catalogue, **more):
    return plan_rules(document_from(plan(**more)), catalogue)


class Writer:
    """Writes results of rules of a rule set."""

    def __init__(self, rule_set, revision=None):
        self.revision = revision
        self.title = rule_set.document.title
        self.rules = {
            rule.listeners[0].removeprefix("own/"): (rule, identity)
            for rule, identity in zip(
                rule_set.all_rules, identities_of(rule_set.all_rules), strict=True
            )
        }

    def row(self, id_, state, source="10.0.0.1", target="10.0.1.1", **more):
        rule, identity = self.rules[id_]
        said = {
            "plan": encode_field(self.title),
            "revision": revision_of(contents_of(rule), self.revision),
            "rule": identity,
            "source_group": encode_field(rule.source.name),
            "destination_group": encode_field(rule.destination.name),
            "source_address": source,
            "destination_address": target,
            "protocol": rule.protocol,
            "port": next((str(part.first) for part in rule.ports.ranges), "-"),
            "state": state,
            "detail": "-" if state == "open" else "no-handshake",
            "tool": "bash",
            "tries": "1",
            "ms": "12",
            "time": "2026-12-01T10:00:00Z",
            **more,
        }
        return "\t".join(str(said[name]) for name in HEADER)


def signed(rows, key=KEY, run=RUN):
    content = "\n".join([f"#portsref-probes\trun={run}\thost=n1", "\t".join(HEADER), *rows, ""])
    digest = hmac.new(key.encode(), content.encode(), sha256).hexdigest()
    return f"{content}#hmac-sha256 {digest}\n"


def check(rule_set, *texts, **how):
    files = [File(f"results-{number}.tsv", text) for number, text in enumerate(texts, 1)]
    return check_probes(files, rule_set, key_of=lambda run: {RUN: KEY}.get(run, ""), **how)


def state_of(found, rule_set, id_):
    """The state of a rule and what is said of it."""
    for rule, one in zip(rule_set.all_rules, found.rules, strict=True):
        if rule.listeners[0] == f"own/{id_}":
            return one.state.name, list(map(str, one.details))
    raise AssertionError(id_)
