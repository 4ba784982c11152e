"""Many processes that write about the same plan at once, each as hasty people do.

    DATABASE_URL=… python -m tests.web.plans.many_writers WRITERS SAVES

Prints what is in the database afterwards, as JSON. A writer that sees any error but those that
people are told of (`OvertakenError`, `NoLongerEditableError`) makes the whole run fail.
"""

import json
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from multiprocessing.process import BaseProcess

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 - Django is set up only now
from django.db import connection  # noqa: E402
from django.http import HttpRequest  # noqa: E402
from django.test import override_settings  # noqa: E402
from limits import parse_many  # noqa: E402

from portsref.planning.document import document_from  # noqa: E402
from portsref.planning.rules import RuleSet  # noqa: E402
from portsref.web.plans.drafts.history import History  # noqa: E402
from portsref.web.plans.drafts.keeping import (  # noqa: E402
    Content,
    DraftChangedError,
    begin_draft,
    change_draft,
    content_of,
)
from portsref.web.plans.keys import new_plan_id  # noqa: E402
from portsref.web.plans.models import (  # noqa: E402
    DecidedRule,
    DeletedPlan,
    Draft,
    Plan,
    ReviewLink,
    Revision,
)
from portsref.web.plans.queries import find_revision, stored_rules  # noqa: E402
from portsref.web.plans.review.links import make_link  # noqa: E402
from portsref.web.plans.review.queries import list_decisions  # noqa: E402
from portsref.web.plans.review.recording import (  # noqa: E402
    NoLongerReviewableError,
    RuleNow,
    Said,
    record_decision,
)
from portsref.web.plans.save_limit import TooManySavesError, counted_save  # noqa: E402
from portsref.web.plans.saving import (  # noqa: E402
    NoLongerEditableError,
    OvertakenError,
    delete_plan,
    replace_edit_key,
    restore_revision,
    save_new_plan,
    save_revision,
)

DOCUMENT = document_from({"schema": "portsref.plan/v1", "title": "many writers"})
RULES = RuleSet(DOCUMENT, kubernetes="1.35", catalogue_date="2026-11-23", catalogue_digest="0" * 64)


def titled(title: str) -> RuleSet:
    return replace(RULES, document=DOCUMENT.model_copy(update={"title": title}))


def until_saved(plan: Plan, save: Callable[[int], object]) -> None:
    """Save as the composer does: where somebody was quicker, look at what he saved, and again."""
    while True:
        newest = find_revision(plan.pk)
        assert stored_rules(newest).document.title == newest.title
        try:
            save(newest.number)
        except OvertakenError:
            continue
        return


def write(plan: Plan, writer: int, saves: int) -> None:
    """Save revisions, restore one now and then, and make plans of one's own."""
    for turn in range(saves):
        title = f"writer {writer}, turn {turn}"
        until_saved(plan, lambda base, title=title: save_revision(plan, titled(title), base=base))
        if turn % 5 == 4:
            note = f"restored by {writer}"
            until_saved(
                plan, lambda base, note=note: restore_revision(plan, 1, base=base, note=note)
            )
            save_new_plan(titled(f"own of {writer}"))


def replace_key(plan: Plan, replaced: "multiprocessing.Queue[str]") -> None:
    try:
        replaced.put(replace_edit_key(plan))
    except NoLongerEditableError:
        replaced.put("")


def review(link: ReviewLink, decisions: int) -> None:
    """Decide about the same two rules again and again, each time with another comment."""
    rules = [RuleNow("0" * 24, "1" * 32, "2" * 36), RuleNow("a" * 24, "b" * 32, "c" * 36)]
    for turn in range(decisions):
        record_decision(Said(link, "somebody", "question", f"turn {turn}"), 1, rules)


def review_until_it_is_gone(link: ReviewLink) -> None:
    with suppress(NoLongerReviewableError):
        while True:
            review(link, 1)


