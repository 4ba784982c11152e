"""Rule sets for change requests."""

from dataclasses import replace

from portsref.planning.document import document_from
from portsref.planning.rules import ANYWHERE, Endpoint
from tests.exporters.hostile import hostile_rules
from tests.exporters.rule_sets import group, rule, rule_set

REQUEST = {
    "ticket": "CHG-7",
    "requester": "Ana <ana@example.com>",
    "justification": "New cluster",
    "expires": "2027-06-30",
}
WORKERS = group("workers", "10.0.1.0/24", "2001:db8:1::/64", zone="core")
API = group("api", "10.0.0.1", "10.0.0.8-10.0.0.10", "2001:db8::1", zone="dmz")
V4 = group("admins", "10.9.0.0/24", zone="office")
PLAIN = {"title": "Payments", "schema": "portsref.plan/v1"}


def requested(*rules, exports=None, **request):
    """A rule set with a request that has all that is asked, but for what `request` says."""
    asked = {name: value for name, value in (REQUEST | request).items() if value}
    if exports:
        asked["exports"] = exports
    document = document_from(PLAIN | {"request": asked})
    return replace(rule_set(*rules), document=document)


def two_families(**exports):
    """One rule of both families, one of IPv4 and one that any address may use."""
    return requested(
        rule("workers-to-api", WORKERS, API, ports="443,6443-6445"),
        rule("admins-to-api", V4, API, ports="22"),
        rule("anyone-to-api", ANYWHERE, API, ports="443"),
        exports=exports,
    )


def removal():
    """The same rule to be opened and to be removed."""
    one = rule("admins-to-api", V4, API, ports="22")
    return requested(one, replace(one, name="gone", action="remove"))


def hostile():
    """Texts that try to leave their place, in every part of rules and request."""
    evil = "=cmd|' /C calc'!A0 \",; `${x}` */"
    exports = {
        "tufin-json": {"workflow": evil, "step": evil, "reference": evil + "{ticket}"},
        "firemon": {"application-name": evil, "customer": evil, "add-key": evil},
        "algosec": {"source-column": evil, "allow-word": evil},
        "servicenow": {"assignment-group": evil, "direction": evil},
        "panos-csv": {"tags": evil, "log-setting": evil, "device-group": evil},
    }
    texts = dict.fromkeys(("ticket", "requester", "justification"), evil)
    return requested(*hostile_rules(), exports=exports, **texts)


def named_only():
    """A rule to a place that has only a name."""
    return rule("out", V4, Endpoint("registries", "outside"))
