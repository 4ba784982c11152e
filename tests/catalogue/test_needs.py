"""What a product by itself needs: the same rows as a plan that says no more than the product."""

import pytest

from portsref.catalogue.needs import find_needs
from portsref.catalogue.products import IMAGES_OF
from portsref.planning.document import SCHEMA, document_from
from portsref.planning.selection import select_rows
from tests.conftest import our_catalogue

PRODUCTS = sorted(our_catalogue().products)


@pytest.mark.parametrize("slug", PRODUCTS)
def test_a_product_needs_what_a_plan_of_it_selects(slug, catalogue):
    product = catalogue.products[slug]
    for options in ({}, *_each_other_choice(product)):
        assert find_needs(catalogue, product, options).keys == _selected(catalogue, slug, options)


def test_own_rows_are_those_that_apply_and_the_others(catalogue):
    product = catalogue.products["cilium"]
    needs = find_needs(catalogue, product, {"tunnel": "geneve"})
    own = {row.id for row in needs.parts[0].rows}
    assert {"geneve"} <= own
    assert "vxlan" not in own
    assert own | {row.id for row in needs.other_rows} == {row.id for row in product.rows}


def test_a_distribution_comes_with_its_base_and_what_it_brings_in(catalogue):
    needs = find_needs(catalogue, catalogue.products["rke2"], {"cni": "cilium"})
    parts = {part.product.product: part.is_brought_in for part in needs.parts}
    assert parts == {"rke2": False, "kubernetes": False, "cilium": True} | {
        name: True for name in parts if name not in {"rke2", "kubernetes", "cilium"}
    }


def test_an_option_that_there_is_not_changes_nothing(catalogue):
    product = catalogue.products["cilium"]
    assert find_needs(catalogue, product, {"tunnel": "smoke", "colour": "red"}) == find_needs(
        catalogue, product, {}
    )


def _each_other_choice(product):
    return [
        {option.id: choice}
        for option in product.options
        for choice in option.choices
        if choice != option.default
    ]


def _selected(catalogue, slug, options):
    """The rows that a plan selects, without those of the hosts around the cluster."""
    picks = [{"product": slug, "options": options}]
    if slug != IMAGES_OF:
        picks.append({"product": IMAGES_OF})
    selection = select_rows(
        document_from({"schema": SCHEMA, "title": "x", "picks": picks}), catalogue
    )
    return {row.key for row in selection.rows if slug == IMAGES_OF or row.row.product != IMAGES_OF}
