"""Why is this dropped, without a plan: what uses the ports in a packet log."""

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


def test_the_form_alone_shows_lines_that_are_understood(client):
    page = client.get("/dropped/")
    assert page.status_code == 200
    assert "UFW BLOCK" in page.content.decode()
    assert client.post("/dropped/", {"lines": ""}).status_code == 422


@pytest.mark.parametrize("address", ["/ports/10250/", "/?q=nonsensical+words"])
def test_pages_of_ports_lead_here(address, client):
    assert 'href="/dropped/"' in client.get(address).content.decode()


@pytest.mark.parametrize("line", [AWS, f"2026-01-01T00:00:00Z {AWS}"])
def test_the_search_box_understands_such_a_line_too(line, client):
    page = client.get("/", {"q": line})
    assert page.context["asked"].filters.query.only_port == 10250
