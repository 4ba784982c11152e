"""Who may reach whom, by zone."""

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


def sheet(document, catalogue):
    return RuleSheet(plan_rules(document, catalogue), catalogue, Display(view="matrix"))


def racks(count):
    groups = [{"name": "control-plane", "roles": ["control-plane"], "zone": "core"}]
    for number in range(count):
        zone = ("core", "dmz")[number % 2]
        groups.append({"name": f"rack {number}", "roles": ["worker"], "zone": zone})
    picks = [{"product": "kubeadm"}, {"product": "cilium"}]
    data = {"schema": "portsref.plan/v1", "title": "Racks", "picks": picks, "groups": groups}
    return document_from(data)


def headings(groups):
    return [(group.heading, group.span) for group in groups]


def test_rows_and_columns_stand_by_zone_in_the_order_of_the_plan(catalogue):
    matrix = sheet(find_preset("kubeadm-calico").document(), catalogue).matrix
    assert headings(matrix.column_groups) == [("core", 2), ("dmz", 1), ("outside", 8)]
    assert headings(matrix.row_groups) == [("core", 2), ("dmz", 1), ("office", 2)]
    assert matrix.sources == ("control-plane", "workers", "api", "admins", "users")
    assert matrix.destinations[:3] == ("control-plane", "workers", "api")


def test_a_cell_leads_to_exactly_its_rules(catalogue):
    whole = sheet(find_preset("kubeadm-calico").document(), catalogue)
    cells = [
        cell
        for group in whole.matrix.row_groups
        for row in group.rows
        for cell in row.cells
        if cell
    ]
    assert sum(cell.count for cell in cells) == whole.count
    for cell in cells:
        asked = {name: values[0] for name, values in parse_qs(cell.query[1:]).items()}
        listed = RuleSheet(whole.rule_set, catalogue, Display.of(asked)).listed.all_rules
        assert len(listed) == cell.count
        assert Display.of({"view": cell.in_form}) == Display.of(asked)


def test_up_to_eight_groups_have_ports_and_more_have_numbers(catalogue):
    few, many = (sheet(racks(count), catalogue).matrix for count in (7, 8))
    assert few.has_ports
    assert not many.has_ports
    cell = few.row_groups[0].rows[0].cells[0]
    assert ("UDP", ("8472",)) in cell.lines
    assert many.row_groups[0].rows[0].cells[0].lines == ()


def test_without_zones_groups_have_no_heading(catalogue):
    document = racks(2).model_copy(
        update={
            "groups": tuple(group.model_copy(update={"zone": None}) for group in racks(2).groups)
        }
    )
    matrix = sheet(document, catalogue).matrix
    assert not matrix.has_row_headings
    assert not matrix.has_column_headings


def test_what_crosses_zones_has_a_sign_with_a_legend(catalogue, client):
    rules = plan_rules(racks(3), catalogue)
    page = client.get(f"/plans/{save_new_plan(rules).revision.plan_id}/", {"view": "matrix"})
    assert "matrix__crossing" in text(page)
    assert "matrix-legend__crossing" in text(page)


def test_in_the_composer_a_cell_is_a_button(client):
    composer = client.get(NEW, {"preset": "rke2-cilium", "view": "matrix"})
    cell = composer.context["sheet"].matrix.row_groups[0].rows[0].cells[0]
    answer = press(client, composer, view=cell.in_form)
    assert len(answer.context["sheet"].listed.all_rules) == cell.count
