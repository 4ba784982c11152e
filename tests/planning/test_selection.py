"""Which rows apply, and why: DESIGN §5, point 1."""

import pytest

from portsref.catalogue.needs import find_needs
from portsref.planning.including import find_option
from portsref.planning.selection import select_rows
from tests.small_catalogue import catalogue, component, listener, option, plan, product

KUBERNETES = product(
    "kubernetes",
    kind="core",
    options=[option("sctp", "no", "yes")],
    listeners=[
        listener("kube-apiserver", ports="6443"),
        listener("scheduler", ports="10259", since="1.13"),
        listener("scheduler-insecure", ports="10251", until="1.22"),
        listener("nodeport-sctp", protocol="SCTP", ports="30000-32767", when={"sctp": "yes"}),
    ],
)


def selected(document, known):
    return {row.key: row.reason.text for row in select_rows(document, known).rows}


def test_a_row_applies_in_its_versions_and_under_its_options():
    known = catalogue(KUBERNETES)
    assert selected(plan("kubernetes", kubernetes="1.22"), known) == {
        "kubernetes/kube-apiserver": "always",
        "kubernetes/scheduler": "Kubernetes ≥ 1.13",
        "kubernetes/scheduler-insecure": "Kubernetes ≤ 1.22",
    }
    with_sctp = {"product": "kubernetes", "options": {"sctp": "yes"}}
    assert selected(plan(with_sctp, kubernetes="1.37"), known) == {
        "kubernetes/kube-apiserver": "always",
        "kubernetes/scheduler": "Kubernetes ≥ 1.13",
        "kubernetes/nodeport-sctp": "sctp = yes",
    }


def test_without_a_version_the_newest_counts():
    assert "kubernetes/scheduler-insecure" not in selected(
        plan("kubernetes"), catalogue(KUBERNETES)
    )


def test_a_distribution_has_its_base_and_its_own_rows_in_place_of_the_replaced():
    distribution = product(
        "distro",
        kind="distribution",
        base="kubernetes",
        omits=[{"listener": "kubernetes/scheduler"}],
        listeners=[listener("api", ports="443", replaces="kubernetes/kube-apiserver")],
    )
    assert selected(plan("distro"), catalogue(KUBERNETES, distribution)) == {"distro/api": "always"}


def test_replaces_and_omits_act_only_while_their_condition_holds():
    distribution = product(
        "distro",
        base="kubernetes",
        options=[option("front", "no", "yes")],
        omits=[{"listener": "kubernetes/scheduler", "when": {"front": "yes"}}],
        listeners=[
            listener(
                "api", ports="443", replaces="kubernetes/kube-apiserver", when={"front": "yes"}
            )
        ],
    )
    known = catalogue(KUBERNETES, distribution)
    assert set(selected(plan("distro"), known)) == {
        "kubernetes/kube-apiserver",
        "kubernetes/scheduler",
    }
    fronted = plan({"product": "distro", "options": {"front": "yes"}})
    assert selected(fronted, known) == {"distro/api": "front = yes"}


def test_omitting_a_base_row_drops_what_replaced_it_too():
    distribution = product(
        "distro",
        base="kubernetes",
        listeners=[listener("scheduler", ports="1", replaces="kubernetes/scheduler")],
    )
    cni = product("cni", omits=[{"listener": "kubernetes/scheduler"}])
    assert set(selected(plan("distro", "cni"), catalogue(KUBERNETES, distribution, cni))) == {
        "kubernetes/kube-apiserver"
    }


def test_bases_chain_and_the_nearest_replacement_counts():
    middle = product(
        "middle",
        base="kubernetes",
        listeners=[
            listener("api", ports="6444", replaces="kubernetes/kube-apiserver"),
            listener("scheduler", ports="10", replaces="kubernetes/scheduler"),
        ],
    )
    nearest = product(
        "nearest",
        base="middle",
        listeners=[listener("api", ports="6445", replaces="kubernetes/kube-apiserver")],
    )
    assert set(selected(plan("nearest"), catalogue(KUBERNETES, middle, nearest))) == {
        "nearest/api",
        "middle/scheduler",
    }


