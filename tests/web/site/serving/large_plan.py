"""Saves a plan whose expanded CSV has some 28 MB, and prints its id.

python -m tests.web.site.serving.large_plan
"""

import sys

import django

django.setup()

from portsref.planning.document import document_from  # noqa: E402 - Django is set up only now
from portsref.planning.engine import plan_rules  # noqa: E402
from portsref.web.facts.catalogue import current_catalogue  # noqa: E402
from portsref.web.plans.saving import save_new_plan  # noqa: E402

GROUPS, ADDRESSES = 30, 8


def group(number: int) -> dict[str, object]:
    role = "control-plane" if number < 3 else "worker"
    addresses = [f"10.{number}.{address}.1" for address in range(ADDRESSES)]
    return {"name": f"group {number}", "roles": [role], "addresses": addresses}


document = document_from(
    {
        "schema": "portsref.plan/v1",
        "title": "Large",
        "kubernetes": "1.35",
        "picks": [{"product": "kubernetes"}, {"product": "cilium"}],
        "groups": [group(number) for number in range(GROUPS)],
    }
)
saved = save_new_plan(plan_rules(document, current_catalogue()))
sys.stdout.write(saved.revision.plan_id)
