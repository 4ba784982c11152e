"""The form says exactly what the plan document says."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portsref.planning.document import document_from, parse_document
from portsref.planning.presets import PRESETS
from portsref.web.plans.composer.form_data import data_of
from portsref.web.plans.composer.forms import ROLES
from portsref.web.plans.composer.plan_form import PlanForm
from portsref.web.plans.composer.steps import take_step

PLANS = sorted((Path(__file__).parents[3] / "plans").glob("*.yaml"))
EVERYTHING = {
    "schema": "portsref.plan/v1",
    "title": "Everything",
    "request": {
        "ticket": "CHG-1",
        "requester": "Team <team@example.com>",
        "environment": "production",
        "justification": "Because “we” <must>",
        "expires": "2027-06-30",
        "exports": {
            "tufin-json": {"workflow": "Firewall: “new”", "gone": "x"},
            "gone": {"any-thing": "stays"},
        },
    },
    "kubernetes": "1.35",
    "picks": [
        {"product": "rke2", "options": {"cni": "cilium", "metrics-server": "yes"}},
        {"product": "cilium", "options": {"tunnel": "vxlan", "gone": "yes"}},
        {"product": "metallb", "include": "all"},
        {"product": "kubernetes", "only": ["kubelet-api", "kube-apiserver"]},
        {"product": "no-such-product", "options": {"a": "b"}},
    ],
    "groups": [
        {
            "name": "masters",
            "roles": ["worker", "control-plane"],
            "addresses": ["10.0.0.0/28", "2001:db8:1::/64", "10.0.0.1-10.0.0.9"],
            "zone": "core",
        },
        {"name": "工作节点", "roles": ["worker"], "os": "windows"},
        {"name": "api"},
        {
            "name": "outside",
            "roles": ["external"],
            "places": ["gone/gone", "vsphere-csi/vcenter", "infrastructure/dns-servers"],
            "addresses": ["203.0.113.10"],
        },
    ],
    "networks": {
        "pods": ["10.42.0.0/16", "2001:db8:42::/56"],
        "services": ["10.43.0.0/16", "10.44.0.1-10.44.0.9"],
    },
    "api_endpoint": {"group": "api", "ports": "443,6443-6445"},
    "outbound_proxy": {
        "group": "api",
        "ports": "3128",
        "direct": ["vsphere-csi/vcenter", "infrastructure/https", "gone/gone"],
    },
    "changes": [
        {"listener": "kubernetes/kube-apiserver", "ports": "6444"},
        {"listener": "kubernetes/nodeport-udp", "excluded": True, "reason": "no UDP"},
        {"listener": "kubernetes/nodeport-tcp", "peers": ["api", "masters"]},
        {"listener": "kubernetes/kubelet-api", "peers": []},
        {"listener": "kubernetes/dns-udp", "peers": ["any"]},
        {"listener": "gone/gone"},
    ],
    "listeners": [
        {
            "id": "agent",
            "protocol": "TCP",
            "ports": "7000",
            "roles": ["worker"],
            "peers": ["control-plane"],
            "purpose": "Our own agent.",
        },
        {
            "id": "probe",
            "component": "prober",
            "protocol": "ICMP",
            "ports": "",
            "roles": ["worker", "control-plane", "gpu-host"],
            "peers": ["any", "self", "cilium/cilium-agent", "worker"],
            "purpose": " is asked ",
            "tls": "mtls",
            "required": False,
            "scope": "loopback",
            "traffic": ["health"],
            "destination": ["224.0.0.18"],
            "note": "“Ours”: #1",
            "source": {"url": "https://example.com/", "basis": "documented"},
        },
        {
            "id": "on",
            "protocol": "TCP",
            "ports": "80,443,8000-8010",
            "roles": ["worker", "worker"],
            "peers": ["client", "client"],
            "purpose": "代理",
            "random": True,
        },
    ],
}


def said_by_the_form(document, catalogue):
    composer = PlanForm(data_of(document), catalogue)
    assert composer.problems == ()
    return composer.document


@pytest.mark.parametrize("file", PLANS, ids=lambda file: file.stem)
def test_every_reference_plan_goes_through_the_form_unchanged(file, catalogue):
    document = parse_document(file.read_text())
    assert said_by_the_form(document, catalogue) == document


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_every_preset_goes_through_the_form_unchanged(preset, catalogue):
    assert said_by_the_form(preset.document(), catalogue) == preset.document()


def test_everything_a_document_can_say_goes_through_the_form(catalogue):
    document = document_from(EVERYTHING)
    assert said_by_the_form(document, catalogue) == document


NAMES = st.text("abc工", min_size=1, max_size=8)
ADDRESSES = st.lists(
    st.sampled_from(["10.0.0.0/8", "10.42.0.1-10.42.0.9", "192.0.2.7", "2001:db8::/32"]),
    max_size=4,
    unique=True,
)
PLACES = st.sampled_from(["rancher/server", "infrastructure/dns-servers", "gone/gone"])
GROUPS = st.fixed_dictionaries(
    {"name": NAMES},
    optional={
        "roles": st.lists(st.sampled_from(ROLES), max_size=4, unique=True),
        "places": st.lists(PLACES, max_size=3, unique=True),
        "addresses": ADDRESSES,
        "zone": NAMES,
        "os": st.sampled_from(["linux", "windows"]),
    },
)
NETWORKS = st.fixed_dictionaries(
    {"pods": ADDRESSES.filter(bool)}, optional={"services": ADDRESSES}
) | st.fixed_dictionaries({"services": ADDRESSES.filter(bool)})


@given(
    st.fixed_dictionaries(
        {"schema": st.just("portsref.plan/v1"), "title": NAMES},
        optional={
            "groups": st.lists(GROUPS, max_size=4, unique_by=lambda group: group["name"]),
            "networks": NETWORKS,
            "picks": st.just([{"product": "rancher"}]),
        },
    )
)
@settings(deadline=None, max_examples=60)
def test_groups_and_networks_go_through_the_form_unchanged(catalogue, data):
    document = document_from(data)
    assert said_by_the_form(document, catalogue) == document


SLUGS = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,4})?", fullmatch=True)
WORDS = st.text("ab :#-'\"工", min_size=1, max_size=8)
OWN = st.fixed_dictionaries(
    {
        "id": SLUGS,
        "roles": st.lists(st.sampled_from((*ROLES, "gpu")), min_size=1, max_size=4),
        "peers": st.lists(SLUGS | st.sampled_from((*ROLES, "any", "a/b")), min_size=1, max_size=4),
        "purpose": WORDS,
    },
    optional={
        "component": SLUGS,
        "tls": st.sampled_from(["tls", "mtls", "none", "unknown"]),
        "required": st.booleans(),
        "random": st.booleans(),
        "scope": st.sampled_from(["node", "loopback", "pod"]),
        "traffic": st.lists(st.sampled_from(["health", "pods"]), max_size=2),
        "destination": st.lists(st.sampled_from(["224.0.0.1", "ff02::1"]), max_size=2),
        "documented_peers": st.lists(SLUGS, max_size=2),
        "phase": st.just("installation"),
        "setting": WORDS,
        "note": WORDS,
        "binds": st.just("127.0.0.1"),
    },
).flatmap(
    lambda own: st.sampled_from([("TCP", "1,80-90"), ("UDP", "0-65535"), ("ESP", "")]).map(
        lambda what: own | {"protocol": what[0], "ports": what[1]}
    )
)


@given(st.lists(OWN, max_size=3, unique_by=lambda own: own["id"]))
@settings(deadline=None, max_examples=150)
def test_own_listeners_go_through_the_form_unchanged(catalogue, listeners):
    plan = {"schema": "portsref.plan/v1", "title": "x", "listeners": listeners}
    document = document_from(plan)
    assert said_by_the_form(document, catalogue) == document


def test_removing_a_group_takes_it_out_of_the_endpoint_the_proxy_and_of_changes(catalogue):
    data = data_of(document_from(EVERYTHING))
    take_step(data, "remove-group:2")
    document = PlanForm(data, catalogue).document
    assert [group.name for group in document.groups] == ["masters", "工作节点", "outside"]
    assert document.api_endpoint is None
    assert document.outbound_proxy is None
    assert document.changes[2].peers == ("masters",)


def test_renaming_a_group_renames_it_wherever_it_is_meant(catalogue):
    data = data_of(document_from(EVERYTHING))
    data["groups-2-name"] = "front"
    document = PlanForm(data, catalogue).document
    assert document.api_endpoint.group == "front"
    assert document.outbound_proxy.group == "front"
    assert document.changes[2].peers == ("front", "masters")


def test_adding_a_group_finds_a_name_that_is_free(catalogue):
    data = data_of(document_from(EVERYTHING))
    assert take_step(data, "add-group") == "id_groups-4-name"
    take_step(data, "add-group")
    names = [group.name for group in PlanForm(data, catalogue).document.groups]
    assert names[4:] == ["group 5", "group 6"]


def test_a_product_that_was_only_brought_in_goes_with_what_brought_it(catalogue):
    data = data_of(document_from(EVERYTHING))
    data.appendlist("brought", "cilium")
    data["option:rke2:cni"] = "calico"
    picks = PlanForm(data, catalogue).document.picks
    assert [pick.product for pick in picks] == ["rke2", "metallb", "kubernetes", "no-such-product"]


def test_an_option_of_a_product_that_is_brought_in_makes_a_pick_of_it(catalogue):
    data = data_of(
        document_from({"schema": "portsref.plan/v1", "title": "x", "picks": [{"product": "k3s"}]})
    )
    data.appendlist("brought", "traefik")
    data["option:traefik:http3"] = "yes"
    data["option:metrics-server:host-network"] = ""
    picks = PlanForm(data, catalogue).document.picks
    assert [(pick.product, pick.options) for pick in picks] == [
        ("k3s", {}),
        ("traefik", {"http3": "yes"}),
    ]


def test_unticking_the_last_row_picked_by_hand_removes_the_product(catalogue):
    data = data_of(document_from(EVERYTHING))
    del data["only:kubernetes"]
    assert PlanForm(data, catalogue).document.pick("kubernetes") is None


NO_ADDRESS = "is not an address, a network or a range such as 10.0.0.1-10.0.0.9."
NO_PORTS = "Enter ports as numbers and ranges, such as 80, 443, 30000-32767."
TOO_MANY = " ".join(f"10.0.0.{number}" for number in range(201))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "x" * 201, "Use at most 200 characters."),
        ("title", "a\u202eb", "Use one line of printable characters."),
        ("kubernetes", "latest", "Enter a minor version, such as 1.35."),
        ("groups-0-name", "", "This field is required."),
        ("groups-0-name", "Any", "“any” means every address. Choose another name."),
        ("groups-2-name", "masters", "Another group already has this name."),
        ("groups-0-addresses", "10.0.0.1/24", "write 10.0.0.0/24 or 10.0.0.1."),
        ("groups-0-addresses", "nonsense", "nonsense is a name. Write its address."),
        ("groups-0-addresses", "10.0.0.9-10.0.0.1", NO_ADDRESS),
        ("groups-0-addresses", "10.0.0.1/99", NO_ADDRESS),
        ("groups-0-addresses", TOO_MANY, "A group can have at most 200 addresses"),
        ("groups-0-roles", "king", "king is not a role."),
        ("groups-3-places", "vCenter", "vCenter is not one of the available choices."),
        ("networks-pods", "10.0.0.0/8\n10.42.0.1/16", "write 10.42.0.0/16 or 10.42.0.1."),
        ("networks-services", "10.0.0.300", f"10.0.0.300 {NO_ADDRESS}"),
        ("groups-0-addresses", "10.0.0.1:6443", "has a port. Write the address alone."),
        ("groups-0-addresses", "10.0.0.1\nnode05", "Line 2: node05 is a name."),
        ("networks-pods", TOO_MANY, "Enter at most 20 networks."),
        ("endpoint-ports", "", "Enter the port that the endpoint listens on, such as 6443."),
        ("endpoint-ports", "99999", NO_PORTS),
        ("endpoint-group", "99", "This group no longer exists. Choose another one."),
        ("proxy-ports", "", "Enter the port that the proxy listens on, such as 3128."),
        ("proxy-group", "99", "This group no longer exists. Choose another one."),
        ("proxy-direct", "nothing", "nothing is not one of the available choices."),
        ("changes-0-ports", "http", NO_PORTS),
        ("changes-1-reason", "", "Enter the reason for excluding it: the reviewer will ask."),
        ("changes-0-listener", "nothing", "Enter product/id, such as kubernetes/kubelet-api."),
        ("expires", "tomorrow", "Enter the date as year-month-day, such as 2027-06-30."),
        ("expires", "2027-02-30", "This date does not exist."),
        ("own", "a: b", "Enter a list: each listener starts with a hyphen."),
        ("own", "- [", "This is not valid YAML"),
        ("own", "- {id: x}", "listeners[x].peers: is missing"),
        ("own-0-purpose", "", "Say what listens, such as “Node agent”."),
        ("own-0-protocol", "tcp", "Choose a protocol."),
        ("own-0-ports", "http", NO_PORTS),
        ("own-0-ports", "", "TCP needs ports: enter such as 8080 or 8080-8090."),
        ("own-0-protocol", "ESP", "ESP has no ports: leave the field empty."),
        ("own-0-rest", "- [", "This is not valid YAML"),
        ("own-0-rest", "- x", "Enter keys and values, such as `tls: mtls`."),
        ("own-0-rest", "tls: maybe", "tls: must be"),
        ("own-0-rest", "colour: red", "colour: is not a known key"),
        ("own-0-rest", "since: \"1.30\"", "since: is not allowed for an own listener"),
        ("own-0-rest", "id: Not a slug", "id: must be lower-case letters"),
        ("own-0-rest", "id: 'on'", "the id 'on' appears 2 times"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_at_its_field(field, value, words, catalogue):
    data = data_of(document_from(EVERYTHING))
    data[field] = value
    composer = PlanForm(data, catalogue)
    problems = [problem for problem in composer.problems if words in problem.message]
    assert composer.document is None
    told_at = {"ESP": "own-0-ports", "id: 'on'": "own-2-rest"}
    field = told_at.get(value, field)
    assert [problem.field.removesuffix("_0") for problem in problems][:1] == [f"id_{field}"]


def test_a_problem_names_the_group_that_it_is_in(catalogue):
    data = data_of(document_from(EVERYTHING))
    data["groups-0-addresses"] = "node05"
    (problem,) = PlanForm(data, catalogue).problems
    assert problem.label == f"{data['groups-0-name']} · Addresses"


def test_a_pasted_address_with_its_mask_is_a_network(catalogue):
    data = data_of(document_from(EVERYTHING))
    data["groups-0-addresses"] = "10.98.0.0 255.255.0.0"
    group = PlanForm(data, catalogue).document.groups[0]
    assert [str(address) for address in group.addresses] == ["10.98.0.0/16"]


@pytest.mark.parametrize("separator", ["\n", ", ", " ", ";", "\r\n"])
def test_addresses_may_be_separated_as_people_do(separator, catalogue):
    data = data_of(document_from(EVERYTHING))
    data["groups-0-addresses"] = separator.join(["10.0.0.1 - 10.0.0.9", "192.0.2.0/24", ""])
    group = PlanForm(data, catalogue).document.groups[0]
    assert [str(address) for address in group.addresses] == ["10.0.0.1-10.0.0.9", "192.0.2.0/24"]


def test_a_plan_of_too_many_groups_is_told_so(catalogue):
    groups = [{"name": f"g{number}"} for number in range(201)]
    data = data_of(document_from({"schema": "portsref.plan/v1", "title": "x", "groups": groups}))
    assert [p.message for p in PlanForm(data, catalogue).problems] == [
        "A plan can have at most 200 groups here."
    ]


def test_a_group_that_is_an_endpoint_or_the_proxy_says_so_beside_its_roles(catalogue):
    forms = PlanForm(data_of(document_from(EVERYTHING)), catalogue).groups
    assert [form.role_words for form in forms][1:3] == [
        "workers",
        "API endpoint, outbound proxy",
    ]
