import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.urls import reverse

from portsref.web.facts import models

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client):
    user = get_user_model().objects.create_superuser("chief", password="secret")
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    "model", [models.ProviderSetting, models.Scenario, models.ServiceFact], ids=lambda m: m.__name__
)
def test_rows_can_be_looked_at_and_searched_but_not_changed(chief, model):
    name = model._meta.model_name
    assert chief.get(reverse(f"admin:facts_{name}_changelist"), {"q": "tcp"}).status_code == 200
    row = model.objects.first()
    page = chief.get(reverse(f"admin:facts_{name}_change", args=[row.pk]))
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    assert chief.get(reverse(f"admin:facts_{name}_add")).status_code == 403
    assert chief.post(reverse(f"admin:facts_{name}_delete", args=[row.pk])).status_code == 403


def test_every_table_of_the_catalogue_is_in_the_admin():
    assert {model for model in admin.site._registry if model._meta.app_label == "facts"} >= {
        getattr(models, name) for name in models.__all__ if name != "Fact"
    }
