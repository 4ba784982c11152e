"""What was read of a list of addresses stands beneath its field."""

import re

import pytest
from django.utils import translation

from portsref.web.plans.composer.address_words import say_addresses
from tests.web.plans.pages import NEW, open_panel, press, read_form, text

PRESET = f"{NEW}?preset=rke2-cilium"
RESULT = {"HX-Request": "true", "HX-Target": "result"}


@pytest.mark.parametrize(
    ("listed", "words"),
    [
        ("", ""),
        ("10.0.0.1", "1 host"),
        ("10.0.0.1\n10.0.0.2", "2 hosts"),
        ("10.0.0.1\n10.0.1.0/24\n10.0.2.1-9", "1 host, 1 network, 1 range (266 addresses)"),
        ("10.0.0.0/16", "1 network (65,536 addresses)"),
        ("10.0.0.1 2001:db8::1 2001:db8::2", "IPv4: 1 host; IPv6: 2 hosts"),
        ("2001:db8::/64", "1 network"),
        ("node05", "1 line not read"),
        ("10.0.0.1\nnode05\n10.0.0.300", "1 host read, 2 lines not"),
    ],
)
def test_hosts_networks_and_ranges_are_counted(listed, words):
    assert say_addresses(listed) == words


def test_it_is_said_in_chinese():
    with translation.override("zh-hans"):
        assert say_addresses("10.0.0.1\nnode05") == "已读取 1 台主机，有 1 行未能识别"


def read_of(page, field):
    found = re.search(rf'id="id_{field}_read"[^>]*>([^<]*)<', text(page))
    return found[1] if found else None


@pytest.mark.django_db
def test_a_page_says_what_was_read_and_each_line_that_was_not(client):
    hosts = "\n".join(f"192.0.2.{number}" for number in range(1, 5))
    listed = f"{hosts}\nnode05\n{hosts.replace('.2.', '.3.')}\n192.0.2.0/33"
    page = open_panel(client, client.get(PRESET), "group:1")
    page = press(client, page, groups_1_addresses=listed)
    assert read_of(page, "groups-1-addresses") == "8 hosts read, 2 lines not"
    assert (
        "Line 5: node05 is a name. Write its address.\nLine 10: 192.0.2.0/33 is not an address"
    ) in text(page)


@pytest.mark.django_db
def test_a_browser_gets_what_was_read_of_the_fields_that_were_typed_into(client):
    form = read_form(client.get(PRESET))
    values = {**form.values, "groups-1-addresses": "10.7.0.1-25", "groups-0-addresses": "10.6.0.1"}
    answer = client.post(
        form.action, {**values, "typed": ["id_groups-1-addresses", "id_title"]}, headers=RESULT
    )
    words = re.findall(r'data-for="([^"]*)">([^<]*)<', text(answer))
    assert words == [("id_groups-1-addresses_read", "1 range (25 addresses)")]


@pytest.mark.django_db
@pytest.mark.parametrize("shown", ["", "same"])
def test_what_was_read_comes_with_problems_too(shown, client):
    page = client.get(PRESET)
    form = read_form(page)
    values = {**form.values, "groups-1-addresses": "10.7.0.1\nnode05"}
    if shown:
        wrong = client.post(form.action, values, headers=RESULT)
        values["shown"] = wrong.context["shown"]
    values["typed"] = ["id_groups-1-addresses"]
    answer = client.post(form.action, values, headers=RESULT)
    assert answer.status_code == 422
    assert ("1 host read, 1 line not") in text(answer)
