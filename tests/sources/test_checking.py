"""Markers are looked for with a real git, at the commit that is cited and at the newest one."""

import subprocess

import pytest

from portsref.sources.checking import check_sources
from portsref.sources.citing import cited_by
from portsref.sources.report import report
from portsref.sources.repositories import Mirror
from tests.small_catalogue import listener, option, product

GIT = (
    "git",
    "-c",
    "user.name=A",
    "-c",
    "user.email=a@example.com",
    "-c",
    "init.defaultBranch=main",
)


@pytest.fixture
def mirror(tmp_path):
    """A folder with one repository, whose file `values.yaml` says `port: 1000`."""
    folder = tmp_path / "acme" / "agent"
    folder.mkdir(parents=True)
    git(folder, "init", "-q")
    commit(folder, "values.yaml", "agent:\n  port:    1000\n")
    return Mirror(tmp_path)


def git(folder, *arguments):
    answer = subprocess.run([*GIT, *arguments], cwd=folder, capture_output=True, check=True)
    return answer.stdout.decode().strip()


def commit(folder, file, text):
    (folder / file).write_text(text)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "one")
    return git(folder, "rev-parse", "HEAD")


def folder_of(mirror):
    return mirror.folder / "acme" / "agent"


def found(mirror, **source):
    """What becomes of one marker at the newest commit, or what `source` says instead."""
    cited = {
        "repo": "acme/agent",
        "commit": git(folder_of(mirror), "rev-parse", "HEAD"),
        "path": "values.yaml",
        "says": {"ports": "port: 1000"},
        "basis": "code",
    } | source
    cited = {key: value for key, value in cited.items() if value is not None}
    agent = product("agent", listeners=[listener("api", source=cited)])
    return list(check_sources(cited_by([agent]), mirror))


def states(results):
    return [one.state for one in results]


def test_a_marker_holds_however_many_blanks_there_are(mirror):
    assert states(found(mirror)) == ["holds"]


def test_a_marker_that_never_stood_there_is_wrong(mirror):
    assert states(found(mirror, says={"ports": "port: 1001"})) == ["wrong"]
    assert states(found(mirror, path="no-such.yaml")) == ["wrong"]


def test_a_marker_that_is_gone_today_has_changed(mirror):
    cited = git(folder_of(mirror), "rev-parse", "HEAD")
    commit(folder_of(mirror), "values.yaml", "agent:\n  port: 2000\n")
    assert states(found(mirror, commit=cited)) == ["changed"]


def test_what_is_of_a_former_release_need_not_stand_there_today(mirror):
    cited = git(folder_of(mirror), "rev-parse", "HEAD")
    commit(folder_of(mirror), "values.yaml", "agent:\n  port: 2000\n")
    assert states(found(mirror, commit=cited, release="1.0")) == ["holds"]


def test_a_marker_that_stands_in_another_file_today_has_moved(mirror):
    folder = folder_of(mirror)
    cited = git(folder, "rev-parse", "HEAD")
    (folder / "values.yaml").unlink()
    commit(folder, "defaults.yaml", "port: 1000\n")
    (one,) = found(mirror, commit=cited)
    assert (one.state, one.now) == ("moved", "defaults.yaml")


def test_a_commit_on_no_branch_is_none_of_the_project(mirror):
    folder = folder_of(mirror)
    git(folder, "checkout", "-q", "--detach")
    stray = commit(folder, "values.yaml", "port: 1000\n")
    git(folder, "checkout", "-q", "main")
    assert states(found(mirror, commit=stray)) == ["no commit"]
    assert states(found(mirror, commit="0" * 40)) == ["no commit"]


def test_a_release_branch_is_the_projects_own(mirror):
    folder = folder_of(mirror)
    git(folder, "checkout", "-q", "--detach")
    released = commit(folder, "values.yaml", "port: 1000  # patched\n")
    git(folder, "tag", "v1.0.1")
    git(folder, "checkout", "-q", "main")
    assert states(found(mirror, commit=released)) == ["holds"]


def test_what_is_not_cloned_and_what_is_a_page_is_said(mirror):
    assert states(found(mirror, repo="acme/other")) == ["no copy"]
    page = {"url": "https://example.com/", "read": "2026-11-29", "commit": None, "repo": None}
    assert states(found(mirror, **page, path=None)) == ["page"]


def test_every_marker_is_looked_for(mirror):
    says = {"ports": ["port: 1000", "agent:"], "peers": "nobody"}
    assert states(found(mirror, says=says)) == ["holds", "holds", "wrong"]


def test_the_report_counts_by_product_and_names_what_does_not_hold(mirror):
    says = {"ports": "port: 1000", "peers": "nobody"}
    head = git(folder_of(mirror), "rev-parse", "HEAD")
    assert list(report(found(mirror, says=says))) == [
        "agent: 1 holds, 1 wrong",
        f"  wrong: listeners[api] peers: 'nobody' (acme/agent@{head[:10]} values.yaml)",
    ]


def test_a_copy_cannot_make_git_run_anything(mirror, tmp_path):
    folder = folder_of(mirror)
    trap = tmp_path / "ran"
    git(folder, "config", "core.fsmonitor", f"touch {trap}")
    git(folder, "config", "core.pager", f"touch {trap}")
    (folder / ".gitattributes").write_text("*.yaml diff=trap filter=trap\n")
    git(folder, "config", "diff.trap.textconv", f"touch {trap}; cat")
    assert states(found(mirror)) == ["holds"]
    assert not trap.exists()


def test_what_shows_the_default_of_an_option_is_looked_for_too():
    source = {"url": "https://acme.example.com/", "says": {"default": "mode: a"}, "basis": "code"}
    agent = product("agent", options=[option("mode", "a", "b") | {"source": source}])
    assert [cited.fact for cited in cited_by([agent])] == ["options[mode]"]
