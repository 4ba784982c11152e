"""What holds for every document, tried on the real catalogue."""

from functools import cache, reduce
from ipaddress import ip_address
from operator import or_

from hypothesis import given, settings
from hypothesis import strategies as st

from portsref.catalogue.products import OutboundNeed
from portsref.catalogue.search.index import SearchIndex
from portsref.packet_logs.packets import Packet
from portsref.planning.document import ANY, RoleName, document_from, parse_document
from portsref.planning.engine import plan_rules
from portsref.planning.merging import merge_rules
from portsref.planning.packets import allows
from portsref.planning.selection import select_rows
from portsref.ports import PortSet
from portsref.troubleshooting.additions import added
from portsref.troubleshooting.explain import explain
from tests.conftest import our_catalogue

ROLES = st.sampled_from(RoleName.__value__.__args__)
NAMES = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=12).filter(
    lambda name: name.casefold() != "any"
)
ADDRESSES = st.lists(
    st.sampled_from(
        ["192.0.2.1", "192.0.2.0/24", "198.51.100.1-198.51.100.9", "2001:db8::1", "2001:db8::/64"]
    ),
    max_size=3,
)

PLACES = sorted(
    f"{product.product}/{place.id}"
    for product in our_catalogue().products.values()
    for place in product.places
)
NEEDS = sorted(row.key for row in our_catalogue().rows.values() if isinstance(row, OutboundNeed))


def groups():
    one = st.fixed_dictionaries(
        {
            "name": NAMES,
            "roles": st.lists(ROLES, max_size=3, unique=True),
            "addresses": ADDRESSES,
        },
        optional={
            "zone": st.sampled_from(["core", "dmz"]),
            "os": st.sampled_from(["linux", "windows"]),
            "places": st.lists(st.sampled_from(PLACES), max_size=2, unique=True),
        },
    )
    return st.lists(one, max_size=5, unique_by=lambda group: group["name"])


def picks():
    products = sorted(our_catalogue().products)
    return st.lists(st.sampled_from(products), max_size=5, unique=True).flatmap(
        lambda names: st.tuples(*map(_pick, names)).map(list)
    )


def _pick(name):
    product = our_catalogue().products[name]
    options = st.fixed_dictionaries(
        {}, optional={option.id: st.sampled_from(option.choices) for option in product.options}
    )
    rows = st.lists(st.sampled_from([row.id for row in product.rows]), max_size=3, unique=True)
    return st.fixed_dictionaries(
        {"product": st.just(name), "options": options},
        optional={"include": st.sampled_from(["needed", "all"]), "only": rows},
    )


def changes(names):
    keys = st.sampled_from([*our_catalogue().rows][::7])
    what = {
        "ports": st.just("7000-7010"),
        "peers": st.lists(st.sampled_from([*names, ANY]), max_size=2),
    }
    moved = st.fixed_dictionaries(
        {"listener": keys}, optional=what if names else {"ports": what["ports"]}
    )
    shut = st.fixed_dictionaries(
        {"listener": keys, "excluded": st.just(True), "reason": st.just("closed")}
    )
    return st.lists(moved | shut, max_size=4, unique_by=lambda change: change["listener"])


def own_listeners():
    peers = st.sampled_from(["worker", "self", "any", "bastion", "kubelet", "nobody", "pod"])
    one = st.fixed_dictionaries(
        {
            "id": st.sampled_from(["db", "cache", "queue"]),
            "protocol": st.just("TCP"),
            "ports": st.sampled_from(["5432", "10250", "1-9"]),
            "roles": st.lists(ROLES, min_size=1, max_size=2, unique=True),
            "peers": st.lists(peers, min_size=1, max_size=2, unique=True),
            "purpose": st.just("Ours."),
            "scope": st.sampled_from(["node", "loopback", "pod"]),
        }
    )
    return st.lists(one, max_size=2, unique_by=lambda own: own["id"])


