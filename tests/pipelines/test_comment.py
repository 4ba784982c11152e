"""`portsref comment`: on a merge request of GitHub or GitLab, once for each plan."""

import io
import sys

import pytest

from portsref.cli import main
from tests.pipelines.forge import GITHUB, GITLAB, github, gitlab

VARIABLES = (
    "GITHUB_ACTIONS", "GITHUB_API_URL", "GITHUB_REPOSITORY", "GITHUB_REF", "GITHUB_TOKEN",
    "GITLAB_CI", "CI_API_V4_URL", "CI_PROJECT_ID", "CI_MERGE_REQUEST_IID", "GITLAB_TOKEN",
)  # fmt: skip
FIRST = "<!-- portsref diff plan.yaml -->\n### plan.yaml: 1 to open\n"
SECOND = "<!-- portsref diff plan.yaml -->\n### plan.yaml: 2 to open\n"
OTHER = "<!-- portsref diff other.yaml -->\n### other.yaml: 1 to open\n"


@pytest.fixture
def comment(monkeypatch, capsys):
    """Write a comment from an environment; the status, and what was said."""

    def write(body, environment):
        for name in VARIABLES:
            monkeypatch.delenv(name, raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(body.encode())))
        try:
            status = main(["comment"])
        except SystemExit as ended:
            status = ended.code
        out, err = capsys.readouterr()
        return status, out + (err.splitlines()[-1] if err else "")

    return write


@pytest.mark.parametrize(
    ("of", "calls"),
    [
        (github, ("GitHub", f"{GITHUB}/12/comments", f"PATCH {GITHUB}/comments/")),
        (gitlab, ("GitLab", GITLAB, f"PUT {GITLAB}/")),
    ],
)
def test_a_comment_is_written_once_and_then_changed(of, calls, comment, forge):
    name, all_of_them, one = calls
    environment = of(forge)
    forge.comments |= dict.fromkeys(range(130), "somebody says")
    assert comment(FIRST, environment) == (0, f"{name}: comment written\n")
    assert comment(OTHER, environment) == (0, f"{name}: comment written\n")
    assert comment(SECOND, environment) == (0, f"{name}: comment changed\n")
    written = [body for body in forge.comments.values() if body != "somebody says"]
    assert written == [SECOND, OTHER]
    assert forge.calls[:3] == [*[f"GET {all_of_them}"] * 2, f"POST {all_of_them}"]
    assert forge.calls[-1].startswith(one)


@pytest.mark.parametrize("of", [github, gitlab])
def test_a_token_that_may_not_is_told(of, comment, forge):
    environment = {name: value.replace("-token", "-wrong") for name, value in of(forge).items()}
    status, said = comment(FIRST, environment)
    assert (status, said.partition(": ")[2]) == (
        1, "answered 403: Nobody may; may the token write comments?"
    )  # fmt: skip
    assert not forge.comments


@pytest.mark.parametrize(
    ("of", "without", "reason"),
    [
        (github, "GITHUB_TOKEN", "set GITHUB_TOKEN"),
        (github, "GITHUB_REF", "this pipeline is about no pull request"),
        (github, "GITHUB_ACTIONS", "run it in a pipeline of GitHub Actions or of GitLab CI"),
        (gitlab, "GITLAB_TOKEN", "set GITLAB_TOKEN"),
        (gitlab, "CI_MERGE_REQUEST_IID", "this pipeline is about no merge request"),
    ],
)
def test_what_a_pipeline_lacks_is_told(of, without, reason, comment, forge):
    environment = of(forge)
    del environment[without]
    assert comment(FIRST, environment) == (2, f"portsref comment: error: {reason}")


def test_anything_else_is_no_comment_of_ours(comment, forge):
    assert comment("### Hello\n", github(forge)) == (
        2,
        "portsref comment: error: the comment must be what `portsref diff --format markdown` wrote",
    )
