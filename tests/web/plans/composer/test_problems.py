"""What is wrong is told once, at the field where it is corrected."""

import pytest

from portsref.planning.document import LARGEST_DOCUMENT, document_from
from portsref.web.plans.composer.form_data import data_of
from portsref.web.plans.composer.places import FormPlaces, location_of
from portsref.web.plans.composer.plan_form import PlanForm
from tests.web.plans.pages import NEW, post, press, read_form, text

PLAN = {
    "schema": "portsref.plan/v1",
    "title": "x",
    "picks": [{"product": "k3s"}, {"product": "longhorn"}],
    "groups": [{"name": "1"}, {"name": "0", "roles": ["worker"]}, {"name": "any-of-them"}],
    "api_endpoint": {"group": "any-of-them", "ports": "443"},
    "outbound_proxy": {"group": "any-of-them", "ports": "3128"},
    "changes": [
        {"listener": "kubernetes/kubelet-api", "ports": "1"},
        {"listener": "k3s/api", "peers": ["0", "any-of-them"]},
    ],
}
PRESET = f"{NEW}?preset=rke2-cilium"


@pytest.fixture
def data():
    return data_of(document_from(PLAN))


def told(data, catalogue):
    return [(problem.field, problem.message) for problem in PlanForm(data, catalogue).problems]


@pytest.mark.parametrize(
    ("location", "field"),
    [
        (("title",), "id_title"),
        (("request", "ticket"), "id_ticket"),
        (("request", "exports", "firemon", "customer"), "id_exports:firemon:customer"),
        (("request", "exports", "firemon"), "export-settings"),
        (("request", "exports"), "export-settings"),
        (("groups", 0, "addresses", 3), "id_groups-0-addresses"),
        (("groups", "0"), "id_groups-1-name"),
        (("groups", 7, "name"), "where"),
        (("groups", "gone"), "where"),
        (("picks", 1, "options", "a"), "product-longhorn"),
        (("picks", "k3s", "options"), "product-k3s"),
        (("picks", "gone"), "runs"),
        (("changes", "k3s/api"), "id_changes-1-ports"),
        (("changes", 1, "reason"), "id_changes-1-reason"),
        (("api_endpoint", "ports"), "id_endpoint-ports"),
        (("outbound_proxy",), "id_proxy-group"),
        (("listeners", "agent", "peers"), "id_own"),
        (("listeners", 0), "id_own"),
        (("listeners",), "id_own"),
        (("elsewhere",), ""),
        ((), ""),
    ],
)
def test_a_part_of_the_document_has_a_place_in_the_form(location, field, data):
    assert FormPlaces(data).id_of(location) == field


def test_a_group_that_was_removed_leaves_the_numbers_of_the_others(data):
    for name in [name for name in data if name.startswith("groups-0-")]:
        del data[name]
    assert FormPlaces(data).id_of(("groups", 0, "zone")) == "id_groups-1-zone"


@pytest.mark.parametrize(
    ("place", "location"),
    [
        ("kubernetes", ("kubernetes",)),
        ("groups[a.b] [c]", ("groups", "a.b] [c")),
        ("groups[a.b [c]]", ("groups", "a.b [c]")),
        ("picks[cilium].options.tunnel", ("picks", "cilium", "options.tunnel")),
        ("outbound_proxy.direct", ("outbound_proxy", "direct")),
        ("", ()),
    ],
)
def test_a_place_is_read_as_a_location(place, location):
    assert location_of(place) == location


def test_what_is_wrong_with_a_name_is_told_at_its_group_and_nowhere_else(data, catalogue):
    data["groups-2-name"] = "any"
    words = "“any” means every address. Choose another name."
    assert told(data, catalogue) == [("id_groups-2-name", words)]


def test_a_group_without_a_name_is_meant_all_the_same(data, catalogue):
    data["groups-2-name"] = ""
    assert told(data, catalogue) == [("id_groups-2-name", "This field is required.")]


def test_each_namesake_but_the_first_is_told(data, catalogue):
    data["groups-1-name"] = data["groups-2-name"] = "1"
    words = "Another group already has this name."
    assert told(data, catalogue) == [("id_groups-1-name", words), ("id_groups-2-name", words)]


def test_a_change_names_a_group_that_is_gone(data, catalogue):
    data.setlist("changes-1-peers", ["1", "9", "8"])
    words = "This group no longer exists. Choose another one."
    assert told(data, catalogue) == [("id_changes-1-peers", words)]


