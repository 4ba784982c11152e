"""What was seen beside the rules leads on: to the page of its port, to why it is dropped."""

import re
from html import unescape

import pytest

from tests.web.plans.checking.checked import paste, saved_plan, states
from tests.web.plans.pages import text

pytestmark = pytest.mark.django_db

LISTENING = (
    "Netid State  Recv-Q Send-Q Local Address:Port Peer Address:Port Process\n"
    'tcp   LISTEN 0      128    *:80         *:*   users:(("web",pid=1,fd=2))\n'
    'tcp   LISTEN 0      128    *:10255      *:*   users:(("kubelet",pid=2,fd=3))\n'
    'tcp   LISTEN 0      128    *:8888       *:*   users:(("kubectl",pid=3,fd=3))\n'
)
DROPPED = (
    "kernel: [UFW BLOCK] IN=eth0 SRC=10.9.0.7 DST=10.0.0.3 PROTO=TCP SPT=40000 DPT=10255 SYN\n"
    "kernel: [UFW BLOCK] IN=eth0 SRC=10.9.0.7 DST=10.0.0.3 PROTO=TCP SPT=40000 DPT=443 SYN\n"
)


@pytest.fixture
def plan(catalogue):
    return f"/plans/{saved_plan(catalogue).revision.plan_id}/"


@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_a_socket_leads_to_its_port_and_says_what_is_known_there(language, plan, client):
    page = paste(client, f"{language}{plan}check/sockets/", LISTENING, group="servers")
    assert states(page)["not-seen"] == 2
    assert f'href="{language}/ports/10255/tcp/">TCP 10255</a>' in text(page)
    assert "<span>kubelet" in text(page)
    assert "kubectl proxy" in text(page)


@pytest.mark.parametrize("language", ["", "/zh-hans"])
def test_a_packet_without_a_rule_can_be_asked_about_at_once(language, plan, client):
    page = paste(client, f"{language}{plan}check/evidence/", DROPPED)
    assert states(page)["dropped"] == 1
    [form] = re.findall(r'<form class="check-beside__ask".*?</form>', text(page), re.DOTALL)
    target = re.search(r'action="([^"]+)"', form)[1]
    line = unescape(re.search(r'name="lines" value="([^"]+)"', form)[1])
    assert target == f"{language}{plan}dropped/"
    answer = client.post(target, {"lines": line})
    assert answer.status_code == 200
    assert "10255" in text(answer)


def test_what_prints_the_input_is_said_in_the_readers_language(plan, client):
    assert "主机的套接字：ss" in text(client.get(f"/zh-hans{plan}check/sockets/"))
    assert "Sockets of a host: ss" in text(client.get(f"{plan}check/sockets/"))