def bundling():
    cni = product(
        "cni",
        options=[option("bgp", "yes", "no")],
        listeners=[listener("bgp", ports="179", when={"bgp": "yes"}), listener("vxlan")],
    )
    distribution = product(
        "distro",
        options=[option("network", "cni", "none")],
        bundles=[{"product": "cni", "when": {"network": "cni"}, "options": {"bgp": "no"}}],
    )
    return catalogue(cni, distribution)


def test_a_bundle_brings_a_product_in_with_its_own_defaults():
    assert selected(plan("distro"), bundling()) == {"cni/vxlan": "bundled by distro, network = cni"}
    without = plan({"product": "distro", "options": {"network": "none"}})
    assert selected(without, bundling()) == {}


def test_a_pick_overrides_what_the_bundle_sets_and_keeps_the_rest():
    assert selected(plan("distro", "cni"), bundling()) == {"cni/vxlan": "always"}
    overridden = plan("distro", {"product": "cni", "options": {"bgp": "yes"}})
    assert selected(overridden, bundling()) == {"cni/bgp": "bgp = yes", "cni/vxlan": "always"}


def test_where_two_products_bring_the_same_in_the_word_of_the_first_counts():
    cni = product(
        "cni",
        options=[option("bgp", "yes", "no")],
        listeners=[listener("bgp", ports="179", when={"bgp": "yes"}), listener("vxlan")],
    )
    bringers = [
        product(name, bundles=[{"product": "cni", "options": {"bgp": bgp}}])
        for name, bgp in (("alpha", "no"), ("beta", "yes"))
    ]
    assert selected(plan("beta", "alpha"), catalogue(cni, *bringers)) == {
        "cni/vxlan": "bundled by alpha"
    }


APPLIANCE = product(
    "appliance",
    kind="distribution",
    base="distro",
    options=[option("ingress", "no", "yes")],
    bundles=[
        {"product": "distro", "when": {"ingress": "yes"}, "options": {"cni": "none"}},
        {"product": "distro", "options": {"cni": "second"}},
    ],
)
DISTRO = product(
    "distro",
    kind="distribution",
    options=[option("cni", "first", "second", "none")],
    bundles=[
        {"product": "first", "when": {"cni": "first"}},
        {"product": "second", "when": {"cni": "second"}},
    ],
    listeners=[listener("of-second", when={"cni": "second"})],
)
PLUGINS = [product(name, listeners=[listener("vxlan")]) for name in ("first", "second")]


def appliance(*picks):
    return sorted(selected(plan(*picks), catalogue(APPLIANCE, DISTRO, *PLUGINS)))


def test_a_distribution_sets_options_of_its_base_and_so_what_that_brings_in():
    assert appliance("appliance") == ["distro/of-second", "second/vxlan"]
    assert appliance("distro") == ["first/vxlan"]


def test_a_base_whose_options_are_set_is_brought_in_by_nobody():
    found = selected(plan("appliance"), catalogue(APPLIANCE, DISTRO, *PLUGINS))
    assert found["distro/of-second"] == "cni = second"
    assert found["second/vxlan"] == "bundled by distro, cni = second"


def test_an_option_is_what_the_plan_says_before_what_a_bundle_sets_and_that_before_the_default():
    everything = catalogue(APPLIANCE, DISTRO, *PLUGINS)

    def cni(*picks):
        return find_option(plan(*picks), everything, "distro/cni")

    assert cni("distro") == "first"
    assert cni("appliance") == "second"
    assert cni("appliance", {"product": "distro", "options": {"cni": "none"}}) == "none"
    assert cni("second") is None
    assert find_option(plan("distro"), everything, "distro/unknown") is None


def test_of_several_settings_of_a_base_the_first_that_holds_counts_and_a_pick_before_it():
    with_ingress = {"product": "appliance", "options": {"ingress": "yes"}}
    assert appliance(with_ingress) == []
    by_hand = {"product": "distro", "options": {"cni": "first"}}
    assert appliance("appliance", by_hand) == ["first/vxlan"]


