"""The page of files: which there are for whom, how they begin, and several as one zip."""

import io
import json
import re
import zipfile

import pytest

from portsref.exporters.base import File
from portsref.exporters.registry import FORMATS, every_exporter, find_exporter
from portsref.planning.choice import Choice
from portsref.planning.document import SCHEMA, document_from
from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.web.plans.files import bundles
from portsref.web.plans.files.preview import LONGEST_LINE, MOST_LINES, Line, Preview
from portsref.web.plans.files.receivers import RECEIVERS
from portsref.web.plans.queries import stored_rules
from portsref.web.plans.saving import save_new_plan
from tests.web.plans.pages import press

pytestmark = pytest.mark.django_db
HEADING = re.compile(r'<h2 class="formats__head" id="for-([a-z]+)">')
PART = {"HX-Request": "true", "HX-Target": "files"}
TICKED = re.compile(r'<input[^>]*\sname="format"\s+value="([^"]+)"[^>]*checked')
FAMILIES = list(dict.fromkeys(exporter.family for exporter in every_exporter()))


@pytest.fixture
def revision(catalogue):
    return save_new_plan(plan_rules(find_preset("eks").document(), catalogue)).revision


@pytest.fixture
def address(revision):
    return f"/plans/{revision.plan_id}/revisions/1/"


def formats_of(response):
    return [each for group in response.context["formats"].groups for each in group.formats]


def listed(response):
    return [each.exporter.name for each in formats_of(response)]


def test_every_format_is_listed_under_whom_it_is_for(address, client):
    page = client.get(f"{address}files/")
    assert HEADING.findall(page.content.decode()) == FAMILIES
    assert listed(page) == list(FORMATS)


def test_the_newest_revision_has_an_address_of_its_own(revision, client):
    page = client.get(f"/plans/{revision.plan_id}/files/")
    assert listed(page) == list(FORMATS)
    assert client.get(f"/plans/{'A' * 24}/files/").status_code == 404


def test_a_receiver_has_its_formats_alone_and_the_others_their_counts(address, client):
    page = client.get(f"{address}files/", {"to": "hosts"})
    assert listed(page) == [each.name for each in every_exporter() if each.family == "hosts"]
    receivers = page.context["formats"].receivers
    assert [receiver.family for receiver in receivers] == FAMILIES
    assert sum(receiver.count for receiver in receivers) == len(FORMATS)


def test_every_receiver_has_a_name_in_chinese(address, client):
    page = client.get(f"/zh-hans{address}files/")
    assert not [group for group in page.context["formats"].groups if group.name.isascii()]
    assert set(FAMILIES) <= set(RECEIVERS)


@pytest.mark.parametrize(
    ("words", "name"),
    [("excel", "csv-zh"), (".NFT", "nftables"), ("router iptables", "iptables-router")],
)
def test_words_find_a_format_by_its_name_suffix_or_summary(words, name, address, client):
    found = listed(client.get(f"{address}files/", {"q": words}))
    assert name in found
    assert "dot" not in found


def test_words_that_find_nothing_lead_back_to_all(address, client):
    page = client.get(f"{address}files/", {"q": "no such format"})
    assert listed(page) == []
    assert f'href="{address}files/"' in page.content.decode()


def test_links_carry_the_rules_that_are_wanted(address, client):
    page = client.get(f"{address}files/", {"merge": "1", "phase": "operation"}).content.decode()
    assert f'href="{address}export/csv/?merge=1&amp;phase=operation"' in page
    assert f'href="{address}files/csv/?merge=1&amp;phase=operation"' in page
    plan = client.get(address, {"boundary": "1"}).content.decode()
    assert f'href="{address}files/?boundary=1"' in plan


@pytest.mark.usefixtures("several")
def test_rules_that_a_format_cannot_say_are_counted_before_anything_is_written(
    address, revision, client, monkeypatch
):
    monkeypatch.setattr(File, "pieces", None)
    page = client.get(f"{address}files/")
    said = {each.exporter.name: len(each.left_out) for each in formats_of(page)}
    rules = stored_rules(revision)
    assert said == {each.name: len(each.left_out(rules, Choice())) for each in every_exporter()}
    assert said["several"] > 0
    assert page.content.decode().count("not exported") == sum(map(bool, said.values()))


def test_a_format_shows_how_its_file_begins(address, client):
    page = client.get(f"{address}files/csv/").content.decode()
    assert "name,source,destination,protocol,ports" in page
    assert f'href="{address}export/csv/?expand=1"' in page
    assert f'data-copy-from="{address}export/csv/"' in page


