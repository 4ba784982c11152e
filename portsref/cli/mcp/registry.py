"""Every tool, in the order in which it is listed."""

from portsref.cli.mcp import comparing, exporting, facts, packets, plans
from portsref.cli.mcp.base import Tool

TOOLS: tuple[Tool, ...] = (
    *facts.TOOLS,
    *plans.TOOLS,
    *packets.TOOLS,
    *comparing.TOOLS,
    *exporting.TOOLS,
)


def find_tool(name: str) -> Tool | None:
    """The tool of that name."""
    return next((tool for tool in TOOLS if tool.name == name), None)
