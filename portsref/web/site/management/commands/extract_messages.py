"""`manage.py extract_messages`: collects the texts of the interface into `locale/`."""

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

LOCALES = ("en", "zh_Hans")
TRANSLATED = ("zh_Hans",)
# gettext's dates and blanks to fill in would make a difference where no text has one.
KEPT_METADATA = (
    "Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms"
)  # fmt: skip


class Command(BaseCommand):
    """Write `.po` files that hold exactly the texts that the code and templates have."""

    help = "Collect the texts to translate; with --check, tell what is missing and change nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--check`."""
        parser.add_argument("--check", action="store_true", help="refuse where work is left")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Extract; under `--check` put the files back and refuse with every problem at once."""
        files = [message_file(locale) for locale in LOCALES]
        before = {file: file.read_bytes() if file.exists() else b"" for file in files}
        extract()
        if not options["check"]:
            return
        problems = [problem for file in files for problem in problems_of(file, before[file])]
        for file, content in before.items():
            file.write_bytes(content)
        if problems:
            raise CommandError("\n".join(problems))


def message_file(locale: str) -> Path:
    """Name the file of one locale."""
    folder: Path = settings.LOCALE_PATHS[0]
    return folder / locale / "LC_MESSAGES" / "django.po"


def extract() -> None:
    """Let gettext collect the texts, and leave out what differs from run to run."""
    settings.LOCALE_PATHS[0].mkdir(exist_ok=True)
    call_command(
        "makemessages",
        locale=list(LOCALES),
        add_location="file",
        no_obsolete=True,
        no_wrap=True,
        ignore_patterns=["var", "tests", "build", "node_modules"],
        verbosity=0,
    )
    for locale in LOCALES:
        messages = polib.pofile(str(message_file(locale)), wrapwidth=0)
        messages.header, messages.metadata_is_fuzzy = "", False
        messages.metadata = {
            **{key: text for key, text in messages.metadata.items() if key in KEPT_METADATA},
            "Project-Id-Version": "portsref",
        }
        # By text, not by place: a file that moves does not turn everything over.
        messages.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
        messages.save()


def problems_of(file: Path, before: bytes) -> list[str]:
    """Say what differs from the texts extracted just now, and what is not translated."""
    name = file.relative_to(settings.BASE_DIR)
    extracted = polib.pofile(str(file))
    written = polib.pofile(before.decode()) if before else polib.POFile()
    now, then = ({_identity(entry) for entry in texts} for texts in (extracted, written))
    problems = [f"{name}: missing: {text!r}" for _, text in sorted(now - then)]
    problems += [f"{name}: no longer used: {text!r}" for _, text in sorted(then - now)]
    if problems:
        problems.append(f"{name}: run `make messages`")
    if file.parent.parent.name in TRANSLATED:
        problems += [
            f"{name}: {'fuzzy' if entry.fuzzy else 'not translated'}: {entry.msgid!r}"
            for entry in written
            if not entry.translated()
        ]
    return problems


def _identity(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgctxt or "", entry.msgid
