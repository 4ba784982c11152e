"""One preparation at a time, however many processes and machines start together."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

type Say = Callable[[str], None]

LOCK = int.from_bytes(b"portsref")  # a key of PostgreSQL's, of 64 bits, within our database


@contextmanager
def alone(folder: Path, say: Say) -> Iterator[None]:
    """Wait until nobody else prepares this data folder, nor this database on another machine."""
    with _folder_held(folder, say), _database_held(say):
        yield


@contextmanager
def _folder_held(folder: Path, say: Say) -> Iterator[None]:
    """Hold the folder itself; on SQLite nothing else is needed, as it is for one machine."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another start to prepare …")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _database_held(say: Say) -> Iterator[None]:
    """Hold PostgreSQL's advisory lock, which ends with its connection whatever happens."""
    if connection.vendor != "postgresql":
        yield
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                say("Waiting for another machine to prepare the database …")
                cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield
    finally:
        connection.close()
