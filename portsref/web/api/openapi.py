"""What ninja leaves out of the OpenAPI document, or says in a way that generators stumble over."""

import json
import re
from typing import Any

from portsref.planning.document import PlanDocument
from portsref.web.api.examples import add_examples
from portsref.web.api.keys import SECURITY_SCHEMES
from portsref.web.api.schemas import CheckBody, DecisionBody, ImportBody, SavedCheckBody

_REFERENCE = "#/components/schemas/{model}"


def complete(document: dict[str, Any]) -> None:
    """Add what operations read themselves, and mend the rest."""
    components = document["components"]
    plan = PlanDocument.model_json_schema(ref_template=_REFERENCE)
    components["schemas"] |= {**plan.pop("$defs"), "PlanDocument": plan}
    for body in (DecisionBody, ImportBody, CheckBody, SavedCheckBody):
        schema = body.model_json_schema(ref_template=_REFERENCE)
        components["schemas"] |= {**schema.pop("$defs", {}), body.__name__: schema}
    components["securitySchemes"] = SECURITY_SCHEMES
    _name_as_known(document)
    _refer_plainly(document)
    for operations in document["paths"].values():
        for operation in operations.values():
            for response in operation["responses"].values():
                _put_files_first(response.get("content", {}))
    add_examples(document)


def _name_as_known(document: dict[str, Any]) -> None:
    """Name parts of published documents as clients know them: `PublishedRule` is `ApiRule`."""
    document.update(json.loads(re.sub(r"\bPublished(?=[A-Z])", "Api", json.dumps(document))))


def _refer_plainly(value: Any) -> None:
    """Leave out the default beside a reference: whoever needs it, has it in the document."""
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, dict) and "default" in item and len(item.get("allOf", ())) == 1:
            item.pop("default")
            item.update(item.pop("allOf")[0])
        if isinstance(item, dict | list):
            _refer_plainly(item)


def _put_files_first(content: dict[str, Any]) -> None:
    """Name JSON last where an answer may be a file: clients read it as what is named first."""
    if len(content) > 1 and "application/json" in content:
        content["application/json"] = content.pop("application/json")
