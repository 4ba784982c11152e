"""A plan in git, a comment on the merge request, the link that was saved once, and its reviewer."""

import json
import urllib.request

from tests.pipelines.repository import Repository
from tests.pipelines.test_push import CHANGED, PLAN
from tests.pipelines.test_templates import review_on_gitlab, save_on_gitlab

RULE = "admins-to-workers-own-db"


def ask(address, key="", body=None):
    """What the API answers."""
    headers = {"Content-Type": "application/json"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(address, data=data, headers=headers)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


def page(address):
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.read().decode()


def decide(links, revision, verdict, comment=""):
    said = {"revision": revision, "verdict": verdict, "name": "Nina", "rules": [RULE]}
    return ask(f"{links.api}/reviews", links.review_key, said | {"comment": comment})


def states(links):
    return {state["rule"]: state["state"] for state in ask(f"{links.api}/reviews")["states"]}


def test_from_a_plan_in_git_to_the_decision_of_a_reviewer(save, forge, tmp_path):
    # somebody saved the plan once; its link is on the ticket, and a reviewer approved its rule
    links = save(PLAN)
    decide(links, 1, "approved")
    assert states(links) == {RULE: "approved"}

    # the plan moves into a repository, where a branch changes it
    repository = Repository(tmp_path)
    base = repository.commit(PLAN, "plan: as it was saved")
    repository.commit(CHANGED, "plan: open 6000 for the new port")

    # the merge request shows what opens, before anything is saved
    assert review_on_gitlab(repository, forge, base).returncode == 0
    (comment,) = forge.comments.values()
    assert "| admins (10.9.0.1) | workers (10.0.1.0/24) | TCP 6000 | own: Ours." in comment
    assert ask(links.api)["revision"]["number"] == 1

    # merged, it is the next revision of the same link
    ended = save_on_gitlab(repository, links, base, "plan: open 6000 for the new port")
    assert ended.returncode == 0, ended.stderr
    revision = ask(links.api)["revision"]
    assert (revision["number"], revision["note"]) == (2, "plan: open 6000 for the new port")
    assert "6000" in page(links.link)
    before, after = (ask(f"{links.api}/revisions/{number}")["rules"] for number in (1, 2))
    assert [rule["ports"] for rule in (*before, *after)] == ["5432", "5432,6000"]

    # the reviewer sees that what was approved is another rule now, and decides anew
    assert states(links)[RULE] != "approved"
    decide(links, 2, "rejected", comment="Not from the bastion.")
    assert states(links) == {RULE: "rejected"}

    # who runs the pipeline again saves nothing
    ended = save_on_gitlab(repository, links, base, "again")
    assert ended.stdout == f"revision 2 already has this plan: {links.link}\n"
