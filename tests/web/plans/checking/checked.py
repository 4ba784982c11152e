"""A saved plan, what its hosts print, and what the page of a check says of it."""

import re
from html import unescape

from portsref.planning.document import parse_document
from portsref.planning.engine import plan_rules
from portsref.web.plans.checking.keeping import unpacked_check
from portsref.web.plans.models import KeptCheck
from portsref.web.plans.saving import save_new_plan
from tests.web.plans.pages import text

PLAN = """
schema: portsref.plan/v1
title: Two services
groups:
  - {name: servers, roles: [worker], addresses: [10.0.0.0/28]}
  - {name: edge, roles: [bastion], addresses: [10.1.0.0/28]}
  - {name: users, roles: [client], addresses: [10.9.0.0/24]}
listeners:
  - {id: web, protocol: TCP, ports: "80,443", roles: [worker], peers: [client], purpose: Tried.}
  - {id: dns, protocol: UDP, ports: "53", roles: [worker], peers: [client], purpose: Tried.}
  - {id: front, protocol: TCP, ports: "8443", roles: [bastion], peers: [client], purpose: Tried.}
"""
SECRET = "hunter2-planted-secret"


def saved_plan(catalogue, more=""):
    return save_new_plan(plan_rules(parse_document(PLAN + more), catalogue))


def filters(*lines, policy="DROP"):
    """What `iptables-save` and `ip6tables-save` print of a host."""
    return "\n".join(["*filter", f":INPUT {policy} [0:0]", *lines, "COMMIT", ""])


WEB_IS_OPEN = filters(
    "-A INPUT -p tcp --dport 80 -j ACCEPT", "-A INPUT -p udp --dport 53 -j ACCEPT"
)


def paste(client, address, pasted, **more):
    return client.post(address, {"paste": pasted, **more})


def states(page):
    """How many rules are in each state, in the order of the page."""
    found = re.findall(
        r'<h4 class="check-section__head" id="title-([\w-]+)">.*?<span class="count">(\d+)</span>',
        text(page),
        re.DOTALL,
    )
    return {name: int(count) for name, count in found}


def rows(page, state):
    """The rules of one state, each as its words."""
    section = re.search(rf'id="state-{state}".*?</section>', text(page), re.DOTALL)
    found = section[0] if section else ""
    items = re.findall(r'<li class="check-rule">(.*?)</li>', found, re.DOTALL)
    return [words(item) for item in items]


def words(html):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def carried(page):
    """What the form of a result holds."""
    return re.search(r'name="result" value="([^"]*)"', text(page))[1]


def everything_kept():
    """All that the database has of checks, unpacked."""
    return [(row, unpacked_check(bytes(row.packed))) for row in KeptCheck.objects.all()]
