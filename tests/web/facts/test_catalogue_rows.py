"""The catalogue in the database: loaded once, equal to the files, noticed when it changes."""

from io import StringIO

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portsref.catalogue.folders import OUR_DATA
from portsref.catalogue.reading import read_catalogue
from portsref.web.facts import catalogue as web_catalogue
from portsref.web.facts.models import CatalogueVersion, Listener, Product, Translation
from portsref.web.facts.sync import sync_catalogue
from tests import small_catalogue

pytestmark = pytest.mark.django_db


def load() -> str:
    output = StringIO()
    call_command("load_catalogue", stdout=output)
    return output.getvalue()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A further folder of products, as a company has it."""
    (tmp_path / "products").mkdir()
    monkeypatch.setenv("PORTSREF_CATALOGUE", str(tmp_path))
    return tmp_path


PRODUCT = """
product: ledger
name: Ledger
kind: other
summary: Bookkeeping of a company.
homepage: https://ledger.example.com/
checked: {version: "3", date: "2026-01-01"}
components:
  - {id: ledgerd, name: ledgerd, roles: [worker], summary: Keeps the books.}
listeners:
  - id: books
    component: ledgerd
    protocol: TCP
    ports: "5150"
    roles: [worker]
    peers: [client]
    purpose: Books.
    tls: tls
    required: true
    source: {url: "https://ledger.example.com/ports", basis: documented}
"""


def test_the_rows_give_the_catalogue_that_the_files_give(catalogue):
    from_rows = web_catalogue.catalogue_from_rows()
    assert from_rows == catalogue
    assert from_rows.digest == catalogue.digest
    assert list(from_rows.products) == list(catalogue.products)


def test_the_rows_keep_the_order_of_conditions_in_which_reasons_are_told(catalogue):
    def conditions(known):
        return {key: list(row.when) for key, row in known.rows.items()}

    assert conditions(web_catalogue.catalogue_from_rows()) == conditions(catalogue)


def test_loading_again_changes_nothing():
    versions = CatalogueVersion.objects.count()
    assert load().startswith("nothing changed")
    assert CatalogueVersion.objects.count() == versions


def test_a_change_of_the_files_changes_only_its_rows(folder):
    file = folder / "products" / "ledger.yaml"
    file.write_text(PRODUCT)
    assert load().splitlines()[0] == "created 1 product, created 1 component, created 1 listener"
    file.write_text(PRODUCT.replace('"5150"', '"5151"'))
    assert load().splitlines()[0] == "updated 1 listener"
    assert Listener.objects.get_by_natural_key("ledger/books").ports == "5151"
    file.unlink()
    assert load().splitlines()[0] == "deleted 1 listener, deleted 1 component, deleted 1 product"


def test_files_that_are_wrong_are_refused_and_nothing_is_written(folder):
    (folder / "products" / "ledger.yaml").write_text(
        PRODUCT.replace("ledgerd, name", "ledgerd, nom")
    )
    before = Product.objects.count()
    with pytest.raises(CommandError, match=r"ledger\.yaml: components\[ledgerd\]\.nom"):
        load()
    assert Product.objects.count() == before


def test_products_that_build_on_each_other_can_be_loaded_in_any_order():
    base = small_catalogue.product("zebra", kind="distribution")
    built = small_catalogue.product("aardvark", kind="distribution", base="zebra")
    small = small_catalogue.catalogue(built, base)
    sync_catalogue(small, files_digest="x")
    assert web_catalogue.catalogue_from_rows() == small
    assert Translation.objects.count() == 0


def test_a_process_keeps_its_catalogue_until_another_is_loaded(client):
    first = web_catalogue.current_catalogue()
    assert web_catalogue.current_catalogue() is first
    sync_catalogue(small_catalogue.catalogue(small_catalogue.product("tiny")), files_digest="x")
    assert list(web_catalogue.current_catalogue().products) == ["tiny"]
    assert "Tiny" in client.get("/products/").content.decode()


def test_a_request_that_was_never_ended_leaves_no_version_to_the_next(client):
    web_catalogue.begin_request()  # its answer is never closed, which would end it
    assert "tiny" not in web_catalogue.current_catalogue().products
    sync_catalogue(small_catalogue.catalogue(small_catalogue.product("tiny")), files_digest="x")
    assert "Tiny" in client.get("/products/").content.decode()
    assert list(web_catalogue.current_catalogue().products) == ["tiny"]


def test_a_request_asks_for_the_version_once(client):
    client.get("/ports/6443/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/ports/6443/")
    assert len(queries) == 1


def test_a_server_begins_with_the_snapshot_of_the_files_that_were_loaded(django_assert_num_queries):
    web_catalogue.forget_catalogue()
    with django_assert_num_queries(2):  # both for the version: no row is read
        begun = web_catalogue.begin_with_snapshot()
    assert begun is web_catalogue.current_index()
    assert begun.catalogue == web_catalogue.catalogue_from_rows()


def test_a_server_begins_with_the_rows_where_files_are_not_those_that_were_loaded():
    small = small_catalogue.catalogue(small_catalogue.product("tiny"))
    sync_catalogue(small, files_digest="x")
    assert web_catalogue.begin_with_snapshot().catalogue == small


def test_a_server_that_has_no_catalogue_cannot_begin():
    CatalogueVersion.objects.all().delete()
    with pytest.raises(web_catalogue.CatalogueMissingError):
        web_catalogue.begin_with_snapshot()


def warnings():
    found = run_checks(databases=["default"])
    return [message.msg for message in found if message.id == "facts.W001"]


def test_the_system_check_is_silent_while_rows_and_files_agree():
    assert warnings() == []


def test_the_system_check_warns_of_files_that_were_changed(folder):
    (folder / "products" / "ledger.yaml").write_text(PRODUCT)
    assert warnings() == ["The catalogue was changed since it was loaded."]


def test_the_system_check_warns_where_nothing_was_loaded():
    CatalogueVersion.objects.all().delete()
    assert warnings() == ["The catalogue was never loaded."]


def test_without_a_catalogue_pages_say_what_to_do(client):
    CatalogueVersion.objects.all().delete()
    response = client.get("/")
    assert response.status_code == 503
    assert "load_catalogue" in response.content.decode()


def test_the_files_themselves_are_sound():
    assert read_catalogue([OUR_DATA]).products