@st.composite
def documents(draw):
    data = {
        "schema": "portsref.plan/v1",
        "title": "A plan",
        "kubernetes": draw(st.sampled_from(our_catalogue().kubernetes_versions)),
        "picks": draw(picks()),
        "groups": draw(groups()),
        "listeners": draw(own_listeners()),
    }
    if draw(st.booleans()):
        data["networks"] = {"pods": ["10.42.0.0/16"], "services": ["10.43.0.0/16"]}
    data["changes"] = draw(changes([group["name"] for group in data["groups"]]))
    if data["groups"] and draw(st.booleans()):
        name = draw(st.sampled_from(data["groups"]))["name"]
        data["api_endpoint"] = {"group": name, "ports": "443"}
    if data["groups"] and draw(st.booleans()):
        name = draw(st.sampled_from(data["groups"]))["name"]
        direct = draw(st.lists(st.sampled_from(NEEDS), max_size=3))
        data["outbound_proxy"] = {"group": name, "ports": "3128", "direct": direct}
    return document_from(data)


def allowed(rules):
    return {
        (rule.source, rule.destination, rule.protocol, part)
        for rule in rules
        for part in (rule.ports or (None,))
    }


def has_random_ports(rule):
    return any(cause.random for cause in rule.causes)


@settings(max_examples=60, deadline=None)
@given(documents())
def test_every_document_has_an_answer_in_which_each_rule_has_a_cause_and_a_name(document):
    rules = plan_rules(document, our_catalogue()).all_rules
    assert all(rule.causes for rule in rules)
    assert len({rule.name for rule in rules}) == len(rules)


def asks_for_anyone(document):
    return any(ANY in (change.peers or ()) for change in document.changes) or any(
        ANY in own.peers for own in document.listeners
    )


@settings(max_examples=60, deadline=None)
@given(documents().filter(lambda document: not asks_for_anyone(document)))
def test_nothing_is_open_to_anyone_unless_the_plan_asks_for_it(document):
    rules = plan_rules(document, our_catalogue()).all_rules
    assert [rule.name for rule in rules if rule.source.kind == "any"] == []


@settings(max_examples=60, deadline=None)
@given(documents())
def test_every_row_that_applies_is_told_of_in_one_place(document):
    rule_set = plan_rules(document, our_catalogue())
    told = [
        {cause.listener for rule in rule_set.all_rules for cause in rule.causes},
        {local.listener for local in rule_set.local},
        {local.listener for local in rule_set.pod_network},
    ]
    found = {
        key
        for finding in rule_set.findings
        for value in finding.parameters.values()
        for key in ((value,) if isinstance(value, str) else value)
    }
    rows = {selected.key for selected in select_rows(document, our_catalogue()).rows}
    times = {key: sum(key in keys for keys in told) or int(key in found) for key in rows}
    assert {key: count for key, count in times.items() if count != 1} == {}


@settings(max_examples=60, deadline=None)
@given(documents())
def test_a_group_has_rules_only_through_a_role_a_place_or_a_change(document):
    front = document.api_endpoint.group if document.api_endpoint else None
    proxy = document.outbound_proxy.group if document.outbound_proxy else None
    named = {peer for change in document.changes for peer in change.peers or ()}
    idle = {group.name for group in document.groups if not group.roles and not group.places}
    ends = {
        end.name
        for rule in plan_rules(document, our_catalogue()).all_rules
        for end in (rule.source, rule.destination)
        if end.kind == "group"
    }
    assert ends & (idle - {front, proxy, *named}) == set()


@settings(max_examples=30, deadline=None)
@given(documents(), st.randoms(use_true_random=False))
def test_the_order_of_picks_groups_and_changes_does_not_matter(document, random):
    data = document.as_data()
    for name in ("picks", "groups", "changes", "listeners"):
        random.shuffle(data.get(name, []))
    one, other = (plan_rules(each, our_catalogue()) for each in (document, document_from(data)))
    assert (one.all_rules, one.findings) == (other.all_rules, other.findings)


