"""The server of the SDK: tools with their schemas, and answers as values and as text."""

from importlib.metadata import version
from typing import Any

import anyio
from anyio import CapacityLimiter, to_thread
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp_types import Tool as ListedTool

from portsref.cli.mcp.answering import RefusedError, answer
from portsref.cli.mcp.base import Tool
from portsref.cli.mcp.registry import TOOLS, find_tool

INSTRUCTIONS = (
    "portsref knows which ports Kubernetes, its distributions, networks and add-ons use, and works "
    "out the firewall rules that a cluster needs from a plan document. Facts have sources: cite "
    "them. Ports and products that the catalogue does not have are unknown, not closed. Write a "
    "plan by plan_format, check it by validate_plan, then ask plan_rules, export_plan, diff_plans, "
    "allows or why_dropped. Nothing is stored, and no file is read: give the contents of plans and "
    "logs."
)


def serve() -> None:
    """Answer on standard input and output until the input ends."""
    anyio.run(_serve)


async def _serve() -> None:
    server = make_server()
    async with stdio_server() as (requests, answers):
        await server.run(requests, answers, server.create_initialization_options())


def make_server() -> Server[dict[str, Any]]:
    """A server with every tool; it answers one call at a time, as each may take a while."""
    one_at_a_time = CapacityLimiter(1)

    async def call(
        _context: ServerRequestContext[dict[str, Any]], params: CallToolRequestParams
    ) -> CallToolResult:
        tool = find_tool(params.name)
        if tool is None:
            raise MCPError(INVALID_PARAMS, f"no tool {params.name[:80]!r}")
        arguments = params.arguments or {}
        return await to_thread.run_sync(_result, tool, arguments, limiter=one_at_a_time)

    return Server(
        "portsref",
        version=version("portsref"),
        title="portsref: ports of Kubernetes",
        instructions=INSTRUCTIONS,
        on_list_tools=_list,
        on_call_tool=call,
    )


async def _list(
    _context: ServerRequestContext[dict[str, Any]], _params: PaginatedRequestParams | None
) -> ListToolsResult:
    return ListToolsResult(tools=list(map(_listed, TOOLS)))


def _listed(tool: Tool) -> ListedTool:
    return ListedTool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.asked.model_json_schema(),
        output_schema=tool.answer.model_json_schema(mode="serialization"),
        annotations=ToolAnnotations(
            title=tool.title,
            read_only_hint=True,
            destructive_hint=False,
            idempotent_hint=True,
            open_world_hint=False,
        ),
    )


def _result(tool: Tool, arguments: dict[str, Any]) -> CallToolResult:
    try:
        found = answer(tool, arguments)
    except RefusedError as error:
        return CallToolResult(content=[TextContent(type="text", text=str(error))], is_error=True)
    return CallToolResult(
        content=[TextContent(type="text", text=found.text)],
        structured_content=found.model_dump(mode="json"),
    )
