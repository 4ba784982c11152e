"""Why is this dropped, without a plan: what uses the ports in a packet log."""

import re
from urllib.parse import unquote

import pytest

pytestmark = pytest.mark.django_db

AWS = "2 1 eni-1 192.0.2.1 192.0.2.2 4000 10250 6 1 40 1418530010 1418530070 REJECT OK"
ASA = "%ASA-4-106023: Deny udp src in:192.0.2.1/4000 dst out:192.0.2.2/8472 by access-group x"


def names(packet):
    return {row.key for row in packet.group.rows}


@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_what_names_the_port_of_each_packet_is_listed(language, client):
    page = client.post(f"{language}/dropped/", {"lines": f"{AWS}\n{ASA}\n{AWS}\nnonsense"})
    assert page.status_code == 200
    api, vxlan = page.context["ports"]
    assert "kubernetes/kubelet-api" in names(api)
    assert {"flannel/vxlan", "cilium/vxlan"} & names(vxlan)
    assert [(seen.times, seen.line) for seen in (*api.packets, *vxlan.packets)] == [(2, 1), (1, 2)]
    assert page.context["read"].unreadable_count == 1
    assert "no-store" in page.headers["Cache-Control"]


def test_a_port_that_nobody_names_shows_what_is_near(client):
    page = client.post("/dropped/", {"lines": "SRC=192.0.2.1 DST=192.0.2.2 PROTO=TCP DPT=10520"})
    (packet,) = page.context["ports"]
    assert (packet.group.rows, "10250" in dict(packet.near)) == ((), True)


def test_packets_to_one_port_stand_together(client):
    lines = [f"SRC=192.0.2.{n} DST=192.0.2.200 PROTO=TCP DPT=10250" for n in range(1, 9)]
    (port,) = client.post("/dropped/", {"lines": "\n".join(lines)}).context["ports"]
    assert (len(port.packets), port.packets_further) == (5, 3)


def test_a_protocol_without_ports_lists_who_uses_it(client):
    page = client.post("/dropped/", {"lines": "SRC=192.0.2.1 DST=192.0.2.2 PROTO=4"})
    (packet,) = page.context["ports"]
    assert {row.protocol for row in packet.group.rows} == {"IPIP"}
    page = client.post("/dropped/", {"lines": "SRC=192.0.2.1 DST=192.0.2.2 PROTO=89"})
    assert page.context["ports"][0].group.rows == ()


def test_an_error_text_is_told_with_what_it_means_and_what_it_names(client):
    webhook = 'Post "https://cert-manager-webhook.cert-manager.svc:443/": context deadline exceeded'
    lines = [webhook, "dial tcp 192.0.2.2:10250: connect: connection refused", "x509: unknown"]
    page = client.post("/dropped/", {"lines": "\n".join(lines)})
    named, dialled, alone = page.context["ports"]
    assert (named.dialled, named.port, named.address) == (
        "cert-manager-webhook.cert-manager", "", "",
    )  # fmt: skip
    assert names(named) == {"cert-manager/webhook", "cert-manager/webhook-host"}
    assert "No answer came" in named.outcome
    assert "kubernetes/kubelet-api" in names(dialled)
    assert "rarely a firewall" in dialled.outcome
    assert (alone.group.rows, "no firewall" in alone.outcome) == ((), True)
    assert "unknown host" in page.content.decode()
    assert "None" not in page.content.decode().partition("<main")[2]


def test_the_form_alone_shows_lines_that_are_understood(client):
    page = client.get("/dropped/")
    assert page.status_code == 200
    assert "UFW BLOCK" in page.content.decode()
    assert client.post("/dropped/", {"lines": ""}).status_code == 422


@pytest.mark.parametrize("address", ["/ports/10250/", "/?q=nonsensical+words"])
def test_pages_of_ports_lead_here(address, client):
    assert 'href="/dropped/"' in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("dial tcp 192.0.2.2:10250: i/o timeout", "kubernetes/kubelet-api"),
        (
            'Post "https://cert-manager-webhook.cert-manager.svc:443/": context deadline exceeded',
            "cert-manager/webhook",
        ),
    ],
)
def test_the_search_box_leads_from_an_error_text_to_its_rows_and_here(line, expected, client):
    page = client.get("/", {"q": line})
    assert expected in {row.key for group in page.context["groups"] for row in group.rows}
    link = re.search(r'href="(/dropped/#lines=[^"]+)"', page.content.decode())
    assert unquote(link[1].partition("=")[2]) == line
    assert "#lines" not in client.get("/", {"q": "10250"}).content.decode()


@pytest.mark.parametrize("line", [AWS, f"2026-01-01T00:00:00Z {AWS}"])
def test_the_search_box_understands_such_a_line_too(line, client):
    page = client.get("/", {"q": line})
    assert page.context["asked"].filters.query.only_port == 10250
