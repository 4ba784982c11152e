"""The image and what runs it, as far as files tell: `make container` builds and runs it."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from portsref.web.site import program
from portsref.web.site.environment.reading import read_environment
from tests.deploy.proxies import HOST
from tests.server import ROOT

DEPLOY = ROOT / "deploy"
CONTAINERFILE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
OURS = ("prepare", "web")


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Containerfile, each in a line."""
    text = re.sub(r"(?m)^#.*\n", "", CONTAINERFILE).replace("\\\n", " ")
    return [tuple(line.split(None, 1)) for line in text.splitlines() if line.strip()]


def values_of(name: str) -> list[str]:
    return [value for found, value in instructions() if found == name]


def test_there_are_two_stages_of_one_base_and_the_last_has_what_was_made_alone():
    assert values_of("FROM") == ["${BASE} AS build", "${BASE}"]
    last = instructions()[instructions().index(("FROM", "${BASE}")) :]
    assert [value for name, value in last if name == "COPY"] == [
        "--from=build /opt/portsref /opt/portsref"
    ]


def test_no_host_is_named():
    assert not re.search(r"://|[a-z0-9-]+\.(io|org|com|net|dev)\b", CONTAINERFILE)


def test_every_version_is_pinned():
    runs = " ".join(values_of("RUN"))
    assert runs.count("pip install") == runs.count("--constraint constraints.txt") == 2
    assert "--no-build-isolation" in runs  # which would build with versions of its own


def test_it_runs_as_nobody_in_particular_and_its_program_checks_its_health():
    assert values_of("USER") == ["10001:10001"]
    (entry,), (command,) = values_of("ENTRYPOINT"), values_of("CMD")
    assert json.loads(entry) == ["portsref-web"]
    health = values_of("HEALTHCHECK")[0].partition("CMD ")[2]
    assert json.loads(health) == ["portsref-web", "probe", "alive"]
    for name in (json.loads(command)[0], "probe"):
        assert f"\n  {name} " in program.USAGE


def test_what_an_image_is_built_from_is_what_the_package_is_built_from():
    lines = (ROOT / ".containerignore").read_text().split("\n")
    taken = {line[1:] for line in lines if line.startswith("!")}
    needed = {"portsref", "pyproject.toml", "setup.py", "MANIFEST.in", "README.md", "LICENSE"}
    folders = re.search(r"(?m)^SITE_FOLDERS = (.*)$", (ROOT / "setup.py").read_text())
    assert folders
    assert taken == needed | set(ast.literal_eval(folders[1])) | {"constraints.txt"}
    assert lines[1] == "*"
    assert (ROOT / ".dockerignore").read_text() == (ROOT / ".containerignore").read_text()


def test_compose_knows_every_key(tmp_path: Path):
    file = tmp_path / "compose.json"
    file.write_text(json.dumps(COMPOSE))
    judged = subprocess.run(
        [
            Path(sys.executable).with_name("check-jsonschema"),
            *("--builtin-schema", "vendor.compose-spec", str(file)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert judged.returncode == 0, judged.stdout


@pytest.mark.parametrize("name", OURS)
def test_what_is_ours_can_do_little(name: str):
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["tmpfs"] == ["/tmp"]  # noqa: S108 - of the container
    assert service["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_the_database_is_prepared_before_the_site_starts_and_that_before_the_proxy():
    waits = {name: service.get("depends_on") for name, service in COMPOSE["services"].items()}
    assert waits == {
        "database": None,
        "prepare": {"database": {"condition": "service_healthy"}},
        "web": {"prepare": {"condition": "service_completed_successfully"}},
        "proxy": {"web": {"condition": "service_healthy"}},
    }


def example() -> dict[str, str]:
    lines = (DEPLOY / "example.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_the_example_sets_every_variable_that_compose_reads():
    read = set(re.findall(r"\$\{([A-Z_]+)", (DEPLOY / "compose.yaml").read_text()))
    assert read == set(example())


@pytest.mark.parametrize("name", OURS)
def test_the_environment_is_one_that_production_starts_with(name: str, tmp_path: Path):
    (tmp_path / "secret-key").write_text("made-up-for-a-test-0123456789-abcdefghijklmnopqrstuvwxyz")
    (tmp_path / "database-url").write_text("postgres://portsref:secret@database/portsref")
    of_image = " ".join(values_of("ENV"))
    variables = dict(word.split("=", 1) for word in of_image.split())
    service = COMPOSE["services"][name]
    variables |= service["environment"]
    for known, value in example().items():
        pattern = re.compile(rf"\$\{{{known}[^}}]*\}}")
        variables = {key: pattern.sub(value, text) for key, text in variables.items()}
    assert {f"/run/secrets/{secret}" for secret in service["secrets"]} == {
        variables["SECRET_KEY_FILE"],
        variables["DATABASE_URL_FILE"],
    }
    read = read_environment(
        {key: text.replace("/run/secrets", str(tmp_path)) for key, text in variables.items()}
    )
    assert (read.production, read.trust_proxy, read.host) == (True, True, "0.0.0.0")  # noqa: S104
    assert read.allowed_hosts == [HOST, "web"]


def test_nothing_that_is_secret_can_be_added_to_the_repository():
    ignored = (ROOT / ".gitignore").read_text().split("\n")
    assert {"/deploy/.env", "/deploy/secrets/"} <= set(ignored)
