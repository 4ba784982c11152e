"""Reads files and texts as documents, or refuses them with every problem."""

from pathlib import Path

from pydantic import BaseModel, ValidationError

from portsref.documents.problems import Problem, ProblemsError, problems_of
from portsref.documents.yaml_files import YamlError, parse_yaml

LARGEST_FILE = 1024 * 1024


def read_document[D: BaseModel](kind: type[D], text: str, *, file: str) -> D:
    """Read one YAML text as a document; raises `ProblemsError`."""
    try:
        document = parse_yaml(text)
    except YamlError as error:
        raise ProblemsError([Problem(file, "", f"not YAML: {error}")]) from error
    try:
        return kind.model_validate(document)
    except ValidationError as error:
        raise ProblemsError(problems_of(error, document, file=file)) from error


def read_text(path: Path, *, name: str, largest: int = LARGEST_FILE) -> str:
    """Read a text file of at most `largest` bytes; raises `ProblemsError`."""
    try:
        with path.open("rb") as file:
            content = file.read(largest + 1)  # a device has no size, and may have no end
    except OSError as error:
        raise ProblemsError([Problem(name, "", f"cannot be read: {error.strerror}")]) from error
    return decode_text(content, name=name, largest=largest)


def decode_text(content: bytes, *, name: str, largest: int = LARGEST_FILE) -> str:
    """Take bytes as UTF-8 text, with or without a byte order mark; raises `ProblemsError`."""
    if len(content) > largest:
        raise ProblemsError([Problem(name, "", f"larger than {largest // 1024} KiB")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProblemsError([Problem(name, "", "is not UTF-8 text")]) from error
