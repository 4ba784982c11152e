"""The picture of a plan on its page and in the composer."""

import re
from urllib.parse import parse_qs

import pytest

from portsref.planning.document import document_from
from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.web.plans.reading.display import Display
from portsref.web.plans.reading.sheet import RuleSheet
from portsref.web.plans.saving import save_new_plan
from tests.web.plans.pages import NEW, press, text

pytestmark = pytest.mark.django_db

SVG = re.compile(r'<svg class="picture".*?</svg>', re.DOTALL)
HOSTILE = '<script>alert("x")</script> & "quoted" ..|%'


@pytest.fixture
def page(catalogue):
    rules = plan_rules(find_preset("kubeadm-calico").document(), catalogue)
    return f"/plans/{save_new_plan(rules).revision.plan_id}/"


def test_an_arrow_leads_to_exactly_its_rules(page, client):
    shown = client.get(page, {"view": "picture"}).context["sheet"].picture
    assert sum(connection.rules for connection in shown.connections) == 38
    for connection in shown.connections:
        sheet = client.get(page + connection.query).context["sheet"]
        assert len(sheet.listed.all_rules) == connection.rules
        for shape in (shown.shapes.wide, shown.shapes.upright):
            assert connection.query.replace("&", "&amp;") in shape.svg


def test_a_box_leads_to_all_rules_of_its_groups(page, client):
    shown = client.get(page, {"view": "picture"}).context["sheet"].picture
    (api,) = (box for box in shown.boxes if box.name == "api")
    assert parse_qs(api.query.removeprefix("?")) == {"pair": ["api"]}
    listed = client.get(page + api.query).context["sheet"].listed.all_rules
    assert {end.name for rule in listed for end in (rule.source, rule.destination)} == {
        "api", "admins", "control-plane", "workers",
    }  # fmt: skip


def test_the_picture_in_words_has_every_arrow(page, client):
    shown = text(client.get(page, {"view": "picture"}))
    rows = re.findall(r'<tr id="connection-.*?</tr>', shown, re.DOTALL)
    wide, upright = (drawn.count('<a class="picture__line') for drawn in re.findall(SVG, shown))
    assert len(rows) == wide == upright


def test_a_picture_can_be_downloaded_in_three_formats(page, client):
    shown = text(client.get(page, {"view": "picture", "merge": "1"}))
    for name in ("svg", "mermaid", "dot"):
        assert f'{page}revisions/1/export/{name}/?merge=1"' in shown


def test_in_the_composer_an_arrow_leads_to_its_words_with_a_button(client):
    composer = client.get(NEW, {"preset": "rke2-cilium", "view": "picture"})
    shown = composer.context["sheet"].picture
    (first, *_) = shown.connections
    assert f'href="#{first.id}"' in shown.shapes_in_form.wide.svg
    answer = press(client, composer, view=first.in_form)
    assert len(answer.context["sheet"].listed.all_rules) == first.rules


def test_names_are_texts_and_nothing_else(catalogue):
    groups = [
        {"name": HOSTILE, "roles": ["control-plane"], "zone": HOSTILE},
        {"name": "workers", "roles": ["worker"], "zone": "core"},
    ]
    data = {"schema": "portsref.plan/v1", "title": HOSTILE, "groups": groups}
    document = document_from({**data, "picks": [{"product": "kubernetes"}]})
    sheet = RuleSheet(plan_rules(document, catalogue), catalogue, Display(view="picture"))
    shapes = sheet.picture.shapes
    assert "<script" not in shapes.wide.svg + shapes.upright.svg
    for connection in sheet.picture.connections:
        chosen = Display.of({name: values[0] for name, values in query(connection).items()})
        listed = RuleSheet(sheet.rule_set, catalogue, chosen).listed.all_rules
        assert len(listed) == connection.rules


def query(connection):
    return parse_qs(connection.query.removeprefix("?"))


def test_of_too_many_groups_there_is_no_picture(catalogue):
    groups = [{"name": f"{n}", "roles": ["bastion"], "zone": f"{n}"} for n in range(101)]
    groups.append({"name": "cp", "roles": ["control-plane"]})
    data = {"schema": "portsref.plan/v1", "title": "Large", "groups": groups}
    document = document_from({**data, "picks": [{"product": "kubernetes"}]})
    sheet = RuleSheet(plan_rules(document, catalogue), catalogue, Display(view="picture"))
    assert not sheet.picture.is_small_enough


def test_in_chinese_places_are_called_as_in_the_table(page, client):
    shown = client.get(f"/zh-hans{page}", {"view": "picture"}).context["sheet"].picture
    assert any("Kubernetes 镜像仓库" in box.name for box in shown.boxes)
