"""`manage.py issue_edit_key`: a new edit link for a plan whose edit link was lost."""

import re
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from portsref.web.plans.keys import ID_LENGTH
from portsref.web.plans.models import Plan
from portsref.web.plans.saving import NoLongerEditableError, replace_edit_key

_ID = re.compile(rf"(?:.*/plans/)?([A-Za-z0-9_-]{{{ID_LENGTH}}})(?:/.*)?")
# Ids of former days may begin with a dash; no option has such a length, nor may an id that was cut.
_LIKE_AN_OPTION = re.compile(r"-[A-Za-z0-9_-]{15,}")


class Command(BaseCommand):
    """Make a new edit key and print the path with it; the old one opens nothing from here on."""

    help = "Replace the edit key of a plan, and print the path of its new edit link."

    def run_from_argv(self, argv: list[str]) -> None:
        """Take an id that begins with a dash for an id, not for options."""
        super().run_from_argv([*argv[:2], *_with_ids_behind(argv[2:])])

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a plan."""
        parser.add_argument("plan", help="its id, or a link to it")

    def handle(self, *_args: Any, plan: str, **_options: Any) -> None:
        """Refuse what is no plan, else print the path, which is shown only this once."""
        named = _ID.fullmatch(plan.strip())
        found = named and Plan.objects.filter(pk=named[1]).first()
        if not found:
            raise CommandError("there is no such plan: name its id, or a link to it.")
        try:
            key = replace_edit_key(found)
        except NoLongerEditableError:
            raise CommandError("somebody replaced the key meanwhile: try again.") from None
        self.stdout.write(f"{reverse('plans:edit', args=[found.pk])}?key={key}")


def _with_ids_behind(words: Sequence[str]) -> list[str]:
    """The same words, with `--` before those that look like an option and are none."""
    ids = [] if "--" in words else list(filter(_LIKE_AN_OPTION.fullmatch, words))
    options = [word for word in words if word not in ids]
    return [*options, "--", *ids] if ids else options