def delete(plan: Plan, deleted: "multiprocessing.Queue[str]") -> None:
    try:
        delete_plan(plan)
        deleted.put("deleted")
    except NoLongerEditableError:
        deleted.put("")


def count_saves(counted: "multiprocessing.Queue[int]", times: int) -> None:
    """Save nothing, as often as the limit lets one."""
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = "192.0.2.7"
    done = 0
    for _ in range(times):
        with suppress(TooManySavesError), counted_save(request):
            done += 1
    counted.put(done)


def begin_and_change(draft_id: str, changes: int, told: "multiprocessing.Queue[str]") -> None:
    """Begin the same draft as all others, and change it as often; who is overtaken reads again."""
    content = Content(History({}), {})
    try:
        begin_draft(draft_id, None, content, tab="")
        told.put("begun")
    except DraftChangedError:
        told.put("")
    done = 0
    while done < changes:
        draft = Draft.objects.get(pk=draft_id)
        with suppress(DraftChangedError):
            change_draft(draft, content_of(draft), tab="")
            done += 1


def at_once(processes: Iterable[BaseProcess]) -> list[int | None]:
    """Run processes side by side; how each ended."""
    close_connections()  # a connection must not be shared with a fork
    begun = list(processes)
    for process in begun:
        process.start()
    for process in begun:
        process.join()
    return [process.exitcode for process in begun]


def close_connections() -> None:
    connection.close()
    if close_pool := getattr(connection, "close_pool", None):
        close_pool()


def main(writers: int, saves: int) -> dict[str, object]:
    call_command("migrate", verbosity=0)
    plan = save_new_plan(titled("first")).revision.plan
    fork = multiprocessing.get_context("fork")
    ended = at_once(fork.Process(target=write, args=(plan, n, saves)) for n in range(writers))
    revisions = list(Revision.objects.filter(plan=plan).order_by("number"))
    answer: dict[str, object] = {
        "vendor": connection.vendor,
        "ended": ended,
        "numbers": [revision.number for revision in revisions],
        "titles": [revision.title for revision in revisions],
        "notes": [revision.note for revision in revisions],
        "plans": Plan.objects.count(),
    }
    keys, deletions = fork.Queue(), fork.Queue()
    ended = at_once(fork.Process(target=replace_key, args=(plan, keys)) for _ in range(writers))
    answer["key_ended"], answer["keys"] = ended, [keys.get() for _ in range(writers)]
    plan.refresh_from_db()
    links = [make_link(plan, f"team {n}").link for n in range(writers)]
    answer["review_ended"] = at_once(
        fork.Process(target=review, args=(link, saves)) for link in links
    )
    answer["said"] = [f"{one.team}, {one.comment}" for one in list_decisions(plan.pk)]
    answer["decided"] = DecidedRule.objects.count()
    late = [fork.Process(target=review_until_it_is_gone, args=(link,)) for link in links]
    late += [fork.Process(target=delete, args=(plan, deletions)) for _ in range(writers)]
    ended = at_once(late)
    answer["delete_ended"], answer["deleted"] = ended, [deletions.get() for _ in range(writers)]
    answer["left"] = Revision.objects.filter(plan_id=plan.pk).count() + DecidedRule.objects.count()
    answer["tombstones"] = DeletedPlan.objects.count()
    draft_id, begun = new_plan_id(), fork.Queue()
    ended = at_once(
        fork.Process(target=begin_and_change, args=(draft_id, saves, begun)) for _ in range(writers)
    )
    answer["draft_ended"], answer["begun"] = ended, [begun.get() for _ in range(writers)]
    answer["draft_version"] = Draft.objects.get().version
    counts = fork.Queue()
    with override_settings(SAVE_LIMIT=parse_many(f"{2 * saves}/hour")):
        ended = at_once(
            fork.Process(target=count_saves, args=(counts, saves)) for _ in range(writers)
        )
    answer["count_ended"], answer["counts"] = ended, [counts.get() for _ in range(writers)]
    return answer


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
    close_connections()
