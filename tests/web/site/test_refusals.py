"""Whatever refuses a request, programs are answered in the API's shape, and people in words."""

import pytest
from django.test import Client, override_settings

from tests.web.plans.pages import NEW, text

pytestmark = pytest.mark.django_db

ELSEWHERE = {"host": "elsewhere.example.com"}


def refusal(reason: str) -> dict[str, object]:
    return {"problems": [{"field": "", "reason": reason}]}


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/api/v1/openapi.json", "GET"),
        ("POST", "/api/v1/products/cilium", "GET"),
        ("GET", "/api/v1/rules", "POST"),
        ("PUT", "/api/v1/rules", "POST"),
        ("HEAD", "/api/v1/rules", "POST"),
    ],
)
def test_a_method_that_an_operation_does_not_know_is_refused(method: str, path: str, allowed: str):
    response = Client(enforce_csrf_checks=True).generic(method, path)
    assert (response.status_code, response["Allow"]) == (405, allowed)
    assert response["Content-Type"] == "application/json"
    if method != "HEAD":
        assert response.json() == refusal(f"{method} is not known here, only {allowed}")


@pytest.mark.parametrize("path", ["/api/v1/openapi.json", "/api/v1/no/such", "/api/"])
def test_another_host_is_refused_by_its_name(client: Client, path: str):
    response = client.get(path, headers=ELSEWHERE)
    reason = "the host 'elsewhere.example.com' is none of this site's: see ALLOWED_HOSTS"
    assert (response.status_code, response.json()) == (400, refusal(reason))


@pytest.mark.parametrize("is_secure", [False, True])
def test_a_page_for_another_host_says_so(client: Client, is_secure: bool):
    with override_settings(SECURE_SSL_REDIRECT=is_secure):
        response = client.get("/products/", headers=ELSEWHERE)
    assert response.status_code == 400
    said = text(response)
    assert "It was asked for as <code>elsewhere.example.com</code>, which is none of its" in said
    assert "too large" not in said


def test_a_page_for_another_host_says_so_in_chinese_and_escapes_what_was_sent(client: Client):
    response = client.get("/zh-hans/products/", headers={"host": "<b>" + "x" * 200})
    assert response.status_code == 400
    assert f"&lt;b&gt;{'x' * 97}</code>" in response.content.decode()
    assert '<html lang="zh-hans">' in response.content.decode()


@override_settings(ROOT_URLCONF="tests.web.site.failing_urls")
def test_what_fails_is_said_in_the_shape_of_the_api_and_as_a_page():
    client = Client(raise_request_exception=False)
    response = client.get("/api/v1/fails")
    reason = "something went wrong here, and has been logged: try again in a moment"
    assert (response.status_code, response.json()) == (500, refusal(reason))
    response = client.get("/fails/")
    assert (response.status_code, "<h1>Something went wrong</h1>" in text(response)) == (500, True)


@override_settings(ROOT_URLCONF="tests.web.site.failing_urls")
def test_the_log_of_what_fails_names_the_view_and_not_the_address(
    caplog: pytest.LogCaptureFixture,
):
    Client(raise_request_exception=False).get("/fails/")
    assert [(record.getMessage(), record.exc_info is None) for record in caplog.records] == [
        ("Internal Server Error: tests.web.site.failing_urls.fail", False)
    ]


@pytest.mark.parametrize("path", ["/api/", "/api/v2/ports"])
def test_below_the_api_nothing_is_a_page(client: Client, path: str):
    response = client.get(path)
    assert response.status_code == 404
    assert response.json() == refusal("there is nothing at this address")


def send_from(origin: str, host: str = "testserver") -> tuple[int, str]:
    """A form without a token, sent from a page of that origin."""
    client = Client(enforce_csrf_checks=True, headers={"host": host})
    response = client.post(NEW, {"title": "x"}, headers={"origin": origin})
    return response.status_code, text(response)


def test_a_form_from_another_port_is_refused_with_the_origin_and_the_remedy():
    status, said = send_from("https://testserver:8443")
    assert status == 403
    assert "this form stands at <code>https://testserver:8443</code>, and this site is" in said
    assert "<code>http://testserver</code>" in said
    assert "<code>proxy_set_header Host $http_host;</code>" in said
    assert "<code>CSRF_TRUSTED_ORIGINS=https://testserver:8443</code>" in said
    assert "open too long" not in said


def test_the_log_has_both_origins_and_not_the_address_of_a_plan(caplog: pytest.LogCaptureFixture):
    client = Client(enforce_csrf_checks=True)
    address = f"/plans/{'x' * 24}/edit/"
    client.post(address, {"title": "x"}, headers={"origin": "https://testserver:8443"})
    client.post(address, {"title": "x"})
    assert [record.getMessage() for record in caplog.records] == [
        "refused a form from https://testserver:8443: this site is http://testserver"
    ]


def test_the_remedies_help():
    with override_settings(CSRF_TRUSTED_ORIGINS=["https://testserver:8443"]):
        assert "open too long" in send_from("https://testserver:8443")[1]  # now only the token
    assert "open too long" in send_from("http://testserver:8443", "testserver:8443")[1]


@pytest.mark.parametrize("origin", ["null", "https://<script>", "http://testserver"])
def test_what_names_no_other_origin_is_told_to_reload(origin: str):
    status, said = send_from(origin)
    assert (status, "open too long" in said, "TRUSTED" in said) == (403, True, False)
