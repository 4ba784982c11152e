"""Every variable of the environment is checked at the start, and all problems are said at once."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, override

import pytest

from portsref.web.site.environment.data_folder import make_secret_key
from portsref.web.site.environment.reading import (
    Environment,
    EnvironmentProblemsError,
    read_environment,
)
from tests.server import ROOT

PRODUCTION = {
    "PORTSREF_MODE": "production",
    "SECRET_KEY": "made-up-for-a-test-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "ports.example.com",
}
WEAK = (
    "SECRET_KEY must have at least 50 random characters in production. Make one with: portsref-web"
    " secret-key"
)
DATABASE = "DATABASE_URL must be postgres://user:password@host/name or sqlite:////path"
QUOTE_MARKS = (
    f"{DATABASE}, with these marks in the password written so: / as %2F, # as %23, ? as %3F, [ as"
    " %5B, % as %25."
)
NO_HOST = "it must be the name of a host alone, such as ports.example.com."


def problems_of(given: Mapping[str, str]) -> list[str]:
    with pytest.raises(EnvironmentProblemsError) as refused:
        read_environment(given)
    return refused.value.problems


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"PORTSREF_MODE": "prod"}, "PORTSREF_MODE is 'prod': it must be local or production."),
        ({"DEBUG": "maybe"}, "DEBUG is 'maybe': it must be 1 or 0."),
        ({"ADMIN": "2"}, "ADMIN is '2': it must be 1 or 0."),
        ({"TRUST_PROXY": "nginx"}, "TRUST_PROXY is 'nginx': it must be 1 or 0."),
        *(
            ({"PORT": port}, f"PORT is {port!r}: it must be a number from 1 to 65535.")
            for port in ("http", "0", "65536", "-1", "８０")
        ),
        (
            {"HOST": "127.0.0.1:80"},
            "HOST is '127.0.0.1:80': it must be an address of this machine, such as 127.0.0.1.",
        ),
        (
            {"HOST": "1.2.3"},
            "HOST is '1.2.3': it must be an address of this machine, such as 127.0.0.1.",
        ),
        (
            {"WEB_CONCURRENCY": "abc"},
            "WEB_CONCURRENCY is 'abc': it must be a number from 1 to 256.",
        ),
        (
            {"LOG_LEVEL": "verbose"},
            "LOG_LEVEL is 'verbose': it must be debug, info, warning, error or critical.",
        ),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT is 'xml': it must be text or json."),
        (
            {"ACCESS_LOG": "/nosuch/access.log"},
            (
                "ACCESS_LOG is '/nosuch/access.log': it must be -, or a file in a folder that is"
                " there and can be written."
            ),
        ),
        (
            {"ALLOWED_HOSTS": "ok.example.com, https://x/"},
            f"ALLOWED_HOSTS names 'https://x/': {NO_HOST}",
        ),
        (
            {"ALLOWED_HOSTS": "ports.example.com:8443"},
            f"ALLOWED_HOSTS names 'ports.example.com:8443': {NO_HOST}",
        ),
        (
            {"CSRF_TRUSTED_ORIGINS": "ports.example.com"},
            (
                "CSRF_TRUSTED_ORIGINS names 'ports.example.com': it must be an origin, such as"
                " https://ports.example.com:8443."
            ),
        ),
        (
            {"PORTSREF_CATALOGUE": f"{ROOT}:/nosuch"},
            "PORTSREF_CATALOGUE names '/nosuch': it must be a folder that is there.",
        ),
        (
            {"BASE_PATH": "portsref"},
            "BASE_PATH is 'portsref': it must be a path, such as /portsref.",
        ),
        (
            {"REPOSITORY_FILES": "https://git.example.com/"},
            (
                "REPOSITORY_FILES is 'https://git.example.com/': it must be an address with {path}"
                " in it."
            ),
        ),
        (
            {"SECURITY_CONTACT": "https://example.com/report, security@example.com"},
            (
                "SECURITY_CONTACT names 'security@example.com': it must be mailto: with an address,"
                " or an https:// address."
            ),
        ),
        *(
            (
                {"API_ORIGINS": f"https://wiki.example.com, {origin}"},
                (
                    f"API_ORIGINS names '{origin}': it must be an origin, such as"
                    " https://wiki.example.com, or *."
                ),
            )
            for origin in ("wiki.example.com", "https://x/", "https://*.example.com", "**")
        ),
        (
            {"REQUEST_CPU_SECONDS": "soon"},
            "REQUEST_CPU_SECONDS is 'soon': it must be a number of seconds, such as 3.",
        ),
        *(
            (
                {name: "often"},
                f"{name} is 'often': it must be numbers in a time, such as 60/hour, or 0.",
            )
            for name in ("SAVE_LIMIT", "DECISION_LIMIT", "DRAFT_LIMIT")
        ),
        (
            {"SECURE_HSTS_SECONDS": "a year"},
            "SECURE_HSTS_SECONDS is 'a year': it must be a number from 0 to 315360000.",
        ),
        ({"DATABASE_URL": "mysql://portsref@db/portsref"}, f"{DATABASE}."),
        ({"DATABASE_URL": "portsref"}, f"{DATABASE}."),
        (
            {"DATABASE_URL": "postgres://portsref:p@ss@db/portsref"},
            f"{DATABASE}, with each @ of the password written as %40.",
        ),
        ({"DATABASE_URL": "postgres://portsref:p#ss@db/portsref"}, QUOTE_MARKS),
        ({"DATABASE_URL": "postgres://portsref:p[ss@db/portsref"}, QUOTE_MARKS),
        ({"DATABASE_URL": "postgres://portsref:p/ss@db/portsref"}, QUOTE_MARKS),
        (PRODUCTION | {"SECRET_KEY": ""}, "SECRET_KEY must be set in production."),
        (PRODUCTION | {"SECRET_KEY": "changeme"}, WEAK),
        (PRODUCTION | {"SECRET_KEY": "x" * 60}, WEAK),
        (
            PRODUCTION | {"ALLOWED_HOSTS": ""},
            "ALLOWED_HOSTS must name the hosts that production answers to.",
        ),
        (PRODUCTION | {"DEBUG": "1"}, "DEBUG must not be set in production."),
    ],
)
def test_what_is_wrong_is_said_in_one_line_with_what_it_must_be(
    given: dict[str, str], problem: str
):
    assert problems_of(given) == [problem]


def test_all_problems_are_said_at_once():
    wrong = {"PORTSREF_MODE": "production", "PORT": "http", "ALLOWED_HOSTS": "https://x/"}
    assert problems_of(wrong) == [
        f"ALLOWED_HOSTS names 'https://x/': {NO_HOST}",
        "PORT is 'http': it must be a number from 1 to 65535.",
        "SECRET_KEY must be set in production.",
    ]


def test_no_problem_shows_a_secret():
    wrong = {"DATABASE_URL": "postgres://portsref:hush@me@db/portsref", "SECRET_KEY": "hush"}
    assert "hush" not in "".join(problems_of(PRODUCTION | wrong))


def test_secrets_come_from_files(tmp_path: Path):
    key, address = make_secret_key(), "postgres://portsref:p%40ss@db/portsref"
    (tmp_path / "key").write_text(f"{key}\n")
    (tmp_path / "address").write_text(f"{address}\n")
    files = {"SECRET_KEY_FILE": f"{tmp_path}/key", "DATABASE_URL_FILE": f"{tmp_path}/address"}
    read = read_environment({**PRODUCTION, "SECRET_KEY": "", **files})
    assert (read.secret_key, read.database_url) == (key, address)


def test_a_file_of_a_secret_that_cannot_be_read_is_no_secret(tmp_path: Path):
    (tmp_path / "empty").touch()
    files = {
        "SECRET_KEY_FILE": f"{tmp_path}/none",
        "DATABASE_URL_FILE": f"{tmp_path}/empty",
    }
    assert problems_of({**PRODUCTION, "SECRET_KEY": "", **files}) == [
        f"SECRET_KEY_FILE is '{tmp_path}/none': it cannot be read: No such file or directory.",
        f"DATABASE_URL_FILE is '{tmp_path}/empty': it is empty.",
    ]


def test_a_secret_has_one_place():
    assert problems_of({**PRODUCTION, "SECRET_KEY_FILE": "/run/secrets/key"}) == [
        "SECRET_KEY and SECRET_KEY_FILE are both set: set one of them."
    ]


def test_what_is_set_to_nothing_is_not_set_and_a_limit_of_nothing_is_none():
    nothing = dict.fromkeys(("PORT", "DEBUG", "LOG_LEVEL", "BASE_PATH", "DATABASE_URL"), "")
    assert read_environment(nothing) == read_environment({})
    limits = [str(limit) for limit in read_environment(PRODUCTION).save_limit]
    assert limits == ["60 per 1 hour", "300 per 1 day"]
    assert read_environment(PRODUCTION | {"SAVE_LIMIT": ""}).save_limit == []
    assert read_environment(PRODUCTION | {"SAVE_LIMIT": "0"}).save_limit == []


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("ALLOWED_HOSTS", ".example.com, [2001:db8::1],*", "allowed_hosts", 3),
        ("CSRF_TRUSTED_ORIGINS", "https://*.example.com:8443", "csrf_trusted_origins", 1),
    ],
)
def test_hosts_and_origins_may_be_patterns(name: str, text: str, field: str, value: int):
    assert len(getattr(read_environment({name: text}), field)) == value


@pytest.mark.parametrize(
    ("text", "path"), [("/portsref/", "/portsref"), ("/a/b", "/a/b"), ("/", ""), ("", "")]
)
def test_a_base_path_is_what_stands_before_other_paths(text: str, path: str):
    assert read_environment({"BASE_PATH": text}).base_path == path


class Asked(dict[str, str]):
    """An environment that remembers which variables somebody asked for."""

    def __init__(self, given: Mapping[str, str]) -> None:
        super().__init__(given)
        self.names: set[str] = set()

    @override
    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return super().get(name, default)


def test_the_documentation_has_every_variable_and_no_other():
    asked = Asked(PRODUCTION)
    assert isinstance(read_environment(asked), Environment)
    table = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8").partition("## Environment")[2]
    rows = re.findall(r"^\| (`.*?`) \|", table.partition("\n## ")[0], re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == asked.names
