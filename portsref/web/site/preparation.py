"""All that stands between a checkout and a server: each step only where something changed."""

import hashlib
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

import portsref.web.facts
from portsref.catalogue.folders import catalogue_folders
from portsref.catalogue.snapshot.sources import digest_of_sources
from portsref.web.facts.models import CatalogueVersion
from portsref.web.site.environment.data_folder import make_private
from portsref.web.site.message_files import compile_messages
from portsref.web.site.preparing_alone import Say, alone


def prepare(say: Say) -> None:
    """Bring database, catalogue, translations and static files up to date with the code."""
    make_private(settings.DATA_DIR)
    with alone(settings.DATA_DIR, say):
        migrated = migrate(say)
        load(say, anyway=migrated)
        for source in compile_messages(settings.LOCALE_PATHS):
            say(f"Compiled {source.relative_to(settings.BASE_DIR)}")
        collect(say)


def migrate(say: Say) -> bool:
    """Run the migrations that are missing; tells whether there were any."""
    if not lacks_migrations():
        return False
    say("Migrating the database …")
    call_command("migrate", interactive=False, verbosity=0)
    return True


def lacks_migrations() -> bool:
    """Tell whether the database is older than the code; a newer one lacks nothing."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def load(say: Say, *, anyway: bool) -> None:
    """Load the catalogue where the rows are not those of the files, or the loading changed."""
    mark = Mark("catalogue-loaded-by", _digest_of(_loading_code()))
    newest = CatalogueVersion.objects.values_list("files_digest", flat=True).first()
    if newest == digest_of_sources(catalogue_folders()) and mark.is_set() and not anyway:
        return
    say("Loading the catalogue …")
    call_command("load_catalogue", stdout=StringIO())
    mark.set()


def collect(say: Say) -> None:
    """Collect and compress static files where one of them changed."""
    found = [
        Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([])
    ]
    mark = Mark("static-collected-from", _digest_of(found))
    if mark.is_set() and (settings.STATIC_ROOT / "staticfiles.json").exists():
        return
    say("Collecting static files …")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.set()


class Mark:
    """A note in the data folder of what a step was last done for."""

    def __init__(self, name: str, wanted: str) -> None:
        self.file: Path = settings.DATA_DIR / name
        self.wanted = wanted

    def is_set(self) -> bool:
        """Tell whether the step was done for the same thing."""
        return self.file.exists() and self.file.read_text(encoding="ascii") == self.wanted

    def set(self) -> None:
        """Note that the step is done."""
        self.file.write_text(self.wanted, encoding="ascii")


def _loading_code() -> list[Path]:
    """The modules that make rows of facts; those that read facts are in the digest of the files."""
    return list(Path(portsref.web.facts.__path__[0]).rglob("*.py"))


def _digest_of(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
