"""Where a plan begins: a preset, rows picked in the explorer, somebody's file, or nothing."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext

from portsref.documents.problems import Problem, ProblemsError
from portsref.planning.document import (
    LARGEST_DOCUMENT,
    SCHEMA,
    PlanDocument,
    document_from,
    parse_document,
)

LARGEST_FILE = 4 * 1024 * 1024  # a file of rules holds its plan and much more
MOST_PICKED = 300
MOST_PRODUCTS = 200
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KEY = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)/([a-z0-9]+(?:-[a-z0-9]+)*)")


def empty_plan() -> PlanDocument:
    """Two groups that every cluster has, without addresses, and nothing that runs."""
    return document_from(
        {"schema": SCHEMA, "title": gettext("Untitled plan"), "groups": _usual_groups()}
    )


def plan_of_rows(keys: Iterable[str]) -> PlanDocument:
    """A plan of rows picked by hand; what is no key of a row is left aside."""
    only: dict[str, list[str]] = {}
    for key in list(dict.fromkeys(keys))[:MOST_PICKED]:
        if (match := _KEY.fullmatch(key)) and len(key) <= 129:
            only.setdefault(match[1][:64], []).append(match[2][:64])
    return document_from(
        {
            "schema": SCHEMA,
            "title": gettext("Picked ports"),
            "picks": [
                {"product": product, "only": rows}
                for product, rows in list(only.items())[:MOST_PRODUCTS]
            ],
            "groups": _usual_groups(),
        }
    )


def plan_of_products(slugs: Iterable[str]) -> PlanDocument:
    """A plan of whole products with their defaults; what is no slug is left aside."""
    known = [slug for slug in dict.fromkeys(slugs) if _SLUG.fullmatch(slug) and len(slug) <= 64]
    return document_from(
        {
            "schema": SCHEMA,
            "title": gettext("Untitled plan"),
            "picks": [{"product": slug} for slug in known[:MOST_PRODUCTS]],
            "groups": _usual_groups(),
        }
    )


def imported_plan(text: str, file: bytes | None) -> PlanDocument:
    """The plan of a pasted text or of a file; raises `ProblemsError` with every problem."""
    if file is not None:
        text = _text_of(file)
    if not text.strip():
        raise ProblemsError([Problem("", "", gettext("Paste a plan, or choose a file."))])
    return parse_document(text, file="", largest=LARGEST_FILE)


def _text_of(file: bytes) -> str:
    if len(file) > LARGEST_FILE:
        most = {"plan": LARGEST_DOCUMENT // 1024, "rules": LARGEST_FILE // 1024 // 1024}
        message = gettext("A plan is at most %(plan)d KiB large, a file of rules %(rules)d MiB.")
        raise ProblemsError([Problem("", "", message % most)])
    try:
        return file.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = gettext("The file is not UTF-8 text.")
        raise ProblemsError([Problem("", "", message)]) from error


def _usual_groups() -> list[dict[str, object]]:
    return [
        {"name": gettext("control-plane"), "roles": ["control-plane"]},
        {"name": gettext("workers"), "roles": ["worker"]},
    ]
