"""What stands behind the catalogue: figures that are those of the rows, and how to correct one."""

from datetime import date

import pytest

from portsref.web.reference.about.coverage import OLD, find_coverage
from portsref.web.reference.rows import current_reader
from tests.web.reference.pages import page

pytestmark = pytest.mark.django_db


def test_figures_are_those_of_the_catalogue(catalogue):
    coverage = find_coverage(current_reader(), date(2026, 12, 1))
    assert coverage.products == len(catalogue.products)
    assert coverage.rows == coverage.listeners + coverage.needs == len(catalogue.rows)
    *kinds, everything = coverage.kinds
    assert sum(kind.products for kind in kinds) == everything.products == coverage.products
    assert sum(kind.listeners for kind in kinds) == everything.listeners == coverage.listeners
    assert sum(age.products for age in coverage.ages) == coverage.products
    assert everything.oldest == coverage.oldest[0].date


def test_every_figure_has_its_thousands_apart(client):
    coverage = find_coverage(current_reader(), date(2026, 12, 1))
    html = page(client, "/about/")
    for figure in (coverage.rows, coverage.sources, coverage.documented, coverage.listeners):
        assert figure > 999
        assert f"{figure:,}" in html
        assert f">{figure}<" not in html


def test_products_that_nobody_looked_at_for_long_are_counted():
    reader = current_reader()
    oldest = date.fromisoformat(find_coverage(reader, date(2027, 1, 1)).oldest[0].date)
    assert find_coverage(reader, date.fromordinal(oldest.toordinal() + OLD)).old == 0
    assert find_coverage(reader, date.fromordinal(oldest.toordinal() + OLD + 1)).old >= 1


def test_a_row_leads_to_its_file_and_id(client):
    html = page(client, "/about/?row=cilium/vxlan")
    assert "<code>portsref/catalogue/data/products/cilium.yaml</code>" in html
    assert "<code>id: vxlan</code>" in html
    assert 'href="/about/?row=cilium/vxlan"' in page(client, "/listeners/cilium/vxlan/")


def test_a_product_leads_to_its_file(client):
    assert "products/cilium.yaml" in page(client, "/about/?product=cilium")
    assert 'href="/about/?product=cilium"' in page(client, "/products/cilium/")


def test_a_repository_is_linked_where_one_is_named(client, settings):
    settings.REPOSITORY_FILES = "https://git.example.com/ports/edit/main/{path}"
    html = page(client, "/about/?row=calico/vxlan")
    file = "portsref/catalogue/data/products/calico.yaml"
    assert f'href="https://git.example.com/ports/edit/main/{file}"' in html


@pytest.mark.parametrize(
    "query", ["row=nothing/here", "product=<b>", "row=%00", f"row={'x' * 900}"]
)
def test_what_there_is_not_is_left_aside(client, query):
    assert "about__correction" not in page(client, f"/about/?{query}")


def test_in_chinese(client):
    html = page(client, "/zh-hans/about/?row=cilium/vxlan")
    assert "更正 Cilium" in html
    assert "涵盖范围" in html
