"""What protects readers: headers on every kind of answer, templates that need no exception."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client, override_settings

from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.web.plans.saving import save_new_plan

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
SCRIPTS = sorted((settings.BASE_DIR / "static").rglob("*.js"))
STYLES = sorted((settings.BASE_DIR / "static").rglob("*.css"))

VIEWS = ("matrix", "picture", "ports", "findings", "local")
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# one of each kind: pages in both languages, the API, probes, what is not there, the admin
ADDRESSES = {
    "/": 200,
    "/zh-hans/": 200,
    "/ports/10250/": 200,
    "/products/": 200,
    "/products/cilium/": 200,
    "/components/kubernetes/kubelet/": 200,
    "/protocols/": 200,
    "/scenarios/": 200,
    "/plans/": 301,
    "/plans/new/": 200,
    "/zh-hans/plans/new/": 200,
    "/plans/no-such-plan-0123456789/": 404,
    "/api/v1/openapi.json": 200,
    "/ports/10250.json": 200,
    "/healthz": 200,
    "/readyz": 200,
    "/robots.txt": 200,
    "/llms.txt": 200,
    "/products/cilium.md": 200,
    "/sitemap.xml": 200,
    "/opensearch.xml": 200,
    "/favicon.ico": 302,
    "/.well-known/security.txt": 404,
    "/no/such/page/": 404,
    "/admin/": 302,
    "/admin/login/": 200,
}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("address", "status"), ADDRESSES.items())
def test_every_answer_carries_the_strict_policy(client: Client, address: str, status: int):
    response = client.get(address)
    assert response.status_code == status
    directives = (part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    assert dict(directives) == POLICY


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_the_secure_headers(client: Client, address: str):
    headers = client.get(address).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("address", [address for address in ADDRESSES if "admin" not in address])
def test_no_page_but_the_admin_sets_a_session(client: Client, address: str):
    assert settings.SESSION_COOKIE_NAME not in client.get(address).cookies


def test_the_pages_of_the_admin_keep_to_the_policy(client: Client):
    client.force_login(User.objects.create_superuser("root", password="made-up"))
    response = client.get("/admin/")
    assert response.status_code == 200
    assert "Content-Security-Policy" in response
    assert not re.search(rb"<script(?![^>]*\bsrc=)|<style|\sstyle=", response.content)


@pytest.mark.parametrize(
    "part",
    ["", *(f"?view={view}" for view in VIEWS), "?q=etcd", "files/", "dropped/", "diff/", "review/"],
)
def test_no_page_of_a_plan_has_what_the_policy_blocks(client: Client, catalogue, part: str):
    """A picture above all, whose SVG is made and not written."""
    rules = plan_rules(find_preset("rke2-cilium").document(), catalogue)
    response = client.get(f"/plans/{save_new_plan(rules).revision.plan_id}/{part}")
    assert response.status_code == 200
    directives = (part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    assert dict(directives) == POLICY
    assert not re.search(rb"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", response.content)
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] in {"same-origin", "no-referrer"}


def test_a_form_from_elsewhere_is_refused():
    response = Client(enforce_csrf_checks=True).post("/plans/new/", {"title": "forged"})
    assert response.status_code == 403
    assert "Content-Security-Policy" in response


def test_an_unknown_host_is_refused(client: Client):
    assert client.get("/healthz", headers={"host": "evil.example.com"}).status_code == 400


def test_search_engines_are_kept_out_of_plans_in_both_languages(client: Client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /api/",
        "Disallow: /plans/",
        "Disallow: /zh-hans/plans/",
        "",
        "Sitemap: http://testserver/sitemap.xml",
    ]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_probe_answers_and_is_not_kept(client: Client, path: str):
    response = client.get(path)
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


@override_settings(SECURE_SSL_REDIRECT=True)
def test_production_sends_pages_to_https_but_not_the_probe(client: Client):
    assert client.get("/robots.txt")["Location"] == "https://testserver/robots.txt"
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_inline_style_or_script(path: Path):
    text = path.read_text(encoding="utf-8")
    assert not re.findall(r"\sstyle\s*=", text)
    assert not re.findall(r"<style\b", text)
    assert not re.findall(r"<script(?![^>]*\ssrc=)[^>]*>", text)
    assert not re.findall(r"\son[a-z]+\s*=", text)
    assert not re.findall(r"javascript:", text)
    assert not re.findall(r"\|\s*safe\b|autoescape off", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_htmx_that_would_evaluate_text(path: Path):
    text = path.read_text(encoding="utf-8")
    assert not re.findall(r"hx-on\b|js:|hx-vars", text)
    assert not re.findall(r"\s(?<!data-)hx-[a-z-]+\s*=", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_loads_from_elsewhere(path: Path):
    text = path.read_text(encoding="utf-8")
    assert not re.findall(r"""\s(?:src|srcset|action|poster)\s*=\s*["']?(?:https?:)?//""", text)
    assert not re.findall(r"<link[^>]*href=[\"']?(?:https?:)?//", text)


@pytest.mark.parametrize("path", [*SCRIPTS, *STYLES], ids=lambda path: path.name)
def test_no_script_or_style_reaches_elsewhere(path: Path):
    text = path.read_text(encoding="utf-8")
    addresses = re.findall(r"""(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}""", text)
    assert not [address for address in addresses if "www.w3.org" not in address]  # a namespace
    assert not re.findall(r"\beval\(|new Function|\.innerHTML\s*=|document\.write|@import", text)
