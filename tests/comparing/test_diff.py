"""What changed between two rule sets: by hand, and as algebra on small worlds."""

from dataclasses import replace
from ipaddress import ip_address
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portsref.addresses import AddressRange
from portsref.comparing.diff import (
    Diff,
    GroupChange,
    delta_of_rules,
    delta_request,
    diff,
    diff_by_address,
)
from portsref.documents.problems import ProblemsError
from portsref.planning.engine import plan_rules
from portsref.planning.merging import merge_rules
from portsref.planning.packets import allowing
from portsref.planning.rules import ANYWHERE, Endpoint, Rule
from portsref.ports import PortSet
from tests import small_catalogue as small
from tests.conftest import our_catalogue
from tests.exporters.rule_sets import cause, group, rule, rule_set

WORKERS = group("workers", "10.0.1.0/24")
MASTERS = group("masters", "10.0.0.1")


def lines(rules):
    return [
        f"{item.source.name} {item.source.text} > {item.destination.name} {item.destination.text} "
        f"{item.protocol} {item.ports}".rstrip()
        for item in rules
    ]


def between(*rules):
    """A rule set of one line, from workers to masters."""
    return rule_set(*(rule(f"r{number}", *what) for number, what in enumerate(rules)))


def test_ports_that_are_no_longer_there_close():
    found = diff(between((WORKERS, MASTERS, "80-90")), between((WORKERS, MASTERS, "80-85,443")))
    assert lines(found.opened) == ["workers 10.0.1.0/24 > masters 10.0.0.1 TCP 443"]
    assert lines(found.closed) == ["workers 10.0.1.0/24 > masters 10.0.0.1 TCP 86-90"]
    assert lines(found.unchanged) == ["workers 10.0.1.0/24 > masters 10.0.0.1 TCP 80-85"]
    assert found.changed == found.groups == ()


def test_what_another_rule_of_the_same_ends_still_allows_does_not_close():
    before = between((WORKERS, MASTERS, "80-90"), (WORKERS, MASTERS, "85-95"))
    found = diff(before, between((WORKERS, MASTERS, "85-95")))
    assert lines(found.closed) == ["workers 10.0.1.0/24 > masters 10.0.0.1 TCP 80-84"]
    assert found.opened == ()


def test_a_protocol_without_ports_opens_and_closes_as_a_whole():
    ping = rule_set(rule("ping", WORKERS, MASTERS, "", protocol="ICMP"))
    assert lines(diff(rule_set(), ping).opened) == ["workers 10.0.1.0/24 > masters 10.0.0.1 ICMP"]
    assert lines(diff_by_address(ping, rule_set()).closed) == [
        "workers 10.0.1.0/24 > masters 10.0.0.1 ICMP"
    ]
    assert diff(ping, ping).is_empty


@pytest.mark.parametrize(
    ("what", "aspects"),
    [
        ({"encryption": "none"}, ("encryption",)),
        ({"purpose": "Something else."}, ("purpose",)),
        ({"required": False}, ("required",)),
        ({"reason": replace(cause().reason, by_hand=True)}, ("reason",)),
        ({"phase": "installation"}, ("phase",)),
        ({"required": False, "encryption": "mtls"}, ("encryption", "required")),
        ({"note": "Only a remark."}, ()),
    ],
)
def test_the_same_packets_with_other_words_are_changed(what, aspects):
    before = rule_set(rule("api", WORKERS, MASTERS, "80-90"))
    after = rule_set(rule("api", WORKERS, MASTERS, "85-95", causes=(cause(**what),)))
    found = diff(before, after)
    assert [(str(item.after.ports), item.aspects) for item in found.changed] == (
        [("85-90", aspects)] if aspects else []
    )
    assert diff_by_address(before, before) == diff_by_address(after, after) == Diff()
    assert lines(found.opened) == ["workers 10.0.1.0/24 > masters 10.0.0.1 TCP 91-95"]


def test_another_zone_is_a_change():
    zoned = replace(WORKERS, zone="dmz")
    found = diff(between((WORKERS, MASTERS)), between((zoned, MASTERS)))
    assert [change.aspects for change in found.changed] == [("zone",)]


