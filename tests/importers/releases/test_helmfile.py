"""helmfile: releases, and files of values that were given with it."""

from portsref.importers.cutting import File
from tests.importers.reading import guesses, plan_of, read_draft, read_folder, read_plan, told

HEAD = """\
repositories:
- {name: cilium, url: "https://helm.cilium.io/"}
---
releases:
"""
CILIUM = "- name: cilium\n  chart: cilium/cilium\n  version: 1.19.6\n  values:\n"
VALUES = "kubeProxyReplacement: true\nhubble: {enabled: true, relay: {enabled: true}}\n"


def options(plan: dict[str, object], product: str = "cilium") -> dict[str, str]:
    return next(pick for pick in plan["picks"] if pick["product"] == product).get("options", {})


def options_of(*files: File) -> dict[str, str]:
    return options(plan_of(read_folder([*files])))


def test_releases_with_values_of_their_own():
    text = (
        f"{HEAD}{CILIUM}  - kubeProxyReplacement: true\n  - hubble: {{enabled: false}}\n"
        "  set:\n  - {name: tunnelProtocol, value: geneve}\n"
        "- {name: certs, chart: jetstack/cert-manager}\n"
        "- {name: old, chart: metallb/metallb, installed: false}\n"
    )
    plan = read_plan(text)
    assert [pick["product"] for pick in plan["picks"]] == ["cilium", "cert-manager"]
    assert options(plan) == {
        "kube-proxy-replacement": "yes",
        "hubble": "no",
        "tunnel": "geneve",
    }
    assert told(text) == []


def test_files_of_values_that_were_given_are_those_of_their_release_in_order():
    helmfile = f"{HEAD}{CILIUM}  - values/cilium.yaml\n  - hubble: {{relay: {{enabled: false}}}}\n"
    expected = {"kube-proxy-replacement": "yes", "hubble": "yes", "hubble-relay": "no"}
    for folder, name in (("", "values/cilium.yaml"), ("deploy/", "deploy/values/cilium.yaml")):
        given = File(f"{folder}helmfile.yaml", helmfile), File(name, VALUES)
        assert options_of(*given) == options_of(*reversed(given)) == expected
    flat = File("helmfile.yaml", helmfile), File("cilium.yaml", VALUES)
    assert options_of(*flat) == expected
    elsewhere = File("deploy/helmfile.yaml", helmfile), File("other/values/cilium.yaml", VALUES)
    assert "cilium/hubble-relay" not in options_of(*elsewhere)
    draft = read_folder([*elsewhere])
    assert [str(fact.origin.place) for fact in draft.unread] == [
        "deploy/helmfile.yaml:9 releases[0].values[0]"
    ]


def test_what_a_template_decides_is_told_and_what_a_condition_does_needs_a_yes():
    text = (
        f"{HEAD}- {{name: a, chart: metallb/metallb, condition: metallb.enabled}}\n"
        "- {name: b, chart: longhorn/longhorn, installed: '{{ .Values.x }}'}\n"
        "- name: c\n  chart: cilium/cilium\n  values: ['{{ .Environment.Name }}.yaml']\n"
    )
    assert guesses(text) == ["product:metallb", "product:longhorn"]
    assert told(text) == [
        "paste:9 releases[2].values[0]: is filled in by a template, so its value is not known",
    ]


def test_a_release_is_laid_over_the_template_that_it_inherits():
    text = (
        "templates:\n  network:\n    chart: cilium/cilium\n"
        "    values: [{hubble: {enabled: false}}]\n"
        "releases:\n- name: cilium\n  inherit: [{template: network}]\n"
    )
    assert options(read_plan(text)) == {"hubble": "no"}


def test_very_many_releases_are_told():
    releases = "".join(f"- {{name: r{n}, chart: a/unheard-of}}\n" for n in range(501))
    assert told(f"releases:\n{releases}")[-1] == (
        "paste:502 releases[500]: more than 500 releases: what follows was not read"
    )


def test_a_file_that_is_named_but_is_no_mapping_says_nothing():
    helmfile = File(
        "helmfile.yaml", f"{HEAD}{CILIUM}  - {{hubble: {{enabled: false}}}}\n  - v.yaml\n"
    )
    assert options_of(helmfile, File("v.yaml", "[1, 2]\n")) == {"hubble": "no"}
    assert read_draft("releases: [{name: a, chart: x, values: [null]}]").unread != ()


def test_values_that_very_many_releases_share_have_a_bound():
    values = File("v.yaml", "".join(f"k{n}: 1\n" for n in range(10_000)))
    releases = "".join(f"- {{name: r{n}, chart: a/cilium, values: [v.yaml]}}\n" for n in range(40))
    draft = read_folder([File("helmfile.yaml", f"releases:\n{releases}"), values])
    assert [f"{fact.origin.place}: {fact.reason}" for fact in draft.unread] == [
        (
            "helmfile.yaml:31 releases[29]: its values and those before it are more than 300,000: "
            "what follows was not read"
        )
    ]
