"""The list of files that a plan can be had as."""

import re
from itertools import groupby

import pytest

from portsref.exporters.registry import every_exporter
from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.web.plans.saving import save_new_plan
from portsref.web.plans.templatetags.files import FAMILY_HEADINGS

pytestmark = pytest.mark.django_db
FAMILIES = [family for family, _ in groupby(exporter.family for exporter in every_exporter())]
HEADINGS = re.compile(r'<p class="menu__head">([^<]*)</p>')


@pytest.fixture
def plan(catalogue):
    return save_new_plan(plan_rules(find_preset("eks").document(), catalogue)).revision.plan_id


@pytest.mark.parametrize("address", ["/plans/{}/", "/plans/new/?preset=eks"])
def test_files_stand_under_whom_they_are_for(address, plan, client):
    page = client.get(address.format(plan)).content.decode()
    assert HEADINGS.findall(page) == [str(FAMILY_HEADINGS[family]) for family in FAMILIES]


def test_every_family_has_a_heading_in_chinese(plan, client):
    headings = HEADINGS.findall(client.get(f"/zh-hans/plans/{plan}/").content.decode())
    assert len(headings) == len(FAMILIES)
    assert not [heading for heading in headings if heading.isascii()]


def test_a_file_is_in_the_language_of_the_page(plan, client):
    address = f"/plans/{plan}/revisions/1/export/markdown/"
    english, chinese = (client.get(f"{prefix}{address}") for prefix in ("", "/zh-hans"))
    assert b"\n## Rules\n" in english.getvalue()
    assert "\n## 规则\n".encode() in chinese.getvalue()
    asked = client.get(f"/api/v1{address[:-1]}", {"language": "zh-Hans"})
    assert "\n## 规则\n".encode() in asked.getvalue()
