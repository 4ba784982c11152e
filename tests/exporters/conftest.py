"""Rule sets of the reference plans."""

from pathlib import Path

import pytest

from portsref.planning.document import parse_document
from portsref.planning.engine import plan_rules

PLANS = Path(__file__).parent.parent / "plans"


@pytest.fixture(scope="session")
def catalogue_rule_sets(catalogue):
    return [
        plan_rules(parse_document(plan.read_text()), catalogue)
        for plan in sorted(PLANS.glob("*.yaml"))
    ]
