"""Headings, columns and labels of files for people, to be said in their language."""

from portsref.messages import gettext_noop

PLAN = gettext_noop("Plan")
REVISION = gettext_noop("Revision")
LINK = gettext_noop("Link")
CATALOGUE = gettext_noop("Catalogue")
CHOSEN = gettext_noop("Chosen")
RULES_LEFT_OUT = gettext_noop("Rules left out")

RULES = gettext_noop("Rules")
REQUEST = gettext_noop("Request")
FINDINGS = gettext_noop("Findings")
SOURCES = gettext_noop("Sources")
LEFT_OUT = gettext_noop("Left out")

FIELD = gettext_noop("Field")
VALUE = gettext_noop("Value")
SEVERITY = gettext_noop("Severity")
FINDING = gettext_noop("Finding")
ADVICE = gettext_noop("What to do")
PLACE = gettext_noop("Place in the plan")
ROW = gettext_noop("Row of the catalogue")
FACT_SOURCE = gettext_noop("Source")
RULE = gettext_noop("Rule")
REASON = gettext_noop("Reason")
