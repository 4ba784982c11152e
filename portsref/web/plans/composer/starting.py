"""Where a plan begins: a preset, rows picked in the explorer, somebody's file, or nothing."""

import re
from collections.abc import Iterable, Sequence

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portsref.catalogue.catalogue import Catalogue
from portsref.documents import files
from portsref.documents.files import decode_text
from portsref.documents.problems import Problem, ProblemsError, count_problems
from portsref.messages import Message, gettext_noop
from portsref.planning.document import (
    LARGEST_DOCUMENT,
    SCHEMA,
    PlanDocument,
    document_from,
    parse_document,
)
from portsref.web.plans.composer.forms import ComposerForm, Sentences, say_sentence, yaml_field
from portsref.web.plans.composer.judging import refuse_many
from portsref.web.plans.composer.titles import derived_title
from portsref.web.shared.messages import say_problem

LARGEST_FILE = 4 * 1024 * 1024  # a file of rules holds its plan and much more
NOTHING_GIVEN = gettext_noop("Paste a plan, or choose a file.")
SENTENCES: Sentences = {
    files.NOT_UTF8: _("The file is not UTF-8 text."),
    files.TOO_LARGE: format_lazy(
        _("A plan can be at most {plan} KiB, a file of rules at most {rules} MiB."),
        plan=LARGEST_DOCUMENT // 1024,
        rules=LARGEST_FILE // 1024 // 1024,
    ),
}
MOST_PICKED = 300
MOST_PRODUCTS = 200
MOST_OPTIONS = 100
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_OPTION = re.compile(
    r"(?:(?P<product>[a-z0-9]+(?:-[a-z0-9]+)*)/)?"
    r"(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*):(?P<value>[A-Za-z0-9._-]{1,64})"
)
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


def plan_of_products(
    slugs: Iterable[str], options: Iterable[str], kubernetes: str, catalogue: Catalogue
) -> PlanDocument:
    """A plan of whole products, as a link says it: other people's documentation may have it.

    An option is `name:value`, for every product of the link that has it, or `product/name:value`.
    One that no product has is the first product's, where a finding says what is wrong with it;
    what is no slug, and a version that is not known, is left aside.
    """
    known = [slug for slug in dict.fromkeys(slugs) if _SLUG.fullmatch(slug) and len(slug) <= 64]
    chosen: dict[str, dict[str, str]] = {slug: {} for slug in known[:MOST_PRODUCTS]}
    for option in list(options)[:MOST_OPTIONS]:
        if match := _OPTION.fullmatch(option):
            for slug in _owners(match["product"], match["name"], list(chosen), catalogue):
                chosen.setdefault(slug, {})[match["name"]] = match["value"]
    document = document_from(
        {
            "schema": SCHEMA,
            "title": gettext("Untitled plan"),
            "picks": [
                {"product": slug, **({"options": values} if values else {})}
                for slug, values in chosen.items()
            ],
            "groups": _usual_groups(),
            **({"kubernetes": kubernetes} if kubernetes in catalogue.kubernetes_versions else {}),
        }
    )
    title = derived_title(document, catalogue)
    return document.model_copy(update={"title": title}) if title else document


def _owners(
    named: str | None, name: str, slugs: Sequence[str], catalogue: Catalogue
) -> Sequence[str]:
    """The products whose option it is."""
    if named:
        return [named]
    having = [
        slug
        for slug in slugs
        if slug in catalogue.products
        and any(option.id == name for option in catalogue.products[slug].options)
    ]
    return having or slugs[:1]


def imported_plan(text: str, file: bytes | None) -> PlanDocument:
    """The plan of a pasted text or of a file; raises `ProblemsError` with every problem."""
    if file is not None:
        text = decode_text(file, name="", largest=LARGEST_FILE)
    if not text.strip():
        raise ProblemsError([Problem("", "", Message(NOTHING_GIVEN))])
    document = parse_document(text, file="", largest=LARGEST_FILE)
    refuse_many(groups=len(document.groups), changes=len(document.changes))
    return document


class ImportForm(ComposerForm):
    """A plan from elsewhere: pasted, or a file."""

    text = yaml_field(_("Plan or rules, as YAML or JSON"), rows=6)
    file = forms.FileField(
        label=_("or a file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "given__files"}),
    )

    def tell_all(self, problems: Sequence[Problem]) -> None:
        """Show what is wrong with the plan, or the first of it with how much more there is."""
        for problem in problems:
            self.tell("text", problem)
        further = count_problems(problems) - self.most_told
        if further > 0:
            words = ngettext("%(count)d more problem.", "%(count)d more problems.", further)
            self.add_error("text", words % {"count": further})

    def say(self, _name: str, problem: Problem) -> str:
        """A problem with its place in the document, or of what is no document."""
        return say_problem(problem) if problem.place else say_sentence(problem.message, SENTENCES)


def _usual_groups() -> list[dict[str, object]]:
    return [
        {"name": gettext("control-plane"), "roles": ["control-plane"]},
        {"name": gettext("workers"), "roles": ["worker"]},
    ]
