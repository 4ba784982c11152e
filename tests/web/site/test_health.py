"""Probes: a process lives without a database, and is ready with a catalogue alone."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from portsref.web.facts.models import CatalogueVersion
from tests.server import ROOT, clean_environment

ASK = """
import django; django.setup()
from django.test import Client
for path in ("/healthz", "/readyz"):
    response = Client(headers={"host": "localhost"}).get(path)
    print(response.status_code, response.content.decode().strip())
"""


@pytest.mark.django_db
def test_without_a_catalogue_a_process_lives_and_is_not_ready(client: Client):
    CatalogueVersion.objects.all().delete()
    assert client.get("/healthz").content == b"ok\n"
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"no catalogue is loaded\n")


def test_without_a_database_a_process_lives_and_is_not_ready(tmp_path: Path):
    ended = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=ROOT,
        env=clean_environment()
        | {
            "DJANGO_SETTINGS_MODULE": "portsref.settings",
            "DATABASE_URL": f"sqlite:///{tmp_path}/no/such.sqlite3",
            "PORTSREF_DATA": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stdout.splitlines() == ["200 ok", "503 database unavailable"]
    assert "the database does not answer: OperationalError" in ended.stderr
