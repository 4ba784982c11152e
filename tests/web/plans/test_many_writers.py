"""Many processes write at once, on whichever database the tests run: nothing lost, no error."""

import json
import os
import secrets
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

WRITERS, SAVES = 8, 15
RESTORES = WRITERS * (SAVES // 5)

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_database(tmp_path: Path, django_db_blocker) -> Iterator[str]:
    """An empty database beside the one of the tests, because processes commit what they write."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'writers.sqlite3'}"
        return
    name = f"portsref_writers_{secrets.token_hex(4)}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
        yield urlsplit(settings.DATABASE_URL)._replace(path=f"/{name}").geturl()
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_many_writers_at_once_lose_nothing_and_see_no_error(own_database: str):
    ended = subprocess.run(
        [sys.executable, "-m", "tests.web.plans.many_writers", str(WRITERS), str(SAVES)],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": own_database},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    found = json.loads(ended.stdout)
    assert found["vendor"] == connection.vendor
    assert found["ended"] == [0] * WRITERS
    assert found["numbers"] == list(range(1, WRITERS * SAVES + RESTORES + 2))
    saved = {f"writer {writer}, turn {turn}" for writer in range(WRITERS) for turn in range(SAVES)}
    assert Counter(found["titles"]) == Counter(saved) + Counter({"first": 1 + RESTORES})
    restored = Counter(note for note in found["notes"] if note)
    assert restored == {f"restored by {writer}": SAVES // 5 for writer in range(WRITERS)}
    assert found["plans"] == 1 + RESTORES
    # of many who review at once each decision stands, once
    assert found["review_ended"] == [0] * WRITERS
    said = {f"team {team}, turn {turn}" for team in range(WRITERS) for turn in range(SAVES)}
    assert Counter(found["said"]) == Counter(said)
    assert found["decided"] == 2 * WRITERS * SAVES
    # of many who replace the same key, or delete the same plan, one does it and the rest are told
    assert found["key_ended"] == [0] * WRITERS
    assert found["delete_ended"] == [0] * WRITERS * 2  # of whoever deletes, and still reviews
    assert sum(bool(key) for key in found["keys"]) == 1
    assert sorted(found["deleted"]) == [""] * (WRITERS - 1) + ["deleted"]
    assert (found["left"], found["tombstones"]) == (0, 1)
    # of many who begin the same draft one does, and no change that anybody made is lost
    assert found["draft_ended"] == [0] * WRITERS
    assert sorted(found["begun"]) == [""] * (WRITERS - 1) + ["begun"]
    assert found["draft_version"] == 1 + WRITERS * SAVES
    # however many processes count, a client saves as often as it may, and not once more
    assert found["count_ended"] == [0] * WRITERS
    assert sum(found["counts"]) == 2 * SAVES
