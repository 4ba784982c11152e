"""Links by which teams decide about the rules of a plan: made, replaced and withdrawn.

Whoever has the edit key does so. A key opens no other plan, and a link that was replaced or
withdrawn opens nothing.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from portsref.messages import MessageError, gettext_noop
from portsref.reviewing.decisions import read_name
from portsref.web.plans.keys import hash_of, new_edit_key
from portsref.web.plans.models import Plan, ReviewLink
from portsref.web.plans.saving import hold_for_editing

MOST_LINKS = 20  # that work
MOST_EVER = 200  # that were made, as decisions name those that were withdrawn

SAME_LABEL = gettext_noop("There is a link for “%(label)s”: replace it, or choose another name.")
TOO_MANY_LINKS = gettext_noop("A plan can have %(most)s review links: withdraw one first.")
TOO_MANY_EVER = gettext_noop("No more review links can be made for this plan: replace one instead.")


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A link with its key, which is known to nobody else from here on."""

    link: ReviewLink
    key: str


def find_reviewer(plan_id: str, key: str) -> ReviewLink | None:
    """The link of a plan that has this key, unless it was withdrawn."""
    if not key:
        return None
    links = ReviewLink.objects.filter(withdrawn__isnull=True)
    return links.filter(plan_id=plan_id, key_hash=hash_of(key)).first()


@transaction.atomic
def make_link(plan: Plan, label: str) -> MadeLink:
    """Make a link for a team; raises `MessageError` and `NoLongerEditableError`."""
    hold_for_editing(plan)
    label = read_name(label)
    links = list(plan.review_links.all())
    working = [link for link in links if link.withdrawn is None]
    if any(link.label.casefold() == label.casefold() for link in working):
        raise MessageError(SAME_LABEL, label=label)
    if len(working) >= MOST_LINKS:
        raise MessageError(TOO_MANY_LINKS, most=MOST_LINKS)
    if len(links) >= MOST_EVER:
        raise MessageError(TOO_MANY_EVER)
    key = new_edit_key()
    return MadeLink(plan.review_links.create(label=label, key_hash=hash_of(key)), key)


@transaction.atomic
def replace_link(plan: Plan, number: int) -> MadeLink:
    """Give a link another key; raises `ReviewLink.DoesNotExist` and `NoLongerEditableError`."""
    hold_for_editing(plan)
    link = plan.review_links.get(pk=number, withdrawn__isnull=True)
    key = new_edit_key()
    link.key_hash = hash_of(key)
    link.save(update_fields=["key_hash"])
    return MadeLink(link, key)


@transaction.atomic
def withdraw_link(plan: Plan, number: int) -> None:
    """Let a link open nothing any more; what was decided by it stays. Raises as `replace_link`."""
    hold_for_editing(plan)
    link = plan.review_links.get(pk=number, withdrawn__isnull=True)
    link.withdrawn = timezone.now()
    link.save(update_fields=["withdrawn"])
