"""The catalogue as one value: what makes two of them equal, and what it reads when."""

import subprocess
import sys
from dataclasses import replace

from portsref.catalogue.products import Source
from tests.small_catalogue import catalogue as small
from tests.small_catalogue import product


def without_scenarios(catalogue):
    services = replace(catalogue.services, scenarios=())
    return replace(catalogue, read_services=lambda _catalogue: services)


def test_catalogues_that_know_the_same_are_equal(catalogue):
    again = replace(catalogue)
    assert again is not catalogue
    assert again == catalogue
    assert hash(again) == hash(catalogue)
    assert catalogue != "a catalogue"


def test_what_is_known_about_services_belongs_to_the_catalogue(catalogue):
    assert without_scenarios(catalogue) != catalogue


def test_plans_do_not_grow_old_when_only_services_are_corrected(catalogue):
    assert without_scenarios(catalogue).digest == catalogue.digest


def test_any_fact_that_plans_are_made_of_changes_the_digest():
    before, after = (small(product("tiny", summary=text)) for text in ("One.", "Two."))
    assert before.digest != after.digest


def test_looking_up_a_port_reads_nothing_about_services():
    code = (
        "import sys; from portsref.cli import main; main(['port', '10250'])\n"
        "sys.exit('portsref.catalogue.services.documents' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


def test_the_address_of_a_file_is_one_that_a_browser_takes_as_it_is():
    source = Source(
        repo="acme/net", commit="a" * 40, path="文档/a b/ports(1).md", basis="documented"
    )
    quoted = "%E6%96%87%E6%A1%A3/a%20b/ports(1).md"
    assert source.address == f"https://github.com/acme/net/blob/{'a' * 40}/{quoted}"
