"""The OpenAPI document: complete, and true of every operation."""

import pytest
from jsonschema import Draft202012Validator


@pytest.fixture
def openapi(get):
    status, document = get("openapi.json")
    assert status == 200
    return document


def test_every_operation_is_described(openapi):
    described = {
        (path, method): sorted(operation["responses"], key=str)
        for path, methods in openapi["paths"].items()
        for method, operation in methods.items()
    }
    assert described == {
        ("/api/v1/catalogue", "get"): ["200", "304", "422", "503"],
        ("/api/v1/products", "get"): ["200", "304", "422", "503"],
        ("/api/v1/products/{product}", "get"): ["200", "304", "404", "422", "503"],
        ("/api/v1/listeners", "get"): ["200", "304", "422", "503"],
        ("/api/v1/ports/{port}", "get"): ["200", "304", "422", "503"],
        ("/api/v1/ports/{port}/{protocol}", "get"): ["200", "304", "422", "503"],
        ("/api/v1/rules", "post"): ["200", "400", "411", "413", "415", "422", "503"],
        ("/api/v1/export/{format}", "post"): [
            "200", "400", "404", "411", "413", "415", "422", "503"
        ],
        ("/api/v1/diff", "post"): ["200", "400", "411", "413", "415", "422", "503"],
        ("/api/v1/import", "post"): ["200", "400", "411", "413", "415", "422", "503"],
        ("/api/v1/allows", "post"): ["200", "400", "411", "413", "415", "422", "503"],
        ("/api/v1/dropped", "post"): ["200", "400", "411", "413", "415", "422", "503"],
        ("/api/v1/checks/{kind}", "post"): [
            "200", "400", "404", "411", "413", "415", "422", "503"
        ],
        ("/api/v1/plans/{plan_id}/checks/{kind}", "post"): [
            "200", "201", "400", "401", "403", "404", "411", "413", "415", "422", "429", "503"
        ],
        ("/api/v1/plans/{plan_id}", "get"): ["200", "404", "422"],
        ("/api/v1/plans/{plan_id}/revisions", "get"): ["200", "404", "422"],
        ("/api/v1/plans/{plan_id}/revisions", "post"): [
            "201", "400", "401", "403", "404", "411", "412", "413", "415", "422", "428", "429",
            "503",
        ],
        ("/api/v1/plans/{plan_id}/revisions/{number}", "get"): ["200", "404", "422"],
        ("/api/v1/plans/{plan_id}/revisions/{number}/bundle", "get"): ["200", "404", "422"],
        ("/api/v1/plans/{plan_id}/revisions/{number}/export/{format}", "get"): [
            "200", "404", "422"
        ],
        ("/api/v1/plans/{plan_id}/reviews", "get"): ["200", "404", "422"],
        ("/api/v1/plans/{plan_id}/reviews", "post"): [
            "201", "400", "401", "403", "404", "411", "413", "415", "422", "429", "503"
        ],
    }  # fmt: skip


def test_schemas_are_schemas_and_nothing_dangles(openapi):
    Draft202012Validator.check_schema({"$defs": openapi["components"]["schemas"]})
    known = {f"#/components/schemas/{name}" for name in openapi["components"]["schemas"]}
    assert set(references(openapi)) <= known


def references(value):
    if isinstance(value, dict):
        yield from ([value["$ref"]] if isinstance(value.get("$ref"), str) else [])
        for item in value.values():
            yield from references(item)
    if isinstance(value, list):
        for item in value:
            yield from references(item)


@pytest.mark.parametrize(
    "address", ["", "/revisions", "/revisions/2", "/revisions/2/export/csv?envelope=true"]
)
def test_saved_plans_are_as_described(get, openapi, saved, address):
    path = f"/api/v1/plans/{{plan_id}}{address.partition('?')[0]}"
    path = path.replace("/2", "/{number}").replace("/csv", "/{format}")
    content = openapi["paths"][path]["get"]["responses"]["200"]["content"]
    schema = content["application/json"]["schema"] | {"components": openapi["components"]}
    status, answer = get(f"plans/{saved}{address}")
    assert status == 200
    assert list(Draft202012Validator(schema).iter_errors(answer)) == []


def test_no_operation_takes_unknown_parameters(client, openapi):
    places = {
        "product": "cilium", "port": 53, "protocol": "udp", "plan_id": "x" * 24, "number": 1,
        "format": "csv", "kind": "rules",
    }  # fmt: skip
    for path, methods in openapi["paths"].items():
        for method in methods:
            response = getattr(client, method)(path.format(**places), query_params={"nope": "1"})
            assert (path, response.status_code, response.json()) == (
                path, 422, {"problems": [{"field": "nope", "reason": "is not a known parameter"}]}
            )  # fmt: skip


def operations(openapi):
    return [each for methods in openapi["paths"].values() for each in methods.values()]


def test_ids_of_operations_stay_as_clients_know_them(openapi):
    assert [operation["operationId"] for operation in operations(openapi)] == [
        "get_catalogue", "list_products", "get_product", "list_listeners", "get_port",
        "get_port_of_protocol", "plan_rules", "export_plan", "diff_plans", "import_files",
        "plan_allows",
        "explain_dropped", "check_plan", "check_saved_plan", "get_plan", "list_revisions",
        "save_revision", "get_revision", "export_revision", "bundle_revision", "get_review",
        "decide",
    ]  # fmt: skip


def test_every_operation_says_what_it_does_and_what_each_parameter_means(openapi):
    for operation in operations(openapi):
        assert operation["summary"], operation
        assert operation["description"].endswith("."), operation
        for parameter in operation.get("parameters", ()):
            said = parameter.get("description") or parameter["schema"].get("description")
            assert said, (operation["operationId"], parameter["name"])


def test_every_part_of_an_address_and_every_body_has_an_example_that_fits(openapi):
    for operation in operations(openapi):
        shown = [
            (parameter["schema"], parameter["example"])
            for parameter in operation.get("parameters", ())
            if parameter["in"] != "query"
        ]
        contents = operation.get("requestBody", {}).get("content", {}).values()
        shown += [(content["schema"], content["example"]) for content in contents]
        for schema, example in shown:
            whole = schema | {"components": openapi["components"]}
            assert list(Draft202012Validator(whole).iter_errors(example)) == []


@pytest.mark.parametrize(
    "operation", ["rules", "export/csv", "diff", "allows", "dropped", "checks/rules"]
)
def test_examples_of_bodies_are_answered(client, openapi, operation):
    templates = {"export/csv": "export/{format}", "checks/rules": "checks/{kind}"}
    path = f"/api/v1/{templates.get(operation, operation)}"
    content = openapi["paths"][path]["post"]["requestBody"]["content"]
    body = content["application/json"]["example"]
    response = client.post(f"/api/v1/{operation}", body, content_type="application/json")
    assert response.status_code == 200, response.content


def test_parts_of_published_documents_keep_the_names_that_clients_know(openapi):
    known = {
        "RulesDocument", "RulesCatalogue", "ApiRule", "ApiEnd", "ApiLocal", "ApiFinding",
        "DiffDocument", "ApiSide", "ApiChange", "ApiClosedRule", "ApiGroupChange",
    }  # fmt: skip
    schemas = openapi["components"]["schemas"]
    assert known <= schemas.keys()
    assert all(schemas[name]["title"] == name for name in known)
    assert "Published" not in str(openapi)
