"""The hook, the action and the template of a pipeline, by running what they run."""

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from bootstrap import SIGNS_OF_NO_NETWORK
from tests.pipelines.forge import github, gitlab
from tests.pipelines.repository import Repository
from tests.pipelines.templates import (
    ACTION,
    GITLAB,
    ROOT,
    action_step,
    gitlab_job,
    gitlab_jobs,
    hook,
)
from tests.pipelines.test_push import CHANGED, PLAN

NO_BASE = "0" * 40  # what a first push follows


@pytest.fixture
def repository(tmp_path):
    folder = tmp_path / "git"
    folder.mkdir()
    return Repository(folder)


def schema_finds_nothing_wrong(kind, path):
    program = Path(sys.executable).with_name("check-jsonschema")
    judged = subprocess.run(
        [program, "--builtin-schema", f"vendor.{kind}", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert judged.returncode == 0, judged.stdout


# -- pre-commit


def test_the_hook_refuses_files_that_are_wrong(repository):
    plans = repository.clone / "plans"
    plans.mkdir()
    (plans / "good.yaml").write_text(PLAN)
    (plans / "bad.yaml").write_text(PLAN.replace("title", "titel"))
    files = ["plans/good.yaml", "plans/bad.yaml"]
    assert all(re.search(hook()["files"], file) for file in files)
    assert not re.search(hook()["files"], "charts/values.yaml")
    assert repository.run(f"{hook()['entry']} plans/good.yaml").returncode == 0
    ended = repository.run(f"{hook()['entry']} {shlex.join(files)}")
    assert (ended.returncode, ended.stderr.splitlines()) == (
        1, ["plans/bad.yaml: titel: is not a known key", "plans/bad.yaml: title: is missing"]
    )  # fmt: skip


def test_the_hook_is_installed_as_the_package_that_has_its_program():
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    assert hook()["language"] == "python"
    assert hook()["entry"].split()[0] in scripts


# -- GitHub Actions


def test_the_schema_of_actions_finds_nothing_wrong():
    schema_finds_nothing_wrong("github-actions", ACTION)


def test_the_action_installs_itself(repository, tmp_path):
    itself = tmp_path / "itself"
    subprocess.run([shutil.which("git"), "clone", "-q", ROOT, itself], check=True)
    script, _ = action_step("Install", {"github.token": ""})
    paths = tmp_path / "paths"
    ended = repository.run(script, GITHUB_ACTION_PATH=str(itself), GITHUB_PATH=str(paths))
    if any(sign in ended.stderr for sign in SIGNS_OF_NO_NETWORK):
        pytest.skip("no network, from which pip installs what the package needs")
    assert ended.returncode == 0, ended.stderr
    program = Path(paths.read_text().strip()) / "portsref"
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    assert said.stdout.startswith("portsref ")


def review_on_github(repository, forge, base, **inputs):
    event = {"github.token": "github-token", "github.event.pull_request.base.sha": base}
    script, environment = action_step("Review", event, **inputs)
    summary = repository.temporary / "summary.md"
    environment |= {"GITHUB_STEP_SUMMARY": str(summary)}
    return repository.run(script, **github(forge) | environment), summary


def test_the_action_annotates_comments_and_sums_up(repository, forge):
    base = repository.commit(PLAN, "plan: first")
    repository.commit(CHANGED, "plan: port 6000")
    ended, summary = review_on_github(repository, forge, base)
    assert ended.returncode == 0, ended.stderr
    assert "::warning file=plan.yaml,line=1,title=opens TCP 6000::admins (10.9.0.1) -> " in (
        ended.stdout
    )
    (comment,) = forge.comments.values()
    assert comment.splitlines()[:2] == [
        "<!-- portsref diff plan.yaml -->", "### plan.yaml: 1 to open"
    ]  # fmt: skip
    assert summary.read_text() == comment
    assert review_on_github(repository, forge, base)[0].returncode == 0
    assert len(forge.comments) == 1


def test_the_action_fails_on_what_it_is_told_to(repository, forge):
    base = repository.commit(PLAN, "plan: first")
    repository.commit(CHANGED, "plan: port 6000")
    assert review_on_github(repository, forge, base, fail_on="opened")[0].returncode == 3
    assert review_on_github(repository, forge, base, fail_on="closed")[0].returncode == 0
    (repository.clone / "plan.yaml").write_text(PLAN.replace("title", "titel"))
    ended, _ = review_on_github(repository, forge, base)
    assert (ended.returncode, ended.stderr.splitlines()[0]) == (
        1, "plan.yaml: titel: is not a known key"
    )  # fmt: skip


def test_the_action_takes_a_plan_that_was_not_there(repository, forge):
    (repository.clone / "plan.yaml").write_text("not yet a plan\n")
    repository._git("commit", "-q", "--allow-empty", "-m", "empty")
    repository._git("push", "-q", "origin", "HEAD:main")
    base = repository.head
    repository.commit(PLAN, "plan: first")
    assert review_on_github(repository, forge, base)[0].returncode == 0
    (comment,) = forge.comments.values()
    assert "TCP 5432" in comment


def test_the_action_goes_on_where_its_token_may_not_comment(repository, forge):
    base = repository.commit(PLAN, "plan: first")
    repository.commit(CHANGED, "plan: port 6000")
    ended, summary = review_on_github(repository, forge, base, token="of-a-fork")
    assert ended.returncode == 0
    assert "::warning::portsref wrote no comment: see the summary" in ended.stdout
    assert "1 to open" in summary.read_text()


def save_on_github(repository, links, before, message):
    event = {"github.event.before": before, "github.event.head_commit.message": message}
    inputs = {"link": links.link, "edit_key": links.edit_key}
    script, environment = action_step("Save", event | {"github.token": ""}, **inputs)
    return repository.run(script, **environment)


def test_the_action_saves_the_plan_under_its_link(repository, save):
    links = save(PLAN)
    first = repository.commit(PLAN, "plan: first")
    ended = save_on_github(repository, links, NO_BASE, "plan: first")
    assert (ended.returncode, ended.stdout) == (
        0, f"revision 1 already has this plan: {links.link}\n"
    )  # fmt: skip
    repository.commit(CHANGED, "plan: port 6000")
    message = "plan: port 6000\n\n$(echo not run) `echo neither`"
    ended = save_on_github(repository, links, first, message)
    assert (ended.returncode, ended.stdout) == (0, f"revision 2: {links.link}revisions/2/\n")


# -- GitLab CI


def test_the_schema_of_gitlab_finds_nothing_wrong(tmp_path):
    jobs = tmp_path / "jobs.json"
    jobs.write_text(json.dumps(gitlab_jobs(package="portsref", link="https://x.example/")))
    schema_finds_nothing_wrong("gitlab-ci", jobs)


def test_every_input_of_the_template_is_used_and_none_is_missing():
    head = next(yaml.safe_load_all(GITLAB.read_text()))
    used = set(re.findall(r"\$\[\[ inputs\.([\w-]+) \]\]", GITLAB.read_text()))
    assert used == set(head["spec"]["inputs"])


def review_on_gitlab(repository, forge, base, token=True, **inputs):
    script, variables = gitlab_job("portsref-review", package="portsref", **inputs)
    environment = gitlab(forge) | variables | {"CI_MERGE_REQUEST_DIFF_BASE_SHA": base}
    if not token:
        environment["GITLAB_TOKEN"] = ""
    return repository.run(script, **environment)


def test_the_template_comments_and_reports_code_quality(repository, forge):
    base = repository.commit(PLAN, "plan: first")
    repository.commit(CHANGED, "plan: port 6000")
    ended = review_on_gitlab(repository, forge, base)
    assert ended.returncode == 0, ended.stderr
    (comment,) = forge.comments.values()
    assert comment.splitlines()[1] == "### plan.yaml: 1 to open"
    reports = gitlab_jobs()["portsref-review"]["artifacts"]["reports"]
    found = json.loads((repository.clone / reports["codequality"]).read_text())
    assert [issue["check_name"] for issue in found] == ["portsref-opened"]


def test_the_template_needs_no_token_and_fails_on_what_it_is_told_to(repository, forge):
    base = repository.commit(PLAN, "plan: first")
    repository.commit(CHANGED, "plan: port 6000")
    assert review_on_gitlab(repository, forge, base, token=False).returncode == 0
    assert not forge.comments
    assert review_on_gitlab(repository, forge, base, fail_on="any").returncode == 3


def save_on_gitlab(repository, links, before, title):
    script, variables = gitlab_job("portsref-save", package="portsref", link=links.link)
    return repository.run(
        script,
        **variables,
        CI_COMMIT_BEFORE_SHA=before,
        CI_COMMIT_TITLE=title,
        PORTSREF_EDIT_KEY=links.edit_key,
    )


def test_the_template_saves_the_plan_and_overwrites_nobody(repository, save):
    links = save(PLAN)
    first = repository.commit(PLAN, "plan: first")
    second = repository.commit(CHANGED, "plan: port 6000")
    ended = save_on_gitlab(repository, links, first, "plan: port 6000")
    assert (ended.returncode, ended.stdout) == (0, f"revision 2: {links.link}revisions/2/\n")
    by_hand = repository.run(
        f"sed s/6000/6001/ plan.yaml > hand.yaml; portsref push hand.yaml --to {links.link}",
        PORTSREF_EDIT_KEY=links.edit_key,
    )
    assert by_hand.returncode == 0
    repository.commit(CHANGED.replace("6000", "7000"), "plan: port 7000")
    ended = save_on_gitlab(repository, links, second, "plan: port 7000")
    assert ended.returncode == 3
    assert "somebody else saved revision 3" in ended.stderr
