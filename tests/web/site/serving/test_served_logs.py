"""What a running server writes: the access log as JSON, and no warning where nothing is wrong."""

import json
import urllib.request
from pathlib import Path

from tests.server import Server

PROXIED = {"X-Forwarded-For": "192.0.2.66, 198.51.100.7"}


def test_a_server_logs_who_asked_as_json_and_warns_of_nothing(tmp_path: Path):
    server = Server(
        tmp_path,
        **dict.fromkeys(("WEB_CONCURRENCY", "TRUST_PROXY"), "1"),
        ACCESS_LOG="-",
        LOG_FORMAT="json",
        LOG_LEVEL="info",
    )
    server.wait()
    for path in ("/", "/api/v1/catalogue", "/plans/new/?key=not-for-logs"):
        address = f"http://127.0.0.1:{server.port}{path}"
        request = urllib.request.Request(address, headers=PROXIED, method="HEAD")
        with urllib.request.urlopen(request, timeout=20) as answer:
            assert (answer.status, answer.read()) == (200, b"")
    written = server.stop()
    lines = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    assert [line["message"] for line in lines if line.get("client") == "198.51.100.7"] == [
        "HEAD / 200",
        "HEAD /api/v1/catalogue 200",
        "HEAD /plans/new/ 200",
    ]
    assert {line["level"] for line in lines} == {"INFO"}
    assert "not-for-logs" not in written
