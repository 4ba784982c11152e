"""Saves the plan of a preset in the database of the bench and prints its id."""

import django

django.setup()

from portsref.planning.engine import plan_rules  # noqa: E402 - Django must be set up first
from portsref.planning.presets import PRESETS  # noqa: E402
from portsref.web.facts.catalogue import current_catalogue  # noqa: E402
from portsref.web.plans.saving import save_new_plan  # noqa: E402

rules = plan_rules(PRESETS[0].document(), current_catalogue())
print(save_new_plan(rules).revision.plan_id)
