"""The composer without a script: every button keeps what was typed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portsref.documents.writing import dump_json
from portsref.exporters.archive import one_file
from portsref.exporters.registry import every_exporter
from portsref.planning.document import parse_document
from portsref.planning.presets import PRESETS, find_preset
from portsref.web.plans.models import Plan
from tests.exporters.languages import language_of
from tests.web.plans.pages import NEW, open_panel, options, post, press, read_form, text

pytestmark = pytest.mark.django_db

PRESET = f"{NEW}?preset=rke2-cilium"
RESULT = {"HX-Request": "true", "HX-Target": "result"}


@pytest.mark.parametrize("language", ["", "/zh-hans"])
@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_every_preset_opens_in_both_languages(preset, language, client):
    page = client.get(f"{language}{NEW}?preset={preset.name}")
    assert page.status_code == 200
    assert page.context["problems"] == ()
    assert page.context["sheet"].rule_set.rules


def test_the_start_page_offers_presets_a_file_and_nothing(client):
    page = text(client.get(NEW))
    assert all(f'href="{NEW}?preset={preset.name}"' in page for preset in PRESETS)
    assert f'href="{NEW}?empty"' in page
    assert 'enctype="multipart/form-data"' in page


def test_the_outline_does_not_say_twice_what_a_group_is_called_after(client):
    lines = client.get(f"{NEW}?preset=kubeadm-calico").context["outline"].groups
    assert {line.name: line.roles for line in lines} == {
        "control-plane": "",
        "workers": "",
        "api": "API endpoint :6443",
        "admins": "administrators",
        "users": "clients",
    }


def test_plans_lead_to_a_new_plan(client):
    assert client.get("/plans/").headers["Location"] == NEW


def test_an_unknown_preset_leads_to_the_start_page(client):
    assert "plans/composer/start.html" in [
        t.name for t in client.get(f"{NEW}?preset=none").templates
    ]


def test_picked_rows_become_a_plan_of_just_these_rows(client):
    page = client.get(NEW, {"listener": ["kubernetes/kube-apiserver", "kubernetes/etcd-client"]})
    rule_set = page.context["sheet"].rule_set
    assert rule_set.document.pick("kubernetes").only == ("kube-apiserver", "etcd-client")
    assert {key for rule in rule_set.rules for key in rule.listeners} == {
        "kubernetes/kube-apiserver",
        "kubernetes/etcd-client",
    }


def test_a_picked_row_that_is_gone_is_told_and_not_dropped(client):
    page = client.get(NEW, {"listener": ["kubernetes/gone", "gone/gone", "<script>", "a/b/c", ""]})
    codes = {finding.code for finding in page.context["sheet"].rule_set.findings}
    assert {"unknown-listener", "unknown-product"} <= codes


def test_what_is_not_changed_stays_the_same_whatever_is_pressed(client):
    page = client.get(PRESET)
    for do in ("preview", "add-group", "add-product:longhorn"):
        page = press(client, page, do)
        assert page.status_code == 200
    document = page.context["plan_form"].document
    preset = find_preset("rke2-cilium").document()
    assert document.picks[:-1] == preset.picks
    assert document.groups[:-1] == preset.groups
    assert document.changes == preset.changes


def test_a_product_is_added_and_removed(client):
    page = press(client, client.get(PRESET), "add-product:longhorn")
    assert page.context["plan_form"].document.pick("longhorn")
    page = press(client, page, "remove-product:longhorn")
    assert page.context["plan_form"].document.pick("longhorn") is None


def test_a_product_is_found_by_part_of_its_name(client):
    page = press(client, client.get(PRESET), find="longh")
    kinds = page.context["runs"].kinds
    assert [product.slug for kind in kinds for product in kind.products] == ["longhorn"]


def test_what_a_product_brings_in_shows_its_options(client):
    page = open_panel(client, client.get(f"{NEW}?preset=k3s-single"), "product:traefik")
    products = {product.slug: product for product in page.context["runs"].products}
    assert products["traefik"].by == "K3s"
    assert not products["traefik"].picked
    assert "option:traefik:http3" in dict(options(page))


def test_an_option_left_at_its_default_is_not_written_down(client):
    page = press(client, client.get(f"{NEW}?preset=k3s-single"))
    assert page.context["plan_form"].document.picks == find_preset("k3s-single").document().picks


def test_a_group_is_added_and_removed_and_the_focus_goes_there(client):
    page = press(client, client.get(PRESET), "add-group")
    assert 'id="id_groups-4-name" value="group 5"' not in text(page)  # it is written, and focused
    assert page.context["focus"] == "id_groups-4-name"
    assert text(page).count("autofocus") == 1
    page = press(client, page, "remove-group:4")
    assert len(page.context["plan_form"].groups) == 4


def test_a_listener_is_changed_from_its_rule(client):
    page = press(client, client.get(PRESET), "add-change:rke2/supervisor")
    page = press(client, page, **{"changes-1-ports": "9346"})
    rules = page.context["sheet"].rule_set.rules
    assert {str(r.ports) for r in rules if "rke2/supervisor" in r.listeners} == {"9346"}


def test_a_change_without_a_listener_chosen_changes_nothing(client):
    page = press(client, client.get(PRESET), "add-change")
    assert len(page.context["changes"]) == 1


def test_an_error_stands_at_its_field_and_nothing_is_lost(client):
    page = open_panel(client, client.get(PRESET), "group:1")
    page = press(client, page, groups_1_addresses="10.0.0.1/24", groups_0_name="cp")
    assert page.status_code == 422
    html = text(page)
    assert "10.0.0.1/24 has host bits set: write 10.0.0.0/24 or 10.0.0.1." in html
    assert 'aria-describedby="id_groups-1-addresses_error id_groups-1-addresses_read"' in html
    form = read_form(page)
    assert form.values["groups-1-addresses"] == ["10.0.0.1/24"]
    assert form.values["groups-0-name"] == ["cp"]


def test_the_last_good_rules_stay_while_something_is_wrong(client):
    good = press(client, client.get(PRESET))
    wrong = press(client, good, title="\u202e")
    assert wrong.context["stale"]
    assert wrong.context["sheet"].rule_set == good.context["sheet"].rule_set
    assert "These are the rules from before the last change." in text(wrong)


def test_rules_that_were_never_good_are_not_made_up(client):
    form = read_form(client.get(PRESET))
    for last in ("", "not a plan", "{" * 100_000):
        page = post(client, {**form.values, "title": "\u202e", "last": last})
        assert page.status_code == 422
        assert page.context["sheet"] is None
        assert "No rules yet" in text(page)


def test_htmx_gets_the_rules_and_what_runs(client):
    page = press(client, client.get(PRESET), headers=RESULT, groups_0_zone="edge")
    assert page.status_code == 200
    assert 'id="result"' in text(page)
    assert 'id="side"' in text(page)
    assert "<html" not in text(page)
    assert 'id="id_groups-0-name"' not in text(page)  # nobody types into what is swapped


def test_htmx_gets_the_problems_beside_the_last_rules(client):
    page = press(client, press(client, client.get(PRESET)), headers=RESULT, title="\u202e")
    assert page.status_code == 422
    assert 'data-problem="id_title"' in text(page)
    assert 'id="result"' in text(page)


def test_the_views_and_toggles_are_part_of_the_form(client):
    page = press(client, client.get(PRESET), view="matrix", merge="1", boundary="1")
    assert page.context["display"].view == "matrix"
    assert 'class="matrix ' in text(page)
    page = press(client, page)
    assert page.context["display"].choice.merge
    assert page.context["display"].choice.boundary


def test_rules_of_the_installation_can_be_seen_alone(client):
    roles = ("bootstrap", "api-endpoint", "control-plane")
    plan = {
        "schema": "portsref.plan/v1",
        "title": "New",
        "picks": [{"product": "openshift", "options": {"installation": "user-provisioned"}}],
        "groups": [{"name": role, "roles": [role]} for role in roles],
    }
    page = post(client, {"do": "import", "text": dump_json(plan)})
    assert 'name="phase"' in text(page)
    page = press(client, page, phase="installation")
    sheet = page.context["sheet"]
    assert {rule.phase for rule in sheet.shown.all_rules} == {"installation"}
    assert press(client, page).context["display"].choice.phase == "installation"


@pytest.mark.parametrize("exporter", every_exporter(), ids=lambda exporter: exporter.name)
def test_a_plan_is_exported_before_it_is_saved(exporter, client):
    page = client.get(PRESET)
    file = press(client, page, f"export:{exporter.name}")
    made = one_file(exporter.export(page.context["sheet"].rule_set, language=language_of(exporter)))
    assert file.headers["Content-Disposition"] == f'attachment; filename="{made.name}"'
    assert made.name.startswith("rke2-with-cilium-rules.")
    assert file.content == made.content
    assert Plan.objects.count() == 0


def test_a_wrong_plan_is_not_exported_and_not_saved(client):
    for do in ("export:csv", "save"):
        page = press(client, client.get(PRESET), do, title="\u202e")
        assert page.status_code == 422
    assert Plan.objects.count() == 0


def test_an_unknown_format_names_the_formats(client):
    page = press(client, client.get(PRESET), "export:docx")
    assert page.status_code == 404
    assert "<b>csv</b>" in text(page)


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_importing_the_exported_yaml_gives_the_same_plan(preset, client):
    file = press(client, client.get(f"{NEW}?preset={preset.name}"), "export:yaml")
    page = post(client, {"do": "import", "text": file.content.decode()})
    assert page.status_code == 200
    assert page.context["plan_form"].document == preset.document()


@pytest.mark.parametrize("write", [lambda d: d.as_yaml(), lambda d: dump_json(d.as_data())])
def test_a_plan_is_imported_from_a_file(write, client):
    document = find_preset("eks").document()
    file = SimpleUploadedFile("plan.txt", b"\xef\xbb\xbf" + write(document).encode())
    page = post(client, {"do": "import", "text": "", "file": file})
    assert page.context["plan_form"].document == document


def test_errors_of_an_imported_plan_are_told_with_their_place_and_nothing_is_lost(client):
    wrong = (
        "schema: portsref.plan/v1\ntitle: x\ngroups: [{name: a, addresses: [10.0.0.1/24]}]\nking: 1"
    )
    page = post(client, {"do": "import", "text": wrong})
    assert page.status_code == 422
    html = text(page)
    assert "groups[a].addresses[0]" in html
    assert "king: is not a known key" in html
    assert "king: 1</textarea>" in html


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b"\xff\xfe\x00", "The file is not UTF-8 text."),
        (b"", "Paste a plan, or choose a file."),
        (
            b"x" * (4 * 1024 * 1024 + 1),
            "A plan can be at most 256 KiB, a file of rules at most 4 MiB.",
        ),
        (b"x" * 300_000, "larger than 256 KiB"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_so(file, words, client):
    page = post(client, {"do": "import", "text": "", "file": SimpleUploadedFile("plan.yaml", file)})
    assert page.status_code == 422
    assert words in text(page)


def test_a_file_of_rules_may_be_larger_than_a_plan(client):
    exported = press(client, client.get(f"{NEW}?preset=openshift-bare-metal"), "export:yaml")
    padded = exported.content + b"# " + b"x" * 300_000
    page = post(
        client, {"do": "import", "text": "", "file": SimpleUploadedFile("rules.yaml", padded)}
    )
    assert page.context["plan_form"].document == parse_document(exported.content.decode())


def test_a_finding_leads_to_its_place(client):
    page = press(client, client.get(PRESET), view="findings", groups_0_addresses="")
    assert ("do", "open:group:0 id_groups-0-name") in read_form(page).buttons


def test_the_composer_is_not_indexed_but_may_be_gone_back_to(client):
    page = client.get(PRESET)
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Cache-Control"] == "private, no-cache"
    assert page.headers["Referrer-Policy"] == "same-origin"


def test_a_form_from_elsewhere_is_refused():
    assert Client(enforce_csrf_checks=True).post(NEW, {"do": "save"}).status_code == 403


def test_the_composer_asks_the_database_only_for_the_catalogues_version(
    client, django_assert_num_queries
):
    client.get(PRESET)
    for preset in ("k3s-single", "openshift-bare-metal"):
        with django_assert_num_queries(1):
            client.get(f"{NEW}?preset={preset}")


def test_a_view_of_the_composer_has_an_address(client):
    page = client.get(f"{PRESET}&view=matrix&merge=1")
    assert page.context["display"].view == "matrix"
    assert page.context["display"].choice.merge


def test_products_picked_on_their_pages_become_a_plan(client):
    page = client.get(NEW, {"product": ["k3s", "longhorn"]})
    picks = page.context["plan_form"].document.picks
    assert [pick.product for pick in picks] == ["k3s", "longhorn"]


@pytest.mark.parametrize(
    ("query", "picks"),
    [
        ("product=rke2&option=cni:cilium", {"rke2": {"cni": "cilium"}}),
        (
            "product=rke2&product=longhorn&option=cni:calico&option=calico/encapsulation:vxlan",
            {
                "rke2": {"cni": "calico"},
                "longhorn": {},
                "calico": {"encapsulation": "vxlan"},
            },
        ),
        ("product=rke2&option=nothing:it", {"rke2": {"nothing": "it"}}),
        ("product=rke2&option=nonsense&option=:&option=a:b%0Ac", {"rke2": {}}),
    ],
)
def test_a_link_composes_products_with_their_options(query, picks, client):
    page = client.get(f"{NEW}?{query}")
    document = page.context["plan_form"].document
    assert {pick.product: dict(pick.options) for pick in document.picks} == picks


def test_a_link_may_say_the_version_and_its_plan_is_called_after_what_runs(client):
    document = (
        client.get(f"{NEW}?product=rke2&product=cilium&kubernetes=1.36")
        .context["plan_form"]
        .document
    )
    assert (document.title, document.kubernetes) == ("RKE2 with Cilium", "1.36")
    unknown = client.get(f"{NEW}?product=rke2&kubernetes=latest").context["plan_form"].document
    assert unknown.kubernetes is None


def test_an_option_that_a_product_does_not_have_is_a_finding(client):
    page = client.get(f"{NEW}?product=rke2&option=nothing:it&view=findings")
    assert "nothing" in " ".join(str(text) for text in page.context["findings"])


def test_addresses_of_a_preset_are_called_examples_before_they_are_saved(client):
    page = client.get(PRESET)
    assert "Save as an example" in text(page)
    assert [group.is_example for group in page.context["outline"].groups] == [True] * 4


def test_a_plan_with_addresses_of_its_own_has_no_example(client):
    page = press(
        client, client.get(f"{NEW}?empty"), "preview", **{"groups-0-addresses": "10.1.2.3"}
    )
    page = client.get(page["Location"]) if page.status_code == 303 else page
    assert "Save and get a link" in text(page)
    assert not any(group.is_example for group in page.context["outline"].groups)


def test_presets_show_their_picture_and_size(client):
    page = text(client.get(NEW))
    assert page.count('<svg class="thumbnail"') == len(PRESETS)
    rules = len(client.get(PRESET).context["sheet"].rule_set.all_rules)
    assert f"{rules} rules · 4 groups" in page


def test_products_are_called_by_their_names_in_the_readers_language(client):
    page = client.get(f"/zh-hans{NEW}?preset=kubeadm-calico")
    names = [line.name for line in page.context["outline"].products]
    assert "集群周边主机" in names
    assert "Calico" in names
