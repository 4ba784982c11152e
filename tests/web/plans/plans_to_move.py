"""Saves one of everything that is kept about plans, and prints the id of the plan.

DATABASE_URL=… python -m tests.web.plans.plans_to_move
"""

import sys

import django

django.setup()

from django.db import connection  # noqa: E402 - Django is set up only now

from portsref.planning.document import document_from  # noqa: E402
from portsref.planning.engine import plan_rules  # noqa: E402
from portsref.planning.presets import find_preset  # noqa: E402
from portsref.web.facts.catalogue import current_catalogue  # noqa: E402
from portsref.web.plans.drafts.history import History  # noqa: E402
from portsref.web.plans.drafts.keeping import Content, begin_draft  # noqa: E402
from portsref.web.plans.keys import new_plan_id  # noqa: E402
from portsref.web.plans.review.links import make_link  # noqa: E402
from portsref.web.plans.review.recording import (  # noqa: E402
    RuleNow,
    Said,
    record_answer,
    record_decision,
)
from portsref.web.plans.saving import delete_plan, save_new_plan, save_revision  # noqa: E402
from portsref.web.site.serving.warming import disconnect  # noqa: E402

RULES = [RuleNow("0" * 24, "1" * 32, "2" * 36), RuleNow("a" * 24, "b" * 32, "c" * 36)]

first = plan_rules(find_preset("k3s-single").document(), current_catalogue())
titled = document_from({"schema": "portsref.plan/v1", "title": "支付 \"DC1\" \\ 'x'"})
saved = save_new_plan(first, "第一版")
plan = saved.revision.plan
save_revision(plan, plan_rules(titled, current_catalogue()), base=1)
link = make_link(plan, "Network team").link
decision = record_decision(Said(link, "Ada", "question", "Why?\nAnd when?"), 2, RULES)
record_answer(plan, decision.pk, "Because.")
begin_draft(new_plan_id(), plan, Content(History({"title": ["x"]}), {}, "x"), tab="")
begin_draft(new_plan_id(), None, Content(History({}), {}), tab="")
delete_plan(save_new_plan(first).revision.plan)
sys.stdout.write(plan.pk)
disconnect(connection)