def test_a_product_says_before_its_base_how_what_both_bring_in_is_set():
    top = product(
        "zz-top", kind="distribution", base="distro",
        bundles=[{"product": "plugin", "options": {"mode": "plain"}}],
    )  # fmt: skip
    distro = product(
        "distro", kind="distribution", bundles=[{"product": "plugin", "options": {"mode": "none"}}]
    )
    plugin = product(
        "plugin",
        options=[option("mode", "full", "plain", "none")],
        listeners=[listener(mode, when={"mode": mode}) for mode in ("full", "plain", "none")],
    )
    known = catalogue(top, distro, plugin)
    assert list(selected(plan("zz-top"), known)) == ["plugin/plain"]
    assert find_needs(known, top, {}).keys == {"plugin/plain"}


def test_the_base_of_rows_picked_by_hand_brings_nothing_in():
    cni = product("cni", listeners=[listener("vxlan")])
    middle = product("middle", bundles=[{"product": "cni"}])
    top = product("top", base="middle", listeners=[listener("join")])
    known = catalogue(cni, middle, top)
    assert set(selected(plan("top"), known)) == {"cni/vxlan", "top/join"}
    by_hand = plan({"product": "top", "only": ["join"]})
    assert set(selected(by_hand, known)) == {"top/join"}


def test_include_all_takes_rows_whatever_their_condition():
    everything = plan({"product": "kubernetes", "include": "all"}, kubernetes="1.22")
    assert set(selected(everything, catalogue(KUBERNETES))) == {row.key for row in KUBERNETES.rows}


def test_only_takes_the_rows_picked_by_hand():
    by_hand = plan({"product": "kubernetes", "only": ["nodeport-sctp"]})
    assert set(selected(by_hand, catalogue(KUBERNETES))) == {"kubernetes/nodeport-sctp"}


def test_the_plan_decides_os_and_ip_conditions():
    cni = product(
        "cni",
        listeners=[
            listener("windows", when={"os": "windows"}),
            listener("v6", when={"ip": "ipv6"}),
        ],
    )
    workers = {"name": "w", "roles": ["worker"], "addresses": ["2001:db8::/64"], "os": "windows"}
    assert selected(plan("cni"), catalogue(cni)) == {}
    assert selected(plan("cni", groups=[workers]), catalogue(cni)) == {
        "cni/windows": "os = windows",
        "cni/v6": "ip = ipv6",
    }


def test_a_component_whose_rows_all_fell_away_does_not_exist():
    cni = product(
        "cni",
        options=[option("relay", "no", "yes")],
        components=[
            component("agent", "worker"),
            component("relay", "worker"),
            component("cli", "bastion"),
        ],
        listeners=[listener("relay", component="relay", when={"relay": "yes"})],
    )
    assert select_rows(plan("cni"), catalogue(cni)).components == {("cni", "agent"), ("cni", "cli")}


def test_a_change_follows_the_row_that_took_the_place():
    distribution = product(
        "distro",
        base="kubernetes",
        listeners=[listener("api", ports="443", replaces="kubernetes/kube-apiserver")],
    )
    moved = plan("distro", changes=[{"listener": "kubernetes/kube-apiserver", "ports": "8443"}])
    rows = select_rows(moved, catalogue(KUBERNETES, distribution)).rows
    assert {row.key: str(row.ports) for row in rows} == {
        "distro/api": "8443",
        "kubernetes/scheduler": "10259",
    }


@pytest.mark.parametrize("slug", ["distro", "zdistro"])
def test_a_change_of_the_heir_itself_counts_before_that_of_the_row_whose_place_it_took(slug):
    distribution = product(
        slug,
        base="kubernetes",
        listeners=[listener("api", ports="443", replaces="kubernetes/kube-apiserver")],
    )
    changes = [
        {"listener": "kubernetes/kube-apiserver", "ports": "8443"},
        {"listener": f"{slug}/api", "ports": "9443"},
    ]
    rows = select_rows(plan(slug, changes=changes), catalogue(KUBERNETES, distribution))
    assert str(rows.by_key[f"{slug}/api"].ports) == "9443"


def test_an_excluded_row_is_left_out():
    changes = [{"listener": "kubernetes/scheduler", "excluded": True, "reason": "closed"}]
    assert set(selected(plan("kubernetes", changes=changes), catalogue(KUBERNETES))) == {
        "kubernetes/kube-apiserver"
    }
