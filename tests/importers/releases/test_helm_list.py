"""`helm list`: charts become products, whatever their releases are called."""

import json
from pathlib import Path

import pytest

from portsref.importers.releases import charts
from portsref.importers.releases.charts import split_chart
from tests.importers.names import CATALOGUE
from tests.importers.reading import guesses, read_plan, told

SAMPLE = (Path(__file__).parent / "samples" / "helm-list.json").read_text()


def test_products_of_a_list():
    assert read_plan(SAMPLE)["picks"] == [
        {"product": "ingress-nginx"},
        {"product": "kube-prometheus-stack"},
        {"product": "rancher"},
    ]
    assert guesses(SAMPLE) == ["product:cert-manager"]
    assert told(SAMPLE) == [
        "paste:1 [0].chart: orders is a chart of no product that is known here",
        "paste:7 [6].chart: valkey is a chart of no product that is known here",
    ]


def test_a_table_with_tabs_says_the_same():
    text = (
        "NAME       \tNAMESPACE  \tREVISION\tUPDATED                               \tSTATUS  "
        "\tCHART                   \tAPP VERSION\n"
        "network    \tkube-system\t3       \t2026-10-08 09:14:02.123 +0000 UTC     \tdeployed"
        "\trke2-cilium-1.17.600+up1\t1.17.6     \n"
        "lb         \tmetallb    \t1       \t2026-10-08 09:14:02.123 +0000 UTC     \tdeployed"
        "\tmetallb-0.15.2          \tv0.15.2    \n"
    )
    for table in (text, text.expandtabs()):
        assert read_plan(table)["picks"] == [
            {"product": "cilium"},
            {"product": "metallb", "options": {"version": "0.15"}},
        ]
        assert guesses(table) == ["product:rke2"]


def test_a_full_page_may_be_cut():
    release = {"name": "a", "chart": "cilium-1.19.6", "app_version": "1", "status": "deployed"}
    assert told(json.dumps([release] * 256)) == [
        "paste:1: Helm lists at most 256 releases, and there may be more: add -m 0"
    ]
    assert told(json.dumps([release] * 255)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rancher-2.16.0-9575c72-head", ("rancher", "2.16.0-9575c72-head")),
        ("rancher-2.16-ffbd1cc00-head", ("rancher", "2.16-ffbd1cc00-head")),
        ("cert-manager-v1.19.1", ("cert-manager", "v1.19.1")),
        ("rancher-devel", ("rancher-devel", "")),
    ],
)
def test_a_chart_is_split_where_its_version_begins(text: str, expected: tuple[str, str]):
    assert split_chart(text) == expected


def test_every_chart_is_of_a_product_of_the_catalogue():
    named = {*charts._OTHERS.values(), *charts._SAME}
    assert named - CATALOGUE.products.keys() == set()
