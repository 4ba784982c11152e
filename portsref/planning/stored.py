"""A rule set as plain values, kept with a revision and read back without loss.

Unlike the published document it keeps every cause with its reason, so that a page can word an
approved rule in any language without planning it again. The form is the values' own: their fields
in their order, ends and causes once, with rules that point to them. A field that comes later has a
default, with which older rows are read.
"""

from typing import Any

from pydantic import TypeAdapter, ValidationError

from portsref.planning.document import PlanDocument
from portsref.planning.rules import Cause, Endpoint, RuleSet

SCHEMA = "portsref.rule-set/v1"

type Data = dict[str, Any]

_RULE_SET = TypeAdapter(RuleSet)
_ENDS = TypeAdapter(tuple[Endpoint, ...])
_CAUSES = TypeAdapter(tuple[Cause, ...])


class UnknownFormError(ValueError):
    """A stored form that this version cannot read, because another one wrote it."""


def rule_set_data(rule_set: RuleSet) -> Data:
    """Plain values that `rule_set_from` reads back; the plan document is kept beside them."""
    shared: dict[type, dict[Any, int]] = {Endpoint: {}, Cause: {}}
    beside = {"document", "kubernetes", "catalogue_date", "catalogue_digest"}
    return {
        "schema": SCHEMA,
        "kubernetes": rule_set.kubernetes,
        "catalogue": {"date": rule_set.catalogue_date, "digest": rule_set.catalogue_digest},
        **_RULE_SET.dump_python(rule_set, mode="json", exclude=beside, context=shared),
        "ends": _ENDS.dump_python(tuple(shared[Endpoint]), mode="json"),
        "causes": _CAUSES.dump_python(tuple(shared[Cause]), mode="json"),
    }


def rule_set_from(data: Data, document: PlanDocument) -> RuleSet:
    """The rule set that `rule_set_data` was given for `document`; raises `UnknownFormError`."""
    if data["schema"] != SCHEMA:
        raise UnknownFormError(f"a rule set of {data['schema']!r}, not of {SCHEMA!r}")
    values = data.copy()
    del values["schema"]
    catalogue, ends, causes = (values.pop(key) for key in ("catalogue", "ends", "causes"))
    values |= {"document": document}
    values |= {f"catalogue_{key}": value for key, value in catalogue.items()}
    try:
        shared = {
            Endpoint: _ENDS.validate_python(ends, extra="forbid"),
            Cause: _CAUSES.validate_python(causes, extra="forbid"),
        }
        return _RULE_SET.validate_python(values, extra="forbid", context=shared)
    except ValidationError as error:
        raise UnknownFormError(str(error)) from error