@pytest.mark.usefixtures("several")
def test_a_format_of_several_files_shows_each_and_gives_it_alone(address, client):
    page = client.get(f"{address}files/several/")
    names = [name for name, _ in page.context["names"]]
    assert len(names) > 1
    assert page.context["preview"].name == names[0]
    other = client.get(f"{address}files/several/", {"file": names[1]})
    assert other.context["preview"].name == names[1]
    file = client.get(f"{address}export/several/", {"file": names[1]})
    assert file.headers["Content-Disposition"] == f'attachment; filename="{names[1]}"'
    lines = [line.text for line in other.context["preview"].lines]
    assert file.getvalue().decode().splitlines()[: len(lines)] == lines


@pytest.mark.parametrize("place", ["files", "export"])
def test_a_file_that_there_is_not_is_not_found(several, place, address, client):
    response = client.get(f"{address}{place}/{several.name}/", {"file": "../secret"})
    assert response.status_code == 404


@pytest.mark.usefixtures("several")
def test_a_format_says_why_it_leaves_rules_out(address, client):
    page = client.get(f"{address}files/several/")
    (reason,) = page.context["format"].reasons
    assert reason.text == "the format cannot say UDP"
    assert reason.count == len(reason.names) + reason.more
    assert f"not in the file: {reason.text}" in page.content.decode()


def test_a_file_that_is_no_text_is_not_shown(address, client):
    page = client.get(f"{address}files/xlsx/")
    assert page.context["preview"] is None
    assert "This file is no text" in page.content.decode()


def test_an_unknown_format_is_a_page_that_names_the_formats(address, client):
    page = client.get(f"{address}files/docx/")
    assert page.status_code == 404
    assert "<b>csv</b>" in page.content.decode()


def test_of_a_long_file_no_more_is_written_than_is_shown():
    def lines():
        yield from (f"line {number}\n" for number in range(MOST_LINES))
        yield "x" * 10_000_000 + "\n"
        raise AssertionError("was written")

    preview = Preview.of(File("file", "text/plain", lines))
    assert (len(preview.lines), preview.has_more) == (MOST_LINES, True)


def test_a_long_line_is_cut_and_comments_are_known():
    preview = Preview.of(File("file", "text/plain", lambda: ["# plan\n", "\tx" * 9_000]))
    assert preview.lines[0] == Line("# plan", is_comment=True)
    assert len(preview.lines[1].text) == LONGEST_LINE + 1
    assert not preview.has_more


def zip_of(response):
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_formats_that_were_ticked_are_one_zip(address, client):
    response = client.get(f"{address}files.zip", {"format": ["csv", "json"], "merge": "1"})
    assert response.headers["Content-Type"] == "application/zip"
    assert response.headers["Cache-Control"] == "private, no-store"
    found = zip_of(response)
    manifest = json.loads(found["manifest.json"])
    assert (manifest["revision"], manifest["chosen"]) == (1, "merge=1")
    for name in ("csv", "json"):
        (path,) = (path for path in found if path.startswith(f"{name}/"))
        alone = client.get(f"{address}export/{name}/", {"merge": "1"}).getvalue()
        assert found[path] == alone


def test_the_api_gives_the_same_zip(address, client):
    page = client.get(f"{address}files.zip", {"format": ["csv", "yaml"]})
    answer = client.get(f"/api/v1{address}bundle", {"format": ["csv", "yaml"]})
    assert answer.content == page.content
    assert client.get(f"/api/v1{address}bundle").status_code == 422
    unknown = client.get(f"/api/v1{address}bundle", {"format": ["csv", "xls"]})
    assert (unknown.status_code, unknown.json()["problems"][0]["field"]) == (404, "format")


def test_nothing_ticked_is_said_where_it_can_be_mended(address, client):
    page = client.get(f"{address}files.zip")
    assert page.status_code == 422
    assert "Choose at least one format." in page.content.decode()
    assert listed(page) == list(FORMATS)


def test_more_than_one_request_may_write_is_refused_before_anything_is(
    address, revision, client, monkeypatch
):
    rules = len(stored_rules(revision).all_rules)
    monkeypatch.setattr(bundles, "MOST_LINES", 2 * rules)
    monkeypatch.setattr(File, "pieces", None)
    names = ["csv", "json", "yaml"]
    page = client.get(f"{address}files.zip", {"format": names})
    assert page.status_code == 422
    assert "One zip can hold 2 formats of a plan of this size" in page.content.decode()
    assert TICKED.findall(page.content.decode()) == ["csv", "yaml", "json"]
    answer = client.get(f"/api/v1{address}bundle", {"format": names})
    assert answer.json()["problems"] == [
        {"field": "format", "reason": "of a plan of this size one zip holds at most 2 formats"}
    ]


