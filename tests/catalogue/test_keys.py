import pytest

from portsref.catalogue.keys import id_of, product_of
from tests.small_catalogue import listener, product


@pytest.mark.parametrize("key", ["app/api", "own/dropped-tcp-22"])
def test_a_key_is_a_product_and_what_names_it_there(key):
    assert f"{product_of(key)}/{id_of(key)}" == key


def test_what_is_no_key_has_no_id():
    assert (product_of("app"), id_of("app")) == ("app", "")


def test_rows_have_such_keys():
    app = product("app", listeners=[listener("api")])
    assert [(product_of(row.key), id_of(row.key)) for row in app.rows] == [("app", "api")]
