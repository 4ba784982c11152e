"""The feed of a plan: its revisions, for whoever has the link."""

import xml.etree.ElementTree as ET

import pytest
from django.test import override_settings

from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.web.plans.models import Revision
from portsref.web.plans.queries import stored_rules
from portsref.web.plans.reading.feed import MOST_ENTRIES
from portsref.web.plans.saving import delete_plan, save_new_plan, save_revision
from tests.web.plans.pages import text

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def revision(catalogue):
    return save_new_plan(plan_rules(find_preset("k3s-single").document(), catalogue)).revision


def address(revision):
    return f"/plans/{revision.plan_id}/feed.atom"


def read(client, path, **how):
    return ET.fromstring(client.get(path, **how).content)


def texts(feed, path):
    return [found.text for found in feed.findall(path, ATOM)]


def test_each_revision_is_an_entry_the_newest_first(revision, client):
    save_revision(revision.plan, stored_rules(revision), base=1, note="<b>port</b> & more")
    feed = read(client, address(revision))
    title = stored_rules(revision).document.title
    assert texts(feed, "a:title") == [title]
    assert texts(feed, "a:entry/a:title") == [f"Revision 2 · {title}", f"Revision 1 · {title}"]
    assert texts(feed, "a:entry/a:summary") == ["<b>port</b> & more"]
    links = [link.attrib["href"] for link in feed.findall("a:entry/a:link", ATOM)]
    page = f"http://testserver/plans/{revision.plan_id}/"
    assert links == [f"{page}revisions/2/", f"{page}revisions/1/"]
    by_rel = {link.attrib["rel"]: link.attrib["href"] for link in feed.findall("a:link", ATOM)}
    assert by_rel == {"alternate": page, "self": f"{page}feed.atom"}


@override_settings(ALLOWED_HOSTS=["one.example", "other.example"])
def test_names_of_entries_are_the_same_on_every_host_and_do_not_tell_the_link(revision, client):
    feeds = [
        read(client, path, headers={"Host": host})
        for host in ("one.example", "other.example")
        for path in (address(revision), f"/zh-hans{address(revision)}")
    ]
    names = {tuple(texts(feed, "a:id") + texts(feed, "a:entry/a:id")) for feed in feeds}
    assert len(names) == 1
    for name in names.pop():
        assert name.startswith("urn:uuid:")
        assert revision.plan_id not in name


def test_a_feed_is_as_private_as_its_plan(revision, client):
    response = client.get(address(revision))
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in response.headers


def test_the_page_of_a_plan_names_its_feed(revision, client):
    page = text(client.get(f"/plans/{revision.plan_id}/"))
    assert f'type="application/atom+xml" href="{address(revision)}"' in " ".join(page.split())


def test_what_is_not_there_has_no_feed(revision, client):
    assert client.get("/plans/AAAAAAAAAAAAAAAAAAAAAAAA/feed.atom").status_code == 404
    delete_plan(revision.plan)
    assert client.get(address(revision)).status_code == 410


def test_many_revisions_are_cut_and_take_no_more_queries(
    revision, client, django_assert_num_queries
):
    with django_assert_num_queries(3):  # revisions, decisions, answers
        client.get(address(revision))
    packed = revision.packed_rules
    Revision.objects.bulk_create(
        Revision(
            plan=revision.plan, number=number, title="More", document="{}", packed_rules=packed
        )
        for number in range(2, MOST_ENTRIES + 9)
    )
    with django_assert_num_queries(3):
        feed = read(client, address(revision))
    assert len(feed.findall("a:entry", ATOM)) == MOST_ENTRIES


def test_characters_that_xml_does_not_have_break_nothing(revision, client):
    save_revision(revision.plan, stored_rules(revision), base=1, note="a\x0bb\x0cc")
    assert texts(read(client, address(revision)), "a:entry/a:summary")[0].startswith("a b")