def test_everything_is_told_at_once_in_the_order_of_the_page(data, catalogue):
    wrong = {
        "title": "\u202e", "note": "x" * 201, "ticket": "a\x00b", "groups-1-addresses": "y x",
        "own": "- [", "endpoint-ports": "", "option:k3s:a": "\n", "changes-0-reason": "y" * 201,
    }  # fmt: skip
    for name, value in wrong.items():
        data[name] = value
    assert [field for field, _ in told(data, catalogue)] == [
        "id_title", "id_note", "id_groups-1-addresses", "id_groups-1-addresses",
        "id_endpoint-ports", "id_changes-0-reason", "id_own", "id_ticket", "product-k3s",
    ]  # fmt: skip


def test_of_many_wrong_addresses_the_first_are_told(data, catalogue):
    data["groups-0-addresses"] = " ".join(f"node-{number}" for number in range(20))
    assert [message.split()[0] for _, message in told(data, catalogue)] == [
        "node-0", "node-1", "node-2", "node-3", "node-4",
    ]  # fmt: skip


def test_a_plan_that_is_known_to_be_right_is_not_judged_again(catalogue):
    document = document_from(PLAN)
    assert PlanForm.of(document, catalogue).document is document


def test_the_size_of_a_plan_is_what_is_stored_of_it(catalogue):
    groups = [
        {"name": f"g{number}", "addresses": [f"2001:db8::{n:x}:ffff:ffff:ffff" for n in range(200)]}
        for number in range(40)
    ]
    document = document_from({**PLAN, "groups": [*PLAN["groups"], *groups]})
    form = PlanForm(data_of(document), catalogue)
    assert form.document == document
    assert form.text == document.as_json()
    assert len(form.text) < LARGEST_DOCUMENT < len(document.as_yaml())


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_every_problem_leads_to_a_place_that_the_page_has(language, client):
    page = press(
        client, client.get(f"{language}{PRESET}"), title="\u202e", kubernetes="x",
        ticket="x" * 201, groups_0_name="", groups_0_addresses="x", groups_0_zone="x" * 201,
        groups_0_roles="king", groups_1_os="bsd", endpoint_group="0", endpoint_ports="",
        changes_0_ports="x", own="x",
        expires="x",
    )  # fmt: skip
    assert len(page.context["problems"]) == 12
    for problem in page.context["problems"]:
        opened = (
            press(client, page, f"open:{problem.panel} {problem.field}") if problem.panel else page
        )
        assert f'id="{problem.field}"' in text(opened)


MANY = [{"name": f"g{number}"} for number in range(201)]
TOO_MANY = "A plan can have at most 200 groups here."


@pytest.mark.django_db
def test_a_form_of_too_many_groups_is_refused_before_it_is_built(client):
    form = read_form(client.get(f"{NEW}?empty")).values
    groups = {f"groups-{number}-name": "" for number in range(9000)}
    page = post(client, {**form, **groups, "do": "preview"})
    assert page.status_code == 422
    assert TOO_MANY in text(page)
    assert len(page.content) < 20_000


@pytest.mark.django_db
@pytest.mark.parametrize("target", ["result", "composer"])
def test_a_script_is_told_of_too_many_groups_and_keeps_what_was_typed(target, client):
    form = read_form(client.get(f"{NEW}?empty")).values
    groups = {f"groups-{number}-name": f"g{number}" for number in range(201)}
    headers = {"HX-Request": "true", "HX-Target": target}
    page = post(client, {**form, **groups, "do": "preview"}, headers=headers)
    assert page.status_code == 422
    assert page.headers["HX-Retarget"] == "#problems"
    assert TOO_MANY in text(page)
    assert "<form" not in text(page)


@pytest.mark.django_db
def test_an_imported_plan_of_too_many_groups_stays_in_its_field(client):
    document = document_from({"schema": "portsref.plan/v1", "title": "x", "groups": MANY})
    page = post(client, {"do": "import", "text": document.as_yaml()})
    assert page.status_code == 422
    assert TOO_MANY in text(page)
    assert "g200" in text(page)


@pytest.mark.django_db
def test_of_an_import_with_very_many_problems_the_rest_is_counted(client):
    wrong = "schema: portsref.plan/v1\ntitle: x\n" + "".join(f"k{n}: 1\n" for n in range(3000))
    page = post(client, {"do": "import", "text": wrong})
    assert text(page).count("is not a known key") == 100
    assert "2900 more problems." in text(page)
