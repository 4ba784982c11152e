"""A plan of an ordinary cluster with sixty rules and more, for whoever counts screens and pages."""

import json

from playwright.sync_api import Page

PLAN = {
    "schema": "portsref.plan/v1",
    "title": "Payments cluster, DC1",
    "request": {"ticket": "CHG-1234", "requester": "Platform team", "expires": "2027-06-30"},
    "picks": [
        {"product": "rke2", "options": {"cni": "cilium"}},
        {"product": "cilium", "options": {"encryption": "wireguard"}},
        {"product": "infrastructure", "options": {"images": "air-gapped"}},
        {"product": "longhorn"},
        {"product": "metallb"},
    ],
    "groups": [
        {"name": "control-plane", "roles": ["control-plane"],
         "addresses": ["10.0.0.11-10.0.0.13"], "zone": "core"},
        {"name": "workers", "roles": ["worker"], "zone": "core",
         "addresses": [f"10.0.1.{number}" for number in range(1, 40, 2)]},
        {"name": "api", "roles": ["api-endpoint"], "addresses": ["10.0.0.100"], "zone": "dmz"},
        {"name": "admins", "roles": ["bastion"], "addresses": ["10.9.0.0/24"], "zone": "office"},
        {"name": "users", "roles": ["client"], "addresses": ["10.20.0.0/16"], "zone": "office"},
    ],
    "api_endpoint": {"group": "api", "ports": "443"},
    "changes": [
        {"listener": "kubernetes/nodeport-udp", "excluded": True, "reason": "No UDP Services here"},
        {"listener": "cilium/wireguard", "ports": "51872", "reason": "51871 is taken"},
    ],
}  # fmt: skip


def open_shared_plan(page: Page) -> None:
    """Save it and go to its page, as somebody does who got the link."""
    page.goto("/plans/new/")
    page.locator(".start__plan summary").click()
    page.locator("#id_text").fill(json.dumps(PLAN))
    page.locator("button[value=import]").click()
    page.locator("button[value=save]:visible").click()
    page.goto(page.locator("#read-link").input_value())
