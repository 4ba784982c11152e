"""The guide for network engineers: both languages say the same, and each command is known."""

import re
from pathlib import Path

import pytest
from django.test import Client

from portsref.exporters.registry import every_exporter
from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.web.plans.guide.loading import FIREWALLS, TICKETS
from portsref.web.plans.guide.texts import FOLDER
from portsref.web.plans.review.links import make_link
from portsref.web.plans.saving import save_new_plan
from tests.web.glossary.rules import BANNED, SHAPES

pytestmark = pytest.mark.django_db
PAGES = ["/change-requests/", "/zh-hans/change-requests/"]
DOCS = (Path(__file__).parents[4] / "docs" / "exporters.md").read_text(encoding="utf-8")
# What a reader of a command replaces.
HOLES = re.compile(
    r"\b(?:FILE|NAME|MARK|NUMBER|ID|HOST|USER|ADDRESS|WORKFLOW|DOMAIN|INTERFACE)\b|…| > "
)

PARTS = r"\{#([a-z-]+)\}|\[\[([a-z]+)\]\]|\]\(port:(\d+)\)|^(:)  |^(- |\d\. |\| )"
WORDS = re.compile(r"[A-Za-z][\w./:@-]{2,}")


def page(address):
    response = Client().get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def texts():
    return {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}


def test_both_languages_have_the_same_parts():
    parts = [re.findall(PARTS, text, re.MULTILINE) for text in texts().values()]
    assert len(parts) == 2
    assert parts[0] == parts[1]
    assert len(parts[0]) > 60


@pytest.mark.parametrize("address", PAGES)
def test_the_page_shows_a_rule_and_how_every_format_is_loaded(address):
    html = page(address)
    assert "[[" not in html
    assert "{#" not in html
    for loading in (*FIREWALLS, *TICKETS):
        assert f'id="{loading.format}"' in html, loading.format
    assert "192.0.2.64/26" in html
    for anchor in re.findall(r'<a href="#([\w-]+)"', html):
        assert f'id="{anchor}"' in html, anchor


@pytest.mark.parametrize("address", PAGES)
def test_its_links_lead_somewhere(address):
    html = page(address)
    inside = set(re.findall(r'<a[^>]* href="(/[^"#]*)', html.partition("<main")[2]))
    assert len(inside) > 10
    for link in inside:
        assert Client().get(link).status_code == 200, link


def test_every_format_for_firewalls_and_tickets_is_there_once():
    told = [loading.format for loading in (*FIREWALLS, *TICKETS)]
    families = {"network", "ticket"}
    known = {each.name for each in every_exporter() if each.family in families}
    assert sorted(told) == sorted(known)


@pytest.mark.parametrize("loading", [*FIREWALLS, *TICKETS], ids=lambda loading: loading.format)
def test_commands_are_those_of_the_documentation_or_of_the_file(loading):
    html = page("/change-requests/").replace("&#x27;", "'").replace("&gt;", ">")
    _, _, card = html.partition(f'id="{loading.format}"')
    sample = card.partition("<pre")[2].partition("</pre>")[0].replace("&quot;", '"')
    known = " ".join(f"{DOCS} {sample}".replace("`", "").split()).replace("\\|", "|")
    for command in (*loading.load, *loading.check, *loading.undo):
        for word in WORDS.findall(HOLES.sub(" ", command)):
            assert word in known, (command, word)


def test_the_markdown_says_it_too():
    for address in PAGES:
        response = Client().get(f"{address.rstrip('/')}.md")
        assert response.headers["Content-Type"].startswith("text/markdown")
        text = response.content.decode()
        assert text.startswith("# ")
        assert "{#" not in text
        assert "[[" not in text
        assert (
            "workers (nodes) 192.0.2.64/26 -> control-plane (core) 192.0.2.0/28  TCP 6443" in text
        )
        assert all(f"(`{loading.format}`)" in text for loading in (*FIREWALLS, *TICKETS))


def test_the_chinese_keeps_to_the_glossary():
    chinese = texts()["change-request.zh-Hans.md"]
    exceptions = {"目录", "目标端口"}
    banned = [word for word, *_ in BANNED if word not in exceptions and word in chinese]
    assert banned == []
    plain = re.sub(r"\*+|\]\([^)]*\)|\[|\{#[^}]*\}", "", re.sub(r"`[^`]*`", "…", chinese))
    found = [(why, line) for pattern, why in SHAPES for line in plain.split("\n")
             if re.search(pattern, line)]  # fmt: skip
    assert found == []


def test_it_is_found_from_plans_reviews_the_footer_search_engines_and_models(catalogue):
    saved = save_new_plan(plan_rules(find_preset("k3s-single").document(), catalogue))
    plan = saved.revision.plan
    browser = Client()
    browser.get(f"/plans/{plan.pk}/review/", {"key": make_link(plan, "Network team").key})
    for address in (f"/plans/{plan.pk}/", f"/plans/{plan.pk}/review/"):
        main = (
            browser.get(address)
            .content.decode()
            .partition("<main")[2]
            .partition('<footer class="foot')[0]
        )
        assert 'href="/change-requests/"' in main, address
    assert 'href="/zh-hans/change-requests/"' in page("/zh-hans/about/").partition("<footer")[2]
    sitemap = page("/sitemap.xml")
    assert all(f"{address}</loc>" in sitemap for address in PAGES)
    assert "/change-requests.md" in page("/llms.txt")
