"""Reading plans: by their id, with what a page shows of them."""

import json

from portsref.planning.document import PlanDocument, document_from
from portsref.planning.rules import RuleSet
from portsref.planning.stored import rule_set_from
from portsref.web.plans.keys import fits, hash_of
from portsref.web.plans.models import DeletedPlan, Plan, Revision


def find_revision(plan_id: str, number: int | None = None) -> Revision:
    """A revision with its plan, the newest one without a number; raises `Revision.DoesNotExist`."""
    wanted = {} if number is None else {"number": number}
    found = Revision.objects.select_related("plan").filter(plan_id=plan_id, **wanted).first()
    if found is None:
        raise Revision.DoesNotExist
    return found


def find_editable(plan_id: str, key: str) -> Plan | None:
    """The plan, for whoever has its edit key."""
    plan = Plan.objects.filter(pk=plan_id).first()
    return plan if plan and fits(key, plan.edit_key_hash) else None


def find_deleted(plan_id: str) -> DeletedPlan | None:
    """When the plan was deleted, if it was."""
    return DeletedPlan.objects.filter(pk=hash_of(plan_id)).first()


def list_revisions(plan_id: str) -> list[Revision]:
    """All revisions of a plan, newest first, without their documents."""
    return list(Revision.objects.filter(plan_id=plan_id).defer("document", "rule_set"))


def stored_document(revision: Revision) -> PlanDocument:
    """The plan document as it was saved."""
    return document_from(json.loads(revision.document))


def stored_rules(revision: Revision) -> RuleSet:
    """The rules as they were when the revision was saved, whatever the catalogue says today."""
    return rule_set_from(json.loads(revision.rule_set), stored_document(revision))
