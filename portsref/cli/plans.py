"""Reads the plan that a command is about."""

from portsref.catalogue.catalogue import Catalogue
from portsref.cli.files import read_input
from portsref.planning.document import LARGEST_EXPORT, parse_document
from portsref.planning.engine import plan_rules
from portsref.planning.rules import RuleSet


def rules_in(name: str, catalogue: Catalogue) -> RuleSet:
    """The rules that the plan in a file needs now; raises `ProblemsError`."""
    text = read_input(name, largest=LARGEST_EXPORT)
    return plan_rules(parse_document(text, file=name, largest=LARGEST_EXPORT), catalogue)
