import dataclasses

import pytest

from portsref.web.facts import models
from portsref.web.facts.catalogue import services_from_rows
from portsref.web.facts.sync import Tally, sync_catalogue
from tests.conftest import our_catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def services():
    return our_catalogue().services


def sync_services(services):
    changed = dataclasses.replace(our_catalogue(), read_services=lambda _catalogue: services)
    return sync_catalogue(changed, files_digest="x")


def test_rows_give_the_same_value_as_the_files(services):
    assert services_from_rows() == services


def test_a_second_sync_does_nothing(services):
    assert sync_services(services) == Tally()


def test_a_changed_fact_is_updated_and_a_gone_one_deleted(services):
    first, *others = services.providers
    changed = first.model_copy(update={"name": "Another name", "facts": first.facts[:-1]})
    less = dataclasses.replace(services, providers=(changed, *others[:-1]))

    tally = sync_services(less)

    last = others[-1]
    assert services_from_rows() == less
    assert tally.created == {}
    assert tally.updated == {"provider": 1}
    assert tally.deleted == {
        "provider": 1,
        "providersupport": 4,
        "providersetting": len(last.settings),
        "servicefact": 1 + len(last.facts),
    }
    assert sync_services(services).created["provider"] == 1
    assert services_from_rows() == services


def test_reading_takes_the_same_queries_with_few_rows_as_with_many(django_assert_num_queries):
    with django_assert_num_queries(14):
        services_from_rows()
    models.Scenario.objects.exclude(slug="dns").delete()
    models.Provider.objects.exclude(slug="hetzner").delete()
    models.ServiceFact.objects.filter(position__gt=0).delete()
    with django_assert_num_queries(14):
        services_from_rows()
