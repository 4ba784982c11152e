"""Charts that are objects of a cluster: of K3s and RKE2, Flux, Argo CD and Cluster API."""

import json

from tests.importers.reading import guesses, read_plan, told

CONFIG = "apiVersion: helm.cattle.io/v1\nkind: HelmChartConfig\nmetadata: {name: %s}\nspec:\n"
FLUX = "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec:\n"
ARGO = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n"


def test_the_chart_of_rke2_has_defaults_of_its_own():
    text = CONFIG % "rke2-cilium" + (
        "  valuesContent: |-\n    kubeProxyReplacement: true\n    k8sServiceHost: ${API}\n"
    )
    assert read_plan(text) == {
        "picks": [
            {
                "product": "cilium",
                "options": {
                    "kube-proxy-replacement": "yes",
                    "hubble": "no",
                    "envoy-metrics": "no",
                },
            }
        ]
    }
    assert guesses(text) == ["option:rke2/cni"]
    assert told(text) == [
        "paste:7 k8sServiceHost: is filled in by a template, so its value is not known"
    ]


def test_single_settings_win_and_values_may_be_json():
    text = CONFIG % "traefik" + (
        '  valuesContent: \'{"ports": {"web": {"hostPort": 80, "port": 8001}}}\'\n'
        "  set: {ports.web.port: 8002, hostNetwork: true}\n"
    )
    assert read_plan(text) == {
        "picks": [{"product": "traefik", "options": {"expose": "host-network"}}],
        "changes": [
            {"listener": "traefik/http", "ports": "8002"},
            {"listener": "traefik/http-host-network", "ports": "8002"},
        ],
    }


def test_a_chart_without_values_or_of_nobody():
    chart = "apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: {name: x}\nspec:\n"
    assert read_plan(f"{chart}  chart: https://example.org/charts/cert-manager-v1.19.1.tgz\n") == {
        "picks": [{"product": "cert-manager"}]
    }
    assert told(f"{chart}  chart: shop\n") == [
        "paste:5 spec.chart: shop is a chart of no product that is known here"
    ]


def test_a_release_of_flux():
    text = (
        f"{FLUX}  chart: {{spec: {{chart: metallb, version: 0.16.x}}}}\n"
        "  values: {frrk8s: {enabled: true}}\n  valuesFrom: [{kind: Secret, name: more}]\n"
    )
    assert read_plan(text) == {
        "picks": [{"product": "metallb", "options": {"bgp-backend": "frr-k8s"}}]
    }
    assert told(text) == [
        ("paste:6 spec.valuesFrom: values stand in another object or file, which was not looked at")
    ]


def test_a_chart_that_another_object_names_is_a_guess():
    text = f"{FLUX}  chartRef: {{kind: OCIRepository, name: cilium}}\n  values: {{hubble: {{}}}}\n"
    assert guesses(text) == ["product:cilium"]


def test_an_application_of_argo_cd_has_several_sources():
    text = f"""{ARGO}  sources:
    - chart: longhorn
      helm:
        values: |
          defaultBackupStore: {{backupTarget: "s3://b@r/"}}
        parameters: [{{name: defaultSettings.upgradeChecker, value: "false"}}]
        valueFiles: [$values/longhorn.yaml]
    - path: apps/shop
      repoURL: https://example.org/shop.git
"""
    assert read_plan(text) == {
        "picks": [
            {
                "product": "longhorn",
                "options": {"upgrade-check": "no", "backup-target": "object-storage"},
            }
        ]
    }
    assert told(text) == [
        (
            "paste:10 spec.sources[0].helm.valueFiles: "
            "values stand in another object or file, which was not looked at"
        ),
        (
            "paste:11 spec.sources[1].path: "
            "is a folder of a repository, and nothing was fetched from it"
        ),
    ]


def test_values_that_are_a_template_are_told():
    text = (
        "apiVersion: addons.cluster.x-k8s.io/v1alpha1\nkind: HelmChartProxy\nspec:\n"
        "  chartName: tigera-operator\n"
        "  valuesTemplate: |-\n    {{- range .x }}\n    a: 1\n    {{- end }}\n"
    )
    assert read_plan(text) == {"picks": [{"product": "calico"}]}
    assert told(text) == [
        "paste:5 spec.valuesTemplate: is filled in by a template, so its value is not known"
    ]


def test_a_path_of_a_setting_is_bounded():
    text = json.dumps(
        {
            "apiVersion": "helm.cattle.io/v1",
            "kind": "HelmChartConfig",
            "metadata": {"name": "traefik"},
            "spec": {"set": {"a." * 100_000: 1}},
        }
    )
    assert read_plan(text) == {"picks": [{"product": "traefik"}]}