def test_what_is_ticked_stays_so_where_it_is_not_listed(address, client):
    asked = {"to": "hosts", "format": ["csv", "nftables", "nonsense"]}
    page = client.get(f"{address}files/", asked).content.decode()
    assert TICKED.findall(page) == ["nftables"]
    assert '<input type="hidden" name="format" value="csv">' in page
    assert 'value="nonsense"' not in page


def test_a_file_is_in_the_language_of_the_page(address, client):
    file = f"{address}export/markdown/"
    english, chinese = (client.get(f"{prefix}{file}") for prefix in ("", "/zh-hans"))
    assert b"\n## Rules\n" in english.getvalue()
    assert "\n## 规则\n".encode() in chinese.getvalue()
    asked = client.get(f"/api/v1{file[:-1]}", {"language": "zh-Hans"})
    assert "\n## 规则\n".encode() in asked.getvalue()


def test_a_composer_lists_formats_only_when_asked(client):
    page = client.get("/plans/new/", {"preset": "eks"})
    assert 'value="export:csv"' not in page.content.decode()
    asked = press(client, page, "files")
    assert asked.content.decode().count('value="export:') == len(FORMATS)
    part = press(client, page, "files", headers=PART)
    assert part.content.decode().count('value="export:') == len(FORMATS)
    assert "<form" not in part.content.decode()


def test_a_composer_counts_what_a_format_leaves_out(catalogue, client):
    document = document_from(find_preset("eks").document().as_data())
    rules = plan_rules(document, catalogue)
    some = find_exporter("nftables-router")
    page = press(client, client.get("/plans/new/", {"preset": "eks"}), "files")
    said = {each.exporter.name: len(each.left_out) for each in formats_of(page)}
    assert said[some.name] == len(some.left_out(rules, Choice())) > 0


def test_what_a_receiver_will_ask_is_counted_and_told(address, client):
    page = client.get(f"{address}files/", {"q": "tufin"})
    (found,) = (each for each in formats_of(page) if each.exporter.name == "tufin-json")
    assert f"{found.doubts.count} questions to expect" in page.content.decode()
    shown = client.get(f"{address}files/tufin-json/").content.decode()
    assert "The request has no justification." in shown
    assert "Mend it" not in shown


def test_who_may_edit_is_led_to_where_a_question_is_answered(catalogue, client):
    saved = save_new_plan(plan_rules(find_preset("eks").document(), catalogue))
    plan = f"/plans/{saved.revision.plan_id}/"
    client.get(f"{plan}edit/", {"key": saved.edit_key})
    shown = client.get(f"{plan}revisions/1/files/tufin-json/").content.decode()
    assert f'href="{plan}edit/?panel=request#id_justification"' in shown


def test_of_a_large_plan_formats_are_asked_once_a_receiver_is_chosen(
    address, revision, client, monkeypatch
):
    rule_set = stored_rules(revision)
    addresses = [part for group in rule_set.document.groups for part in group.addresses]
    size = len(rule_set.all_rules) + sum(part.network_count for part in addresses)
    hosts = sum(each.family == "hosts" for each in every_exporter())
    monkeypatch.setattr("portsref.web.plans.files.formats.MOST_ASKED", size * hosts)
    everybody = client.get(f"{address}files/")
    assert "This plan is large: choose for whom" in everybody.content.decode()
    assert not any(each.left_out for each in formats_of(everybody))
    chosen = client.get(f"{address}files/", {"to": "hosts"})
    assert "This plan is large" not in chosen.content.decode()
    assert any(each.left_out for each in formats_of(chosen))


def test_ranges_that_take_many_networks_make_a_plan_large(client, catalogue):
    groups = [
        {
            "name": f"g{number}",
            "roles": ["worker"],
            "addresses": [f"2001:db8:{number:x}:{part:x}::1-2001:db8:{number:x}:{part:x}:e::"
                          for part in range(200)],
        }
        for number in range(30)
    ]  # fmt: skip
    document = document_from(
        {"schema": SCHEMA, "title": "Wide", "picks": [{"product": "k3s"}], "groups": groups}
    )
    saved = save_new_plan(plan_rules(document, catalogue))
    page = client.get(f"/plans/{saved.revision.plan_id}/files/?to=hosts").content.decode()
    assert "the page of a format says it" in page


def test_the_composers_menu_says_where_formats_of_a_large_plan_are_asked(client, monkeypatch):
    page = client.get("/plans/new/?preset=rke2-cilium")
    assert "too large to say here" not in press(client, page, "files").content.decode()
    monkeypatch.setattr("portsref.web.plans.files.formats.MOST_ASKED", 1)
    menu = press(client, page, "files").content.decode()
    assert "This plan is too large to say here what each format leaves out." in menu
    assert "rules not exported" not in menu
