"""Reduces a published schema to what it refuses, as one line of JSON: no words, no expressions.

What a server would prune, or a strict reader refuse, is refused. README.md has the calls:

    python -m tests.exporters.schemas.stripping resource FILE VERSION
    python -m tests.exporters.schemas.stripping schema FILE API_VERSION KIND
    python -m tests.exporters.schemas.stripping definitions FILE NAME...
    python -m tests.exporters.schemas.stripping template FILE RESOURCE
"""

import json
import re
import sys
from pathlib import Path

import yaml

WORDS = re.compile("description|title|default|example|markdownDescription|x-.*")
EXPRESSION = (
    "https://schema.management.azure.com/schemas/common/definitions.json#/definitions/expression"
)
_NOTHING_ELSE = {"type": "object", "additionalProperties": False}
SEVERAL = {"type": "array", "items": {"$ref": "#/properties/spec"}}


def stripped(schema):
    """The schema without words; objects whose fields are listed take no others."""
    if isinstance(schema, list):
        return [stripped(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {
        key: _named(value) if key in ("properties", "$defs") else stripped(value)
        for key, value in schema.items()
        if not WORDS.fullmatch(key) and not (key == "pattern" and _is_foreign(value))
    }
    if kept.get("type") == "object" and "properties" in kept:
        _close(kept)
    return kept


def _close(kept):
    """Refuse fields that neither it nor the alternative that a document is of has."""
    further = [
        kind
        for kind in kept.get("oneOf", ())
        if kind.get("properties", {}).keys() - kept["properties"]
    ]
    for kind in further:
        kind.pop("additionalProperties", None)
    kept.setdefault("unevaluatedProperties" if further else "additionalProperties", False)


def _is_foreign(pattern):
    """Patterns are those of Go, of which Python does not read all."""
    try:
        re.compile(pattern)
    except re.error:
        return True
    return False


def _named(schemas):
    """The keys are names of fields here, and no words of the schema."""
    return {name: stripped(value) for name, value in schemas.items()}


def schema(file, api_version, kind):
    """The schema of an object of Kubernetes, from a file that holds nothing else."""
    return _of_object(json.loads(Path(file).read_text()), api_version, kind)


def resource(file, version):
    """The schema of one version, from a CustomResourceDefinition."""
    spec = yaml.safe_load(Path(file).read_text())["spec"]
    [found] = [each["schema"] for each in spec["versions"] if each["name"] == version]
    api_version = f"{spec['group']}/{version}"
    return _of_object(found["openAPIV3Schema"], api_version, spec["names"]["kind"])


def definitions(file, *names):
    """Some definitions of a schema, with those that they refer to; a document is one of `names`."""
    every = stripped(json.loads(Path(file).read_text()))["$defs"]
    wanted = _reached(every, *names)
    return {"$defs": wanted, "oneOf": [{"$ref": f"#/$defs/{name}"} for name in names]}


def template(file, name):
    """The schema of a template of Azure that has resources of one kind and nothing else."""
    whole = json.loads(Path(file).read_text().replace(EXPRESSION, "#/$defs/expression"))
    every = whole["definitions"] | {"resource": whole["resourceDefinitions"][name]}
    every["expression"] = {"type": "string", "pattern": r"^\[([^\[].*)?\]$"}
    every["resource"]["properties"].pop("resources")  # children, which the resource has itself
    text = json.dumps(stripped({"$defs": every})).replace("#/definitions/", "#/$defs/")
    wanted = _reached(json.loads(text)["$defs"], "resource")
    parts = {"metadata": {}, "parameters": {}, "outputs": {}} | {
        "$schema": {"type": "string"},
        "contentVersion": {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+){3}$"},
        "resources": {"type": "array", "items": {"$ref": "#/$defs/resource"}},
    }
    required = ["$schema", "contentVersion", "resources"]
    return {"$defs": wanted, "properties": parts, "required": required} | _NOTHING_ELSE


def _reached(every, *names):
    wanted, asked = {}, list(names)
    while asked:
        name = asked.pop()
        wanted[name] = every[name]
        asked += set(re.findall('"#/\\$defs/([^"]+)"', json.dumps(every[name]))) - set(wanted)
    return wanted


def _of_object(found, api_version, kind):
    kept = stripped(found)
    kept["properties"] |= {"apiVersion": {"const": api_version}, "kind": {"const": kind}}
    kept["properties"].pop("status", None)  # nobody writes it
    if "specs" in kept["properties"]:
        kept["properties"]["specs"] = SEVERAL
    kept["required"] = sorted({*kept.get("required", ()), "apiVersion", "kind", "metadata"})
    return kept


if __name__ == "__main__":
    what, *arguments = sys.argv[1:]
    makers = (schema, resource, definitions, template)
    made = {maker.__name__: maker for maker in makers}[what](*arguments)
    sys.stdout.write(json.dumps(made, separators=(",", ":"), sort_keys=True) + "\n")
