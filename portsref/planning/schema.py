"""The JSON Schema of plan documents, for editors; run as a module it writes every schema."""

from portsref.catalogue.schema import product_schema, schema_text, write
from portsref.planning.document import PlanDocument


def plan_schema() -> str:
    """The schema of a plan document, as the text of `plan.schema.json`."""
    return schema_text(PlanDocument, "A plan document of portsref")


def all_schemas() -> dict[str, str]:
    """Every schema by the name of its file."""
    return {"plan.schema.json": plan_schema(), "product.schema.json": product_schema()}


if __name__ == "__main__":
    write(all_schemas())
