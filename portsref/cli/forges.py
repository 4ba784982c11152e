"""Comments on merge requests of GitHub and GitLab, by what their pipelines have in the environment.

A comment that a pipeline wrote before is known by its first line, which no reader sees.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from urllib.request import Request

from portsref.cli.asking import Answer, ask
from portsref.cli.running import CallError
from portsref.documents.problems import Problem, ProblemsError

_MOST_PAGES = 20
_PER_PAGE = 100
_PULL_REQUEST = re.compile(r"refs/pull/([0-9]+)/")


@dataclass(frozen=True, slots=True)
class Forge:
    """Where the comments of one merge request are, and how one of them is changed."""

    name: str
    comments: str  # the address of all
    comment: str  # of one, with `{}` for its id
    change: str  # the method that changes one
    headers: Mapping[str, str]

    def write(self, body: str) -> str:
        """Write a comment, in the place of the one with the same first line; how that was done."""
        marker = body.partition("\n")[0]
        for comment in self._written():
            if str(comment.get("body", "")).startswith(marker):
                address = self.comment.format(comment["id"])
                self._ask(address, self.change, {"body": body})
                return "changed"
        self._ask(self.comments, "POST", {"body": body})
        return "written"

    def _written(self) -> Iterator[Mapping[str, Any]]:
        for page in range(1, _MOST_PAGES + 1):
            found = self._ask(f"{self.comments}?per_page={_PER_PAGE}&page={page}", "GET").data
            yield from found
            if len(found) < _PER_PAGE:
                return

    def _ask(self, address: str, method: str, data: object = None) -> Answer:
        request = Request(  # noqa: S310 - `find_forge` takes https, and http of a test's machine
            address,
            data=json.dumps(data).encode() if data else None,
            method=method,
            headers={**self.headers, "Content-Type": "application/json"},
        )
        answer = ask(request, self.name)
        if answer.status >= 400:
            said = answer.data.get("message", "") if isinstance(answer.data, dict) else ""
            reason = f"answered {answer.status}: {said}; may the token write comments?"
            raise ProblemsError([Problem(self.name, "", reason)])
        return answer


def find_forge(environment: Mapping[str, str]) -> Forge:
    """The merge request that a pipeline is about; raises `CallError` outside of such."""
    if "GITHUB_ACTIONS" in environment:
        return _github(environment)
    if "GITLAB_CI" in environment:
        return _gitlab(environment)
    raise CallError("run it in a pipeline of GitHub Actions or of GitLab CI")


def _github(environment: Mapping[str, str]) -> Forge:
    number = _PULL_REQUEST.match(environment.get("GITHUB_REF", ""))
    if not number:
        raise CallError("this pipeline is about no pull request")
    token = _needed(environment, "GITHUB_TOKEN")
    api = _needed(environment, "GITHUB_API_URL")
    issues = f"{api}/repos/{_needed(environment, 'GITHUB_REPOSITORY')}/issues"
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/vnd.github+json"}
    return Forge(
        "GitHub", f"{issues}/{number[1]}/comments", f"{issues}/comments/{{}}", "PATCH", headers
    )


def _gitlab(environment: Mapping[str, str]) -> Forge:
    number = environment.get("CI_MERGE_REQUEST_IID")
    if not number:
        raise CallError("this pipeline is about no merge request")
    token = _needed(environment, "GITLAB_TOKEN")
    api = _needed(environment, "CI_API_V4_URL")
    project = quote(_needed(environment, "CI_PROJECT_ID"), safe="")
    notes = f"{api}/projects/{project}/merge_requests/{quote(number, safe='')}/notes"
    return Forge("GitLab", notes, f"{notes}/{{}}", "PUT", {"PRIVATE-TOKEN": token})


def _needed(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "").strip()
    if not value:
        raise CallError(f"set {name}")
    if name.endswith("_URL") and not value.startswith(("https://", "http://")):
        raise CallError(f"{name} is {value!r}: it must be an address")
    return value.rstrip("/")