def test_a_group_with_other_addresses_opens_and_closes_these_alone():
    more = group("workers", "10.0.1.128/25", "10.0.2.0/24")
    found = diff(between((WORKERS, MASTERS, "80")), between((more, MASTERS, "80")))
    assert lines(found.opened) == ["workers 10.0.2.0/24 > masters 10.0.0.1 TCP 80"]
    assert lines(found.closed) == ["workers 10.0.1.0/25 > masters 10.0.0.1 TCP 80"]
    assert [change.aspects for change in found.changed] == [("addresses",)]


def test_groups_say_what_they_gained_and_lost():
    groups = {
        "groups": [small.group("workers", "worker", addresses=["10.0.1.128/25", "10.0.2.0/24"])]
    }
    before = {"groups": [small.group("workers", "worker", addresses=["10.0.1.0/24"])]}
    found = diff(
        *(replace(rule_set(), document=small.plan("x", **what)) for what in (before, groups))
    )
    assert found.groups == (
        GroupChange(
            "workers",
            (AddressRange.parse("10.0.2.0/24"),),
            (AddressRange.parse("10.0.1.0/25"),),
        ),
    )


def test_a_group_that_gets_its_addresses_opens_them_and_closes_nothing():
    before = between((group("workers"), MASTERS, "80-90"))
    after = between((WORKERS, MASTERS, "80-85"))
    for compare in (diff, diff_by_address):
        found = compare(before, after)
        assert lines(found.opened) == ["workers 10.0.1.0/24 > masters 10.0.0.1 TCP 80-85"]
        assert lines(found.closed) == ["workers workers > masters 10.0.0.1 TCP 86-90"]


def test_by_address_forgets_in_which_group_a_host_is():
    before = between((group("a", "10.0.0.1"), MASTERS, "80"))
    after = between((group("b", "10.0.0.1"), MASTERS, "80"))
    assert diff_by_address(before, after).is_empty
    assert lines(diff(before, after).opened) == ["b 10.0.0.1 > masters 10.0.0.1 TCP 80"]


def test_by_address_prints_the_fewest_ranges():
    before = between((group("a", "10.0.0.0/24"), MASTERS, "80"))
    after = between(
        (group("a", "10.0.0.0/24"), MASTERS, "80"),
        (group("b", "10.0.0.0/25", "10.0.1.0/24"), MASTERS, "80"),
        (group("c", "10.0.2.0/24"), MASTERS, "80"),
    )
    assert lines(diff_by_address(before, after).opened) == [
        "b, c 10.0.1.0-10.0.2.255 > masters 10.0.0.1 TCP 80"
    ]


def test_by_address_the_rest_of_any_closes_where_one_group_stays():
    before, after = between((ANYWHERE, MASTERS, "80")), between((WORKERS, MASTERS, "80"))
    found = diff_by_address(before, after)
    assert lines(found.closed) == [
        "other addresses 0.0.0.0-10.0.0.255;10.0.2.0-255.255.255.255 > masters 10.0.0.1 TCP 80"
    ]
    assert found.opened == ()
    assert found.closed[0].source.kind == "group"


def test_by_address_a_place_outside_is_its_name():
    ntp, dns = (Endpoint(name, "outside") for name in ("NTP", "DNS"))
    found = diff_by_address(between((WORKERS, ntp, "53")), between((WORKERS, dns, "53")))
    assert lines(found.opened) == ["workers 10.0.1.0/24 > DNS DNS TCP 53"]
    assert lines(found.closed) == ["workers 10.0.1.0/24 > NTP NTP TCP 53"]


def test_by_address_what_would_explode_is_refused():
    hosts = [
        group(f"{end}{number}", f"10.{end}.{number // 256}.{number % 256}-10.{end}.200.0")
        for end in (0, 1)
        for number in range(1500)
    ]
    many = between(*zip(hosts[:1500], hosts[1500:], strict=True))
    with pytest.raises(ProblemsError, match="overlap in too many ways, 10,000,000 steps"):
        diff_by_address(rule_set(), many)


def test_by_address_as_much_work_is_done_as_is_allowed_and_no_more():
    addresses = [f"10.0.0.0/{8 + n}" for n in range(20)]
    groups = [
        group(f"g{n}", address, f"10.{n}.0.0-10.{n + 50}.255.255")
        for n, address in enumerate(addresses)
    ]
    before, after = (
        between(*((one, other, ports) for one in groups for other in groups))
        for ports in ("80", "81")
    )
    assert len(diff_by_address(before, after).opened) == 1
    with pytest.raises(ProblemsError, match="100,000 steps are not enough"):
        diff_by_address(before, after, most_work=100_000)


