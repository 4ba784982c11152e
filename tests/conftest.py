"""What every test may use: the catalogue from our files, and a database that holds it."""

import os
from collections.abc import Generator, Iterator
from functools import cache

import pytest
from django.core.management import call_command
from django.utils import translation
from hypothesis import settings

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.folders import OUR_DATA
from portsref.catalogue.load import load_catalogue as read_files
from portsref.exporters import registry
from portsref.exporters.base import Exporter
from portsref.web.site.serving.warming import warm_up
from tests.exporters import several_files
from tests.postgresql import find_programs, private_server

# No test is timed: a machine that does other things meanwhile would fail it.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files instead of comparing"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Keep snapshots of the catalogue among what pytest remembers, not in the user's home."""
    os.environ["XDG_CACHE_HOME"] = str(config.cache.mkdir("xdg") if config.cache else "")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches the database of the tests, which may be SQLite or PostgreSQL."""
    for item in items:
        uses = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
        if uses or item.get_closest_marker("django_db"):
            item.add_marker("database")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,  # noqa: ARG001 - pytest passes by name
    call: pytest.CallInfo[None],  # noqa: ARG001
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI nothing is skipped: what a test needs must be there."""
    report = yield
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
    return report


@pytest.fixture(autouse=True)
def _begin_in_english() -> Generator[None]:
    """A request leaves its language behind, which is the next test's otherwise."""
    with translation.override("en"):
        yield


@pytest.fixture
def several(monkeypatch: pytest.MonkeyPatch) -> Exporter:
    """A format of several files beside ours."""
    exporter = several_files.EXPORTER
    monkeypatch.setitem(registry.FORMATS, exporter.name, several_files.__name__)
    return exporter


@cache
def our_catalogue() -> Catalogue:
    """The catalogue of our own files; read once, because it cannot change."""
    return read_files([OUR_DATA])


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return our_catalogue()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):  # noqa: ARG001 - makes the database first
    """Load the catalogue once a session: tests share it and roll back what they add.

    What a server makes ready before it answers is made here too, so that what a request may take
    of a processor holds in tests as it does there.
    """
    with django_db_blocker.unblock():
        call_command("load_catalogue", verbosity=0)
        warm_up()


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL for the tests of one file."""
    try:
        find_programs()
    except SystemExit as reason:
        pytest.skip(str(reason))
    with private_server() as address:
        yield address
