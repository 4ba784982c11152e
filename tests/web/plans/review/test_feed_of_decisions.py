"""Decisions and answers in the feed of a plan."""

import xml.etree.ElementTree as ET

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def entries(client, plan):
    feed = ET.fromstring(client.get(f"/plans/{plan.pk}/feed.atom").content)
    return [
        tuple(entry.findtext(f"a:{name}", namespaces=ATOM) for name in ("title", "summary", "id"))
        for entry in feed.findall("a:entry", ATOM)
    ]


def test_what_reviewers_decide_and_what_they_are_answered_are_entries(
    plan, network, operator, identities, client
):
    (revision,) = entries(client, plan)
    network.decide("question", rule=identities[0], comment="Why <b>this</b>?")
    asked, *others = entries(client, plan)
    assert asked[:2] == ("Nina Novak (Network team) asked: 1 rule", "Why <b>this</b>?")
    assert others == [revision]
    decision = plan.decisions.get()
    operator.post(
        f"/plans/{plan.pk}/review/answer/", {"decision": decision.pk, "comment": "As documented"}
    )
    answer, *others = entries(client, plan)
    assert answer[:2] == ("Answer to Nina Novak (Network team)", "As documented")
    assert others == [asked, revision]
    assert len({name for _, _, name in (answer, *others)}) == 3