@settings(max_examples=30, deadline=None)
@given(documents())
def test_merged_rules_allow_exactly_the_same_and_are_the_fewest(document):
    rules = plan_rules(document, our_catalogue()).all_rules
    few = [rule for rule in rules if len(rule.ports) < 3000]
    merged = merge_rules(few)
    assert allowed(merged) == allowed(few)
    assert merge_rules(merged) == merged
    assert allowed(filter(has_random_ports, merged)) == allowed(filter(has_random_ports, few))
    fixed = [rule for rule in merged if not has_random_ports(rule)]
    ends = [(rule.source, rule.destination, rule.protocol, rule.phase) for rule in fixed]
    assert len(set(ends)) == len(ends)


@settings(max_examples=60, deadline=None)
@given(documents())
def test_document_to_yaml_to_document_is_the_identity(document):
    assert parse_document(document.as_yaml()) == document


PACKETS = st.builds(
    Packet,
    *[st.sampled_from(["192.0.2.1", "192.0.2.77", "198.51.100.4", "203.0.113.5", "2001:db8::1"])
      .map(ip_address)] * 2,
    protocol=st.sampled_from(["TCP", "UDP", "SCTP"]),
    port=st.sampled_from([53, 443, 2379, 4240, 6443, 8472, 10250, 30080, 64999]),
    source_port=st.sampled_from([None, 443, 6443, 40000]),
    opens=st.sampled_from([None, True, False]),
)  # fmt: skip


@cache
def our_index():
    return SearchIndex(our_catalogue())


@settings(max_examples=30, deadline=None)
@given(documents(), PACKETS)
def test_every_packet_is_explained_on_every_plan_and_what_it_adds_makes_it_pass(document, packet):
    rules = plan_rules(document, our_catalogue())
    (found,) = explain([packet], rules, our_index())
    ends = packet.source, packet.destination, packet.protocol, packet.port
    assert (found.verdict == "in-plan") == bool(allows(rules, *ends))
    for remedy in found.remedies:
        assert allows(plan_rules(added(document, remedy.addition), our_catalogue()), *ends)


@settings(max_examples=30, deadline=None)
@given(documents(), st.data())
def test_narrowing_never_widens(document, data):
    rules = plan_rules(document, our_catalogue()).all_rules
    if not rules or not document.groups:
        return
    key = data.draw(st.sampled_from([rule.listeners[0] for rule in rules]))
    name = data.draw(st.sampled_from([group.name for group in document.groups]))
    others = [change for change in document.changes if change.listener != key]
    before = next((change for change in document.changes if change.listener == key), None)
    change = {"listener": key, "peers": [name]}
    if before and before.ports:
        change["ports"] = str(before.ports)
    narrowed = document_from(
        document.as_data()
        | {
            "changes": [
                *(item.model_dump(mode="json", exclude_defaults=True) for item in others),
                change,
            ]
        }
    )
    after = plan_rules(narrowed, our_catalogue()).all_rules
    before, now = ports_by_ends(rules), ports_by_ends(after)
    may_be_new = name if lets_all_connect(key) else None
    for (source, destination, protocol), ports in now.items():
        ends = [ends for ends in before if ends[1:] == (destination, protocol)]
        if source != may_be_new:
            ends = [end for end in ends if end[0] in {source, ANY}]
        assert ends
        assert ports <= reduce(or_, (before[end] for end in ends))


def lets_all_connect(key):
    """Tell whether the product's own table does: then a plan may name each of its groups."""
    return ANY in getattr(our_catalogue().rows.get(key), "documented_peers", ())


def ports_by_ends(rules):
    found = {}
    for rule in rules:
        ends = (rule.source.name, rule.destination.name, rule.protocol)
        found[ends] = found.get(ends, PortSet()) | rule.ports
    return found
