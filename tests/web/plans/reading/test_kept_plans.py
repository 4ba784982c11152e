"""A shared plan is rendered once and kept: no reader ever gets what was meant for another one."""

import pytest
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.cache import cache
from django.http import HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.middleware.csrf import get_token
from django.test import Client, override_settings

from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.web.facts import kept_pages
from portsref.web.facts.catalogue import forget_catalogue
from portsref.web.facts.models import CatalogueVersion
from portsref.web.plans.models import Revision
from portsref.web.plans.queries import stored_rules
from portsref.web.plans.saving import delete_plan, save_new_plan, save_revision
from tests.web.plans.pages import open_by_link

pytestmark = pytest.mark.django_db
GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()
    yield
    forget_catalogue()


@pytest.fixture
def revision(catalogue):
    rules = plan_rules(find_preset("kubeadm-calico").document(), catalogue)
    return save_new_plan(rules).revision


def address(revision, *parts):
    return "/".join(["/plans", revision.plan_id, *map(str, parts), ""])


def tag(client, path, **headers):
    response = client.get(path, headers=headers)
    assert response.status_code == 200, path
    return response.headers["ETag"]


def status(client, path, known, **headers):
    return client.get(path, headers={"If-None-Match": known, **headers}).status_code


def test_a_plan_that_did_not_change_is_not_sent_again(revision, client):
    known = tag(client, address(revision))
    again = client.get(address(revision), headers={"If-None-Match": known})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Cache-Control"] == "private, no-cache"
    assert again.headers["Referrer-Policy"] == "no-referrer"
    assert again.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "Set-Cookie" not in again.headers


def test_a_kept_plan_is_what_was_rendered(revision, client):
    rendered = client.get(address(revision))
    kept = client.get(address(revision))
    assert rendered.context["sheet"]
    assert kept.context is None
    assert kept.content == rendered.content
    assert {**kept.headers} == {**rendered.headers}


def test_each_way_to_show_a_plan_is_a_page_of_its_own(revision, client):
    pages = ["", "?view=matrix", "?view=local", "?merge=1", "?boundary=1", "?merge=1&boundary=1"]
    paths = [address(revision) + query for query in pages]
    paths += [f"/zh-hans{path}" for path in paths] + [address(revision, "revisions", 1)]
    tags = [tag(client, path) for path in paths]
    assert len(set(tags)) == len(paths)
    assert tags == [tag(client, path) for path in paths]


def test_another_language_is_another_page(revision, client):
    known = tag(client, address(revision))
    chinese = client.get(f"/zh-hans{address(revision)}", headers={"If-None-Match": known})
    assert chinese.status_code == 200
    assert '<html lang="zh-hans">' in chinese.content.decode()
    assert '<html lang="en">' in client.get(address(revision)).content.decode()


@override_settings(ALLOWED_HOSTS=["one.example", "other.example"])
def test_another_host_gets_links_to_itself(revision, client):
    hosts = [("one.example", "other.example"), ("other.example", "one.example")]
    for host, other in (*hosts, *hosts):
        for secure, scheme in ((False, "http"), (True, "https")):
            page = client.get(address(revision), headers={"Host": host}, secure=secure)
            html = page.content.decode()
            assert f"{scheme}://{host}{address(revision, 'revisions', 1)}" in html
            assert other not in html


def test_another_plan_is_another_page(revision, catalogue, client):
    known = tag(client, address(revision))
    other = save_new_plan(plan_rules(find_preset("kubeadm-calico").document(), catalogue)).revision
    assert status(client, address(other), known) == 200
    assert other.plan_id in client.get(address(other)).content.decode()
    assert revision.plan_id not in client.get(address(other)).content.decode()


def test_a_new_revision_is_shown_at_once_and_announced_on_the_old_one(revision, client):
    newest, first = address(revision), address(revision, "revisions", 1)
    known = {path: tag(client, path) for path in (newest, first)}
    save_revision(revision.plan, stored_rules(revision), base=1, note="once more")
    for path in (newest, first):
        page = client.get(path, headers={"If-None-Match": known[path]})
        assert page.status_code == 200
        assert "once more" in page.content.decode()


def test_a_plan_says_at_once_that_another_catalogue_was_loaded(revision, client):
    known = tag(client, address(revision))
    assert "has been updated" not in client.get(address(revision)).content.decode()
    newest = CatalogueVersion.objects.first()
    CatalogueVersion.objects.create(
        date=newest.date, digest="f" * 64, files_digest=newest.files_digest
    )
    Revision.objects.filter(pk=revision.pk).update(catalogue_digest="0" * 64)
    page = client.get(address(revision), headers={"If-None-Match": known})
    assert page.status_code == 200
    assert "The catalogue has been updated" in page.content.decode()
    assert "ffffffff" in page.content.decode()


def test_a_deleted_plan_is_gone_at_once_whatever_the_browser_has(revision, client):
    paths = [address(revision), address(revision, "revisions", 1), f"/zh-hans{address(revision)}"]
    known = {path: tag(client, path) for path in paths}
    delete_plan(revision.plan)
    for path in paths:
        assert status(client, path, known[path]) == 410
        assert status(client, path, "*") == 410
        assert status(client, path, known[path], **GZIP) == 410


def test_a_revision_that_is_not_there_is_not_found_whatever_the_browser_has(revision, client):
    known = tag(client, address(revision))
    assert status(client, address(revision, "revisions", 2), known) == 404


def test_compressed_and_plain_are_the_same_page_under_other_tags(revision, client):
    plain, packed = tag(client, address(revision)), tag(client, address(revision), **GZIP)
    assert packed == f"W/{plain}"
    assert status(client, address(revision), packed, **GZIP) == 304
    assert "Accept-Encoding" in client.get(address(revision)).headers["Vary"]


def test_pages_behind_the_edit_key_and_files_are_not_stored(catalogue, client):
    saved = save_new_plan(plan_rules(find_preset("kubeadm-calico").document(), catalogue))
    for path in ("saved", "manage", "delete"):
        page = open_by_link(client, address(saved.revision, path), saved.edit_key)
        assert page.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in page.headers
    for path in ("revisions/1/export/csv", "diff/1..1"):
        file = client.get(address(saved.revision, path))
        assert file.headers["Cache-Control"] == "private, no-store"


def test_a_page_with_a_token_is_nobody_elses(rf):
    """Whatever a page is, one that holds a CSRF token, a cookie or a nonce is never kept."""

    def with_token(request):
        return HttpResponse(get_token(request))

    def with_cookie(_request):
        response = HttpResponse("own")
        response.set_cookie("own", "1")
        return response

    def with_nonce(request):
        return HttpResponse(str(request._csp_nonce))

    def with_session(request):
        return HttpResponse(request.session.get("own", "nothing"))

    for view in (with_token, with_cookie, with_nonce, with_session):
        response = kept_pages.kept_page(view)(request_through_middleware(rf))
        assert "ETag" not in response.headers, view.__name__
    plain = kept_pages.kept_page(lambda _request: HttpResponse("for everyone"))
    assert "ETag" in plain(request_through_middleware(rf)).headers


def request_through_middleware(rf):
    """A request with what the middleware gives it: a session and a nonce."""
    request = rf.get("/")
    SessionMiddleware(lambda _request: None).process_request(request)
    ContentSecurityPolicyMiddleware(lambda _request: None).process_request(request)
    return request


def test_no_page_of_a_reader_without_a_session_makes_one(revision, client):
    client.get(address(revision))
    assert not client.cookies
    assert "Set-Cookie" not in Client().get(address(revision)).headers
