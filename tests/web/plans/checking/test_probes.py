"""Scripts of a plan from its page, and what they said given back to it."""

import io
import zipfile

import pytest

from portsref.planning.document import parse_document
from portsref.planning.engine import plan_rules
from portsref.web.plans.saving import save_new_plan
from tests.verification.probes.written import Writer, signed
from tests.web.plans.checking.checked import PLAN, carried, paste, rows, saved_plan, states
from tests.web.plans.pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(catalogue):
    return f"/plans/{saved_plan(catalogue).revision.plan_id}/check/probes/"


@pytest.fixture
def writer(catalogue):
    return Writer(plan_rules(parse_document(PLAN), catalogue), revision=1)


def kit_at(client, address):
    page = client.get(f"{address}scripts/")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store"
    assert (
        page.headers["Content-Disposition"] == 'attachment; filename="two-services-r1-probes.zip"'
    )
    with zipfile.ZipFile(io.BytesIO(page.content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def results(kit, writer, *found):
    run, key = kit["key.txt"].split()
    listed = [writer.row(id_, state, "10.9.0.7", target) for id_, state, target in found]
    return signed(listed, key=key, run=run)


def test_the_page_leads_to_scripts_that_name_the_plan_and_its_revision(client, address):
    assert f'href="{address}scripts/"' in text(client.get(address))
    kit = kit_at(client, address)
    assert {"dial-users.sh", "dial-users.ps1", "listen-servers.sh", "key.txt"} <= set(kit)
    script = kit["dial-users.sh"]
    assert "# Revision: 1, run " in script
    assert f"http://testserver{address.removesuffix('check/probes/')}revisions/1/" in script
    assert kit["key.txt"] != kit_at(client, address)["key.txt"]


def test_results_of_these_scripts_are_known_to_be_whole(client, address, writer):
    kit = kit_at(client, address)
    found = [("web", "open-listener", "10.0.0.1"), ("dns", "timeout", "10.0.0.1")]
    page = paste(client, address, results(kit, writer, *found))
    assert states(page) == {"timeout": 1, "unknown": 1, "open-listener": 1}, text(page)
    assert "UDP 53 users → servers own/dns" in rows(page, "timeout")[0]
    assert "signature: right" in text(page)
    assert "What to know about the input" not in text(page)
    edited = results(kit, writer, *found).replace("timeout", "open")
    assert "somebody has cut or edited these results" in text(paste(client, address, edited))


def test_nobody_says_of_scripts_from_elsewhere_that_they_were_edited(
    client, address, writer, catalogue
):
    other = f"/plans/{saved_plan(catalogue).revision.plan_id}/check/probes/"
    for key in (kit_at(client, other)["key.txt"], "0a1b2c3d a-key"):
        said = results({"key.txt": key}, writer, ("web", "open", "10.0.0.1"))
        page = paste(client, address, said)
        assert "nobody here has the key of these results" in text(page)
        assert "cut or edited" not in text(page)


def test_a_record_is_downloaded_in_the_language_of_the_page(client, address, writer):
    said = results(kit_at(client, address), writer, ("web", "open", "10.0.0.1"))
    for language, words in (("", "Record of an acceptance test"), ("/zh-hans", "验收记录")):
        page = paste(client, f"{language}{address}", said)
        record = client.post(f"{language}{address}", {"result": carried(page), "do": "record"})
        assert record.headers["Content-Disposition"] == (
            'attachment; filename="two-services-r1-acceptance.md"'
        )
        assert words in record.content.decode()
        assert "n1" in record.content.decode()


def test_what_has_no_scripts_has_none(client, address):
    others = address.replace("probes", "rules")
    assert "scripts/" not in text(client.get(others))
    assert client.get(f"{others}scripts/").status_code == 404
    assert client.get(address.replace("/check/", "/revisions/9/check/")).status_code == 404


def kit_of(response):
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_hosts_of_networks_are_named_on_the_page(client, catalogue):
    address = f"/plans/{saved_plan(catalogue).revision.plan_id}/check/probes/"
    html = text(client.get(address))
    assert 'name="hosts"' in html
    assert "The plan has networks of: servers, edge, users." in html
    assert "10.0.0.5" not in kit_at(client, address)["dial-users.sh"]
    kit = kit_of(client.post(f"{address}scripts/", {"hosts": "10.0.0.5, 203.0.113.1"}))
    assert "10.0.0.5" in kit["dial-users.sh"]
    assert "203.0.113.1" not in "".join(kit.values())


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("10.9.0.7 <b>", "Addresses of hosts: “&lt;b&gt;” is none"),
        (" ".join(f"10.9.{n // 250}.{n % 250}" for n in range(501)), "at most 500"),
        ("#" * 50_000, "at most 500"),
    ],
)
def test_what_is_no_address_of_a_host_is_said(client, address, typed, told):
    page = client.post(f"{address}scripts/", {"hosts": typed, "closed": "on"})
    assert page.status_code == 422
    assert told in text(page)
    assert '<input type="checkbox" name="closed" checked>' in text(page)


def test_what_must_stay_closed_is_dialled_on_request(client, address):
    kit = kit_of(client.post(f"{address}scripts/", {"closed": "on"}))
    assert "dials as well what must stay closed" in kit["dial-users.sh"]
    assert "closed:" in "".join(kit.values())
    assert "closed:" not in "".join(kit_at(client, address).values())


def test_hosts_that_very_many_groups_have_in_common_are_refused(client, catalogue):
    groups = "".join(
        f"  - {{name: g{n}, roles: [worker], addresses: [10.0.0.0/8]}}\n" for n in range(9)
    )
    plan = PLAN.replace("groups:\n", f"groups:\n{groups}")
    saved = save_new_plan(plan_rules(parse_document(plan), catalogue))
    hosts = " ".join(f"10.8.{n // 250}.{n % 250}" for n in range(250))
    page = client.post(f"/plans/{saved.revision.plan_id}/check/probes/scripts/", {"hosts": hosts})
    assert page.status_code == 422
    assert "too many groups of the plan have them in common" in text(page)
