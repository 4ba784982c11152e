"""A link pasted into a chat shows what the page says first."""

from html.parser import HTMLParser

import pytest

from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.web.plans.saving import save_new_plan
from tests.web.reference.pages import page

pytestmark = pytest.mark.django_db

KUBELET = "TCP 10250 in Kubernetes: Kubelet API. Open it from the control plane to all nodes. TLS."


class _Head(HTMLParser):
    """Collects what a chat reads of a page."""

    def __init__(self):
        super().__init__()
        self.found = {}

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name = given.get("property") or given.get("name") or ""
        if tag == "meta" and (name == "description" or name.startswith("og:")):
            self.found[name] = given["content"]
        if given.get("rel") == "canonical":
            self.found["canonical"] = given["href"]


def head(html):
    parser = _Head()
    parser.feed(html)
    return parser.found


def test_a_port_says_its_first_sentence(client):
    address = "http://testserver/ports/10250/"
    assert head(page(client, "/ports/10250/?utm_source=chat")) == {
        "canonical": address,
        "description": KUBELET,
        "og:description": KUBELET,
        "og:site_name": "portsref",
        "og:title": "Port 10250",
        "og:type": "website",
        "og:url": address,
    }


def test_a_page_in_chinese_says_it_in_chinese(client):
    found = head(page(client, "/zh-hans/products/cilium/"))
    assert found["og:url"] == found["canonical"] == "http://testserver/zh-hans/products/cilium/"
    assert found["og:title"] == "Cilium：端口与选项"
    assert found["og:description"] == found["description"].strip()


def test_a_search_shows_as_text_what_was_searched(client):
    found = head(page(client, "/?q=%22%3E%3Cscript%3E"))
    assert found["canonical"] == "http://testserver/"
    assert "<script>" not in page(client, "/?q=%22%3E%3Cscript%3E").split("</head>")[0]


def test_a_plan_says_nothing_to_a_chat(client, catalogue):
    rules = plan_rules(find_preset("k3s-single").document(), catalogue)
    found = head(page(client, f"/plans/{save_new_plan(rules).revision.plan_id}/"))
    assert [name for name in found if name != "description"] == []
