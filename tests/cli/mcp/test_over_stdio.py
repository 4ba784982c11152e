"""`portsref mcp` as a client of the SDK meets it: a process, spoken to on its standard streams."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from mcp import Client, MCPError, StdioServerParameters, stdio_client

from portsref.cli.mcp.registry import TOOLS

ROOT = Path(__file__).parents[3]
PLAN = (ROOT / "tests" / "plans" / "kubeadm-ha-calico.yaml").read_text()
LINE = "dial tcp 10.0.1.9:10250: i/o timeout"
PACKET = {"source": "10.0.1.5", "destination": "10.0.0.3", "packet": "9999/tcp"}
CALLS = [
    ("what_uses_port", {"ports": "10250/tcp"}),
    ("search", {"query": "calico bgp"}),
    ("product", {"product": "cilium"}),
    ("list_products", {}),
    ("list_formats", {}),
    ("plan_format", {}),
    ("validate_plan", {"plan": PLAN}),
    ("validate_plan", {"plan": "plan.yaml"}),
    ("plan_rules", {"plan": PLAN, "merge": True}),
    ("allows", {"plan": PLAN, **PACKET, "packet": "6443/tcp"}),
    ("why_dropped", {"plan": PLAN, "lines": LINE}),
    ("why_dropped", {"plan": PLAN, **PACKET}),
    ("diff_plans", {"before": PLAN, "after": PLAN.replace("10.9.0.0/24", "10.9.1.0/24")}),
    ("diff_plans", {"before": PLAN, "kubernetes": "1.37"}),
    ("export_plan", {"plan": PLAN, "format": "csv"}),
]  # fmt: skip
SERVER = StdioServerParameters(
    command=sys.executable, args=["-P", "-m", "portsref", "mcp"], cwd="/"
)


async def _session():
    async with Client(stdio_client(SERVER)) as client:
        listed = (await client.list_tools()).tools
        answers = [await client.call_tool(name, arguments) for name, arguments in CALLS]
        refused = await client.call_tool("what_uses_port", {"port": "10250"})
        with pytest.raises(MCPError, match="no tool 'open_everything'"):
            await client.call_tool("open_everything", {})
        return client.instructions, listed, answers, refused


@pytest.fixture(scope="module")
def session():
    return asyncio.run(_session())


def test_tools_are_listed_with_schemas_and_only_read(session):
    instructions, listed, _, _ = session
    assert "cite" in instructions
    assert [tool.name for tool in listed] == [tool.name for tool in TOOLS]
    assert {name for name, _ in CALLS} == {tool.name for tool in TOOLS}
    for tool in listed:
        hints = tool.annotations
        assert (hints.read_only_hint, hints.destructive_hint, hints.open_world_hint) == (
            True, False, False,
        )  # fmt: skip
        assert tool.description
        assert tool.title
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
        jsonschema.Draft202012Validator.check_schema(tool.output_schema)
        assert tool.input_schema["additionalProperties"] is False
        for name, parameter in tool.input_schema["properties"].items():
            assert parameter.get("description"), f"{tool.name}: {name}"


def test_every_answer_is_of_its_schema_and_says_the_same_as_text(session):
    _, listed, answers, _ = session
    schemas = {tool.name: tool.output_schema for tool in listed}
    for (name, _), found in zip(CALLS, answers, strict=True):
        assert not found.is_error, found.content
        jsonschema.validate(found.structured_content, schemas[name])
        (text,) = found.content
        assert 0 < len(text.text) < 60_000
        assert found.structured_content["catalogue"]


def test_rows_and_rules_carry_their_sources(session):
    _, _, answers, _ = session
    told = {name: found for (name, _), found in zip(CALLS, answers, strict=True)}
    row = told["what_uses_port"].structured_content["rows"][0]
    assert row["key"] == "kubernetes/kubelet-api"
    assert row["sources"][0].startswith("https://kubernetes.io/docs/")
    assert row["sources"][0] in told["what_uses_port"].content[0].text
    for name in ("plan_rules", "allows"):
        rules = told[name].structured_content["rules"]
        assert rules
        assert all(rule["sources"] for rule in rules), name
        assert rules[0]["sources"][0] in told[name].content[0].text
    (packet,) = told["why_dropped"].structured_content["packets"]
    assert packet["rows"][0]["sources"]


def test_a_wrong_call_is_told_with_its_place(session):
    refused = session[3]
    assert refused.is_error
    assert refused.content[0].text == "port: is not a known key\nports: is missing"


def test_nothing_but_messages_is_on_standard_output():
    hello = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
        "protocolVersion": "2025-11-25", "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    }}  # fmt: skip
    ended = subprocess.run(
        [sys.executable, "-m", "portsref", "mcp"],
        input=f"{json.dumps(hello)}\nno message\n",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    messages = [json.loads(line) for line in ended.stdout.splitlines()]
    assert messages[0]["result"]["serverInfo"]["name"] == "portsref"
    assert all(message["jsonrpc"] == "2.0" for message in messages)
    assert ended.returncode == 0
    assert "Traceback" not in ended.stderr