def test_a_delta_request_holds_what_opens_and_what_to_remove():
    before = between((WORKERS, MASTERS, "80"))
    after = rule_set(outbound=(rule("ntp", WORKERS, Endpoint("NTP", "outside"), "123"),))
    found = diff(before, after)
    both = delta_request(found, after)
    assert [(item.action, str(item.ports)) for item in both.rules] == [("remove", "80")]
    assert [(item.action, str(item.ports)) for item in both.outbound] == [("allow", "123")]
    assert delta_request(found, after, "opened").all_rules == both.outbound
    assert delta_request(found, after, "closed").all_rules == both.rules


def test_an_upgrade_opens_what_the_new_version_has():
    cloud = {"cloud-controller-manager": "yes", "cloud-controller-manager-webhook": "yes"}
    plan = small.plan({"product": "kubernetes", "options": cloud})
    before, after = (
        plan_rules(plan.model_copy(update={"kubernetes": version}), our_catalogue())
        for version in ("1.20", "1.35")
    )
    found = diff(before, after)
    assert not found.is_empty
    assert apply_lines(before.all_rules, found) == allowed_lines(after.all_rules)


# --- algebra -----------------------------------------------------------------------------------

HOSTS = [ip_address(f"10.0.0.{last}") for last in range(5)] + [
    ip_address(f"2001:db8::{last}") for last in range(2)
]
NAMES = ["a", "b", "c", "NTP"]
PORTS = range(1, 7)
ADDRESSES = st.lists(
    st.sampled_from(["10.0.0.0", "10.0.0.1-10.0.0.3", "10.0.0.2/31", "10.0.0.4", "2001:db8::/127"]),
    max_size=3,
).map(lambda texts: tuple(map(AddressRange.parse, texts)))
PORT_SETS = st.sets(st.sampled_from(PORTS), min_size=1).map(
    lambda ports: PortSet.parse(",".join(map(str, ports)))
)
CAUSES = st.sampled_from(
    [cause(), cause("example/b", encryption="none"), cause("x/y", random=True)]
)


@st.composite
def worlds(draw):
    """Rules between three groups, anywhere and a place outside, as a plan would have them."""
    ends = [Endpoint(name, addresses=draw(ADDRESSES)) for name in NAMES[:3]]
    sources = st.sampled_from([*ends, ANYWHERE])
    destinations = st.sampled_from([*ends, Endpoint("NTP", "outside")])
    protocol = st.sampled_from(["TCP", "ICMP"])
    what = draw(st.lists(st.tuples(sources, destinations, protocol, PORT_SETS, CAUSES), max_size=6))
    return rule_set(
        *(
            Rule(
                name=f"rule-{number}",
                source=source,
                destination=destination,
                protocol=protocol,
                ports=ports if protocol == "TCP" else PortSet(),
                causes=(because,),
            )
            for number, (source, destination, protocol, ports, because) in enumerate(what)
        )
    )


def packets(rules):
    """Every packet of the small world that the rules allow, by the evaluator."""
    questions = [("TCP", port) for port in PORTS] + [("ICMP", None)]
    return {
        (source, destination, *what)
        for source, destination, what in product(HOSTS, [*HOSTS, "NTP"], questions)
        if allowing(rules, source, destination, *what)
    }


def brute_force(rules):
    """The same without the evaluator: every rule spelled out, address by address."""
    return {
        (source, destination, rule.protocol, port)
        for rule in rules
        for source in spelled_out(rule.source)
        for destination in spelled_out(rule.destination)
        for port in (rule.ports or [None])
        if isinstance(destination, str) or source.version == destination.version
    }


def spelled_out(end):
    if end.kind == "any":
        return HOSTS
    if end.kind == "outside":
        return [end.name]
    return [
        host
        for host in HOSTS
        for part in end.addresses
        if part.family == host.version and int(part.first) <= int(host) <= int(part.last)
    ]


def by_ends(rules):
    """Packets with the names of the ends between which they were allowed."""
    return {
        (rule.source.name, rule.destination.name, *packet)
        for rule in rules
        for packet in brute_force([rule])
    }


def allowed_lines(rules):
    return {
        (rule.source, rule.destination, rule.protocol, port)
        for rule in rules
        for port in (rule.ports or [None])
    }


