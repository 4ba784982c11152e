"""Scripts of other sites: facts for all, everything else for those that are named."""

from django.test import override_settings

WIKI = "https://wiki.example.com"
PLAN = {"schema": "portsref.plan/v1", "title": "A plan"}


def allowed(response):
    return response.headers.get("Access-Control-Allow-Origin")


def ask(client, origin):
    headers = {"Origin": origin}
    facts = client.get("/api/v1/catalogue", headers=headers)
    rules = client.post("/api/v1/rules", PLAN, content_type="application/json", headers=headers)
    missing = client.get("/api/v1/plans/nothing", headers=headers)
    return [allowed(response) for response in (facts, rules, missing)]


def test_facts_alone_may_be_read_unless_somebody_is_named(client):
    assert ask(client, WIKI) == ["*", None, None]
    assert client.options("/api/v1/rules", headers={"Origin": WIKI}).status_code == 405


@override_settings(API_ORIGINS=[WIKI, "http://localhost:3000"])
def test_named_sites_may_read_all_answers_refusals_too(client):
    assert ask(client, WIKI) == ["*", WIKI, WIKI]
    assert ask(client, "http://localhost:3000")[1] == "http://localhost:3000"
    assert ask(client, "https://evil.example.com") == ["*", None, None]
    assert ask(client, "null") == ["*", None, None]
    response = client.post("/api/v1/rules", PLAN, content_type="application/json")
    assert "Origin" in response.headers["Vary"]


@override_settings(API_ORIGINS=["*"])
def test_everybody_may_be_named(client):
    assert ask(client, "https://anybody.example.com") == ["*", "*", "*"]


@override_settings(API_ORIGINS=[WIKI])
def test_browsers_may_ask_first_what_they_may_send(client):
    asked = {
        "Origin": WIKI,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type,if-match",
    }
    response = client.options("/api/v1/plans/x/revisions", headers=asked)
    told = {name: value for name, value in response.headers.items() if "Control-Allow" in name}
    assert (response.status_code, told) == (
        204,
        {
            "Access-Control-Allow-Origin": WIKI,
            "Access-Control-Allow-Methods": "GET, POST",
            "Access-Control-Allow-Headers": "Authorization, Content-Type, If-Match",
        },
    )
    assert "Access-Control-Allow-Credentials" not in response.headers
