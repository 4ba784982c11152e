"""Valid HTML, by the Nu HTML checker."""

import json
import re
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from audit.findings import Finding
from audit.pages import Page
from audit.tools import nu_checker

MOST_SHOWN = 5


def findings(site: str, pages: Iterable[Page]) -> Iterator[Finding]:
    """One finding a page: what the checker calls an error."""
    checker = nu_checker()
    with tempfile.TemporaryDirectory(prefix="portsref-audit-") as folder:
        files = {_save(site, page, Path(folder)): page for page in pages}
        problems = _problems(checker, files)
    for file, page in files.items():
        found = problems.get(file, [])
        text = f"{len(found)} errors"
        yield Finding("html", page.name, text, "0", not found, found[:MOST_SHOWN])


def _save(site: str, page: Page, folder: Path) -> Path:
    file = folder / f"{re.sub(r'[^a-z0-9]+', '-', page.name.lower())}.html"
    try:
        with urllib.request.urlopen(site + page.path, timeout=60) as answer:
            file.write_bytes(answer.read())
    except urllib.error.HTTPError as error:  # pages of errors are looked at as well
        file.write_bytes(error.read())
    return file


def _problems(checker: list[str], files: Mapping[Path, Page]) -> dict[Path, list[str]]:
    command = [
        *checker,
        "--format",
        "json",
        "--errors-only",
        "--exit-zero-always",
        *map(str, files),
    ]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    found: dict[Path, list[str]] = {}
    for message in json.loads(printed)["messages"]:
        file = Path(message["url"].removeprefix("file:"))
        said = f"line {message.get('lastLine')}: {message['message']}"
        found.setdefault(file, []).append(said)
    return found
