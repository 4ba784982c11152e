"""What is done once before workers are forked, and none of them does again."""

import pytest
from django.db import connections
from django.template import engines

from portsref.web.site.serving.warming import warm_up
from tests.web.plans.pages import NEW, press

pytestmark = pytest.mark.django_db

RESULT = {"HX-Request": "true", "HX-Target": "result"}


@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_the_first_click_in_a_composer_compiles_no_template(language, client, monkeypatch):
    monkeypatch.setattr(connections, "all", lambda **_: [])  # that of the test stays open
    (loader,) = engines["django"].engine.template_loaders
    loader.reset()
    warm_up()
    compiled = set(loader.get_template_cache)
    assert "plans/drafts/_step.html" in compiled
    press(client, client.get(f"{language}{NEW}?preset=eks"), headers=RESULT, groups_0_zone="edge")
    assert set(loader.get_template_cache) == compiled
