"""Templates are sent without the indentation that they are written with."""

import re

import pytest
from django.conf import settings
from django.template import Context, engines
from django.template.loader import get_template
from django.test import Client


@pytest.mark.django_db
def test_no_line_of_a_page_begins_with_a_blank(client: Client):
    html = client.get("/").content.decode()
    assert "\n<main" in html
    assert not re.search(r"^[ \t]", html, re.MULTILINE)


def test_lines_keep_their_numbers():
    written = (settings.BASE_DIR / "templates" / "base.html").read_text(encoding="utf-8")
    read = get_template("base.html").template.source
    assert [line.lstrip() for line in written.split("\n")] == read.split("\n")


def test_text_of_variables_keeps_its_indentation():
    template = get_template("plans/composer/_overtaken.html").template
    overtaken = {"theirs": {"plan_id": "x", "number": 2}, "lines": [("same", "  - deep")]}
    assert ">  - deep</span>" in template.render(Context({"overtaken": overtaken}))


def test_templates_of_other_applications_are_as_they_are():
    assert "  " in engines["django"].get_template("admin/base.html").template.source
