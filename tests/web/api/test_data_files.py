"""Static data at addresses that can be guessed."""

import gzip
import json
from datetime import datetime

import pytest
from jsonschema import Draft202012Validator

from portsref.catalogue.schema import FOLDER
from portsref.web.facts.models import CatalogueVersion

OF_FILES = ("plan.schema.json", "product.schema.json")

pytestmark = pytest.mark.django_db

FILES = {
    "/catalogue.json": "catalogue-data.schema.json",
    "/products/cilium.json": "product-data.schema.json",
    "/ports/10250.json": "port-data.schema.json",
    "/ports/0.json": "port-data.schema.json",
}


def read(client, address, **headers):
    response = client.get(address, headers=headers)
    assert response.status_code == 200, address
    return response


def without_stamp(data, catalogue):
    """The data, once its stamp is known to be that of the catalogue."""
    loaded = CatalogueVersion.objects.latest().loaded_at.replace(microsecond=0)
    assert datetime.fromisoformat(data.pop("generated_at")) == loaded
    assert data.pop("catalogue") == catalogue.version
    return data


def test_a_product_is_its_file(client, catalogue):
    data = read(client, "/products/cilium.json").json()
    product = catalogue.products["cilium"].model_dump(mode="json")
    assert without_stamp(data, catalogue) == {"product": product}


def test_a_port_is_what_the_api_says(client, catalogue):
    data = read(client, "/ports/10250.json").json()
    assert without_stamp(data, catalogue) == read(client, "/api/v1/ports/10250").json()


def test_the_catalogue_has_every_product(client, catalogue):
    data = without_stamp(read(client, "/catalogue.json").json(), catalogue)
    assert data == {
        "kubernetes": [release.model_dump(mode="json") for release in catalogue.releases],
        "roles": [role.model_dump(mode="json") for role in catalogue.roles],
        "products": [product.model_dump(mode="json") for product in catalogue.products.values()],
    }


@pytest.mark.parametrize(("address", "schema"), FILES.items())
def test_data_is_as_its_schema_says(client, address, schema):
    description = read(client, f"/schemas/{schema}")
    assert description["Content-Type"] == "application/schema+json"
    Draft202012Validator.check_schema(description.json())
    Draft202012Validator(description.json()).validate(read(client, address).json())


@pytest.mark.parametrize("name", OF_FILES)
def test_schemas_of_files_are_served_as_they_are_published(client, name):
    assert read(client, f"/schemas/{name}").content == (FOLDER / name).read_bytes()


@pytest.mark.parametrize("address", FILES)
def test_unchanged_data_is_not_sent_again(client, address):
    first = read(client, address)
    assert first["Content-Type"] == "application/json"
    assert first["Access-Control-Allow-Origin"] == "*"
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_data_is_sent_compressed(client):
    plain = read(client, "/catalogue.json").content
    packed = read(client, "/catalogue.json", **{"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(packed.content)) == json.loads(plain)
    assert len(packed.content) * 5 < len(plain)


@pytest.mark.parametrize(
    ("page", "file"),
    [
        ("/ports/10250/", "/ports/10250.json"),
        ("/zh-hans/ports/10250/tcp/", "/ports/10250.json"),
        ("/products/cilium/", "/products/cilium.json"),
    ],
)
def test_a_page_leads_to_its_data(client, page, file):
    link = f'<link rel="alternate" type="application/json" href="{file}">'
    assert link in read(client, page).content.decode()


def test_a_query_leads_to_the_bare_address(client):
    response = client.get("/catalogue.json?v=1")
    assert (response.status_code, response["Location"]) == (302, "/catalogue.json")


@pytest.mark.parametrize(
    ("address", "field", "reason"),
    [
        ("/products/no-such.json", "product", "the catalogue has no such product"),
        ("/ports/65536.json", "port", "a port is a number, 0 to 65535"),
        ("/ports/010.json", "port", "a port is a number, 0 to 65535"),
        ("/ports/https.json", "port", "a port is a number, 0 to 65535"),
        (
            "/schemas/no.json",
            "name",
            "there are only " + ", ".join(sorted({*FILES.values(), *OF_FILES})),
        ),
    ],
)
def test_what_is_not_there_is_said_with_its_reason(client, address, field, reason):
    response = client.get(address)
    assert (response.status_code, response.json()) == (
        404,
        {"problems": [{"field": field, "reason": reason}]},
    )


@pytest.mark.parametrize("address", ["/catalogue.json", "/ports/10250.json"])
def test_without_a_catalogue_programs_are_told_so_in_json(client, address):
    CatalogueVersion.objects.all().delete()
    response = client.get(address)
    assert (response.status_code, response["Cache-Control"]) == (503, "no-store")
    assert response.json() == {"problems": [{"field": "", "reason": "no catalogue is loaded yet"}]}
