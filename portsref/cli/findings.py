"""Findings of a plan in one English line each."""

from portsref.planning.rules import Finding


def finding_text(finding: Finding) -> str:
    """A sentence about what the catalogue does not know, the code and parameters of all else."""
    match finding.code, finding.parameters:
        case "unknown-product", {"product": product}:
            return f"the catalogue has no product {product!r}"
        case "unknown-listener", {"listener": listener}:
            return f"the catalogue has no row {listener!r}"
        case "unknown-option", {"product": product, "choices": ()}:
            return f"{product} has no such option"
        case "unknown-option", {"value": value, "choices": choices}:
            return f"{value!r} is not among the choices {', '.join(choices)}"
    said = "; ".join(
        f"{name}: {', '.join(value) if isinstance(value, tuple) else value}"
        for name, value in finding.parameters.items()
        if value
    )
    return f"{finding.code} ({said})" if said else finding.code
