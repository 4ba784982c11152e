"""Reads the composer as a browser without a script does: its form, its buttons, its links."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

from portsref.web.plans.models import Revision

NEW = "/plans/new/"
DRAFT = re.compile(r"(?:/zh-hans)?/plans/(?:new|[\w-]{24}/edit)/[\w-]{24}/")


class FormReader(HTMLParser):
    """What a browser would send of the composer's form."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.action = ""
        self.values: dict[str, list[str]] = {}
        self.buttons: list[tuple[str, str]] = []
        self._text: str | None = None
        self._select: str | None = None
        self._chosen: list[str] = []
        self._first: str | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        if tag == "form" and found.get("id") == "composer":
            self.inside, self.action = True, found["action"]
        if not self.inside:
            return
        name = found.get("name", "")
        if tag == "input" and name:
            self._input(name, found)
        elif tag == "button" and name:
            self.buttons.append((name, found.get("value", "")))
        elif tag == "textarea":
            self._text = name
            self.values.setdefault(name, []).append("")
        elif tag == "select":
            self._select, self._chosen, self._first = name, [], None
        elif tag == "option" and self._select:
            value = found.get("value", "")
            self._first = value if self._first is None else self._first
            if "selected" in found:
                self._chosen.append(value)

    def _input(self, name: str, found: dict[str, str]) -> None:
        if found.get("type") in {"radio", "checkbox"}:
            if "checked" in found:
                self.values.setdefault(name, []).append(found.get("value", "on"))
        else:
            self.values.setdefault(name, []).append(found.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.inside and self._text is not None:
            self.values[self._text][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self._text is not None:
            self.values[self._text][-1] = self.values[self._text][-1].removeprefix("\n")
            self._text = None
        elif tag == "select" and self._select:
            self.values[self._select] = self._chosen or [self._first or ""]
            self._select = None


def read_form(response: HttpResponse) -> FormReader:
    reader = FormReader()
    reader.feed(response.content.decode())
    assert reader.action, "there is no composer on this page"
    return reader


def press(
    client: Client, page: HttpResponse, do: str = "preview", headers: Any = None, **changed: Any
) -> HttpResponse:
    """Change fields of the composer (`groups_0_name` is `groups-0-name`) and press a button.

    A browser follows to the address of the draft.
    """
    form = read_form(page)
    if do != "preview":
        assert do.startswith(("add-", "export:")) or ("do", do) in form.buttons, form.buttons
    values: dict[str, Any] = {**form.values, "do": do}
    for name, value in changed.items():
        values[name.replace("_", "-") if name not in values else name] = value
    return to_draft(client, client.post(form.action, values, headers=headers))


def post(client: Client, values: Any, **how: Any) -> HttpResponse:
    """Send the form of a plan that nobody saved; a browser follows to the address of the draft."""
    return to_draft(client, client.post(NEW, values, **how))


def to_draft(client: Client, answer: HttpResponse) -> HttpResponse:
    """The page of the draft, where that is where the answer leads."""
    leads_there = DRAFT.match(answer.headers.get("Location", ""))
    return client.get(leads_there[0]) if leads_there else answer


def open_panel(client: Client, page: HttpResponse, panel: str) -> HttpResponse:
    """Open a part of the plan by its line of the outline, whatever is open."""
    if ("do", "close") in read_form(page).buttons:
        page = press(client, page, "close")
    return press(client, page, f"open:{panel}")


def options(page: HttpResponse) -> Iterator[tuple[str, str]]:
    for name, values in read_form(page).values.items():
        if name.startswith("option:"):
            yield name, values[-1]


def text(page: HttpResponse) -> str:
    return page.content.decode()


def rewrite(revision: Revision, text: str, other: str) -> None:
    """Change a text in what is stored of a revision, as no page can."""
    rules = revision.rules_text.replace(text, other)
    document = revision.document.replace(text, other)
    assert rules != revision.rules_text
    Revision.objects.filter(pk=revision.pk).update(
        document=document, rule_set=rules, packed_rules=None
    )


def open_by_link(client: Client, address: str, key: str) -> HttpResponse:
    """Visit a page of a plan by an edit link; a browser follows to the address without the key."""
    return client.get(address, {"key": key}, follow=True)
