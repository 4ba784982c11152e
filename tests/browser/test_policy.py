"""The pages as a browser sees them: nothing blocked, nothing from elsewhere, no script error."""

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request

ADDRESSES = (
    "/",
    "/zh-hans/",
    "/?q=etcd",
    "/ports/10250/",
    "/products/",
    "/products/cilium/",
    "/components/kubernetes/kubelet/",
    "/protocols/",
    "/protocols/sctp/",
    "/scenarios/",
    "/scenarios/proxy-protocol/",
    "/plans/new/",
    "/zh-hans/plans/new/",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_keeps_to_the_policy_and_to_its_own_server(page: Page, base_url: str, address: str):
    complaints: list[str] = []
    elsewhere: list[str] = []

    def note_message(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    def note_request(request: Request) -> None:
        if not request.url.startswith(base_url):
            elsewhere.append(request.url)

    page.on("console", note_message)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", note_request)
    answer = page.goto(address, wait_until="networkidle")
    assert answer is not None
    assert answer.status == 200
    assert complaints == []
    assert elsewhere == []