def apply_lines(rules, found):
    return allowed_lines(rules) - allowed_lines(found.closed) | allowed_lines(found.opened)


@settings(deadline=None, max_examples=60)
@given(worlds())
def test_the_evaluator_agrees_with_brute_force(world):
    assert packets(world.all_rules) == brute_force(world.all_rules)


@settings(deadline=None, max_examples=60)
@given(worlds())
def test_merging_does_not_change_what_is_allowed(world):
    merged = merge_rules(world.all_rules)
    assert packets(merged) == packets(world.all_rules)


@settings(deadline=None, max_examples=80)
@given(worlds(), worlds())
def test_a_diff_by_address_applied_to_one_side_gives_the_other(before, after):
    found = diff_by_address(before, after)
    old, new = brute_force(before.all_rules), brute_force(after.all_rules)
    assert brute_force(found.opened) == new - old
    assert brute_force(found.closed) == old - new


@settings(deadline=None, max_examples=80)
@given(worlds(), worlds())
def test_a_diff_by_group_applied_to_one_side_gives_the_other(before, after):
    found = diff(before, after)
    old, new = by_ends(before.all_rules), by_ends(after.all_rules)
    assert by_ends(found.opened) == new - old
    assert by_ends(found.closed) == old - new


@settings(deadline=None, max_examples=80)
@given(worlds(), worlds())
def test_what_opens_one_way_closes_the_other_way(before, after):
    for compare in (diff, diff_by_address):
        there, back = compare(before, after), compare(after, before)
        assert (there.opened, there.closed) == (back.closed, back.opened)
        assert [(item.before, item.after) for item in there.changed] == [
            (item.after, item.before) for item in back.changed
        ]


@settings(deadline=None, max_examples=60)
@given(worlds(), st.randoms(use_true_random=False))
def test_a_rule_set_does_not_differ_from_itself_in_any_order(world, random):
    shuffled = list(world.rules)
    random.shuffle(shuffled)
    other = replace(world, rules=tuple(shuffled))
    assert diff(world, other).is_empty
    assert diff_by_address(world, other).is_empty


@settings(deadline=None, max_examples=80)
@given(worlds(), worlds())
def test_nothing_is_listed_twice_or_lost(before, after):
    found = diff(before, after)
    kept = [change.after for change in found.changed] + list(found.unchanged)
    everything = {(*packet[:2], *packet[-2:]) for packet in by_ends(after.all_rules)}
    listed = {(*packet[:2], *packet[-2:]) for packet in by_ends([*kept, *found.opened])}
    assert listed == everything


@settings(deadline=None, max_examples=80)
@given(worlds(), worlds())
def test_ports_of_groups_without_addresses_are_compared_by_name(before, after):
    def named(rules):
        return {
            (rule.source.name, rule.destination.name, rule.protocol, port)
            for rule in rules
            for port in (rule.ports or [None])
        }

    found = diff(before, after)
    gone = named(before.all_rules) - named(after.all_rules)
    assert gone <= named(found.closed)
    assert named(after.all_rules) - named(before.all_rules) <= named(found.opened)


def test_a_delta_of_rules_has_whole_ones_and_removes_what_changes_as_it_was():
    workers, api = group("workers", "10.0.1.0/24"), group("api", "10.0.0.1")
    stays = rule("stays", workers, api, "443")
    wide, narrow = (rule("narrows", workers, api, ports) for ports in ("80-90", "80-85"))
    gone, new = rule("gone", workers, api, "22"), rule("new", workers, api, "53")
    before, after = rule_set(stays, wide, gone), rule_set(stays, narrow, new)
    request = delta_of_rules(before, after)
    assert [(each.action, each.name, str(each.ports)) for each in request.all_rules] == [
        ("remove", "narrows", "80-90"),
        ("remove", "gone", "22"),
        ("allow", "narrows", "80-85"),
        ("allow", "new", "53"),
    ]
    only = [delta_of_rules(before, after, side).all_rules for side in ("closed", "opened")]
    assert [[each.action for each in rules] for rules in only] == [["remove"] * 2, ["allow"] * 2]


def test_a_delta_of_rules_of_the_same_plan_is_empty():
    rules = rule_set(rule("a"), rule("b", ports="80"))
    assert delta_of_rules(rules, rules).all_rules == ()
