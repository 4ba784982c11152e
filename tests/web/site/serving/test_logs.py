"""Lines of the access log: who asked for what, and never a key."""

import json
import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import override_settings
from gunicorn.config import Config

from portsref.web.site.serving import gunicorn_conf
from portsref.web.site.serving.json_lines import JsonLines
from portsref.web.site.serving.logs import JsonLogger, Logger

KEY = "edit-key-of-somebody"
ENVIRON = {
    "REQUEST_METHOD": "GET",
    "RAW_URI": f"/plans/x/edit/?key={KEY}",
    "PATH_INFO": "/plans/x/edit/",
    "QUERY_STRING": f"key={KEY}",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "HTTP_REFERER": f"http://testserver/plans/x/edit/?key={KEY}",
    "HTTP_USER_AGENT": 'Mozilla "5.0"',
    "HTTP_X_FORWARDED_FOR": "192.0.2.66, 198.51.100.7",
    "REMOTE_ADDR": "10.0.0.1",
}


def logged(logger: type[Logger], caplog: pytest.LogCaptureFixture) -> logging.LogRecord:
    """The record of one request."""
    configuration = Config()
    configuration.set("accesslog", "-")
    configuration.set("access_log_format", gunicorn_conf.access_log_format)
    writer = logger(configuration)
    writer.access_log.propagate = True
    answer = SimpleNamespace(status="200 OK", sent=1, headers=[])
    asked = SimpleNamespace(headers=[("REFERER", ENVIRON["HTTP_REFERER"])])
    with caplog.at_level(logging.INFO, "gunicorn.access"):
        writer.access(answer, asked, ENVIRON, timedelta(milliseconds=1500))
    return caplog.records[-1]


def test_a_line_has_method_path_and_status_and_no_key(caplog: pytest.LogCaptureFixture):
    line = logged(Logger, caplog).getMessage()
    assert line.endswith(r'"GET /plans/x/edit/ HTTP/1.1" 200 1 "Mozilla \"5.0\""')
    assert KEY not in line


@pytest.mark.parametrize(("trusted", "client"), [(False, "10.0.0.1"), (True, "198.51.100.7")])
def test_a_line_begins_with_the_client_where_the_proxy_is_trusted(
    trusted: bool, client: str, caplog: pytest.LogCaptureFixture
):
    with override_settings(TRUST_PROXY=trusted):
        assert logged(Logger, caplog).getMessage().startswith(f"{client} [")


def test_as_json_a_line_is_one_object_with_the_same(caplog: pytest.LogCaptureFixture):
    with override_settings(TRUST_PROXY=True):
        line = JsonLines().format(logged(JsonLogger, caplog))
    assert "\n" not in line
    said = json.loads(line)
    assert said.pop("time").endswith("+00:00")
    assert said == {
        "level": "INFO",
        "logger": "gunicorn.access",
        "message": "GET /plans/x/edit/ 200",
        "client": "198.51.100.7",
        "method": "GET",
        "path": "/plans/x/edit/",
        "protocol": "HTTP/1.1",
        "status": 200,
        "bytes": 1,
        "seconds": 1.5,
        "user_agent": 'Mozilla "5.0"',
    }


def test_as_json_a_traceback_stands_in_the_line_of_its_message():
    try:
        int("x")
    except ValueError as error:
        found = (type(error), error, error.__traceback__)
    record = logging.LogRecord("django", logging.ERROR, __file__, 1, "%s failed", ("It",), found)
    line = JsonLines().format(record)
    assert "\n" not in line
    said = json.loads(line)
    assert said["message"] == "It failed"
    assert (
        said["exception"].splitlines()[-1]
        == "ValueError: invalid literal for int() with base 10: 'x'"
    )
