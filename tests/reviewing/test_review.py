"""Decisions folded over the rules of a revision: what holds, what is open again, who disagrees."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest

from portsref.messages import MessageError
from portsref.planning.document import document_from
from portsref.planning.identity import contents_of, identities_of
from portsref.planning.rules import Cause, Endpoint, Reason, Rule, RuleSet
from portsref.ports import PortSet
from portsref.reviewing.decisions import (
    LONGEST_COMMENT,
    LONGEST_NAME,
    DecidedRule,
    Decision,
    read_answer,
    read_comment,
    read_name,
)
from portsref.reviewing.parts import changed_parts, parts_of
from portsref.reviewing.review import Review, review_of

START = datetime(2026, 11, 30, 8, tzinfo=UTC)


def end(name, *addresses, zone=None):
    return Endpoint(name, addresses=tuple(map(ip_network, addresses)), zone=zone)


def rule(name, ports="443", *, encryption="tls", **changed):
    cause = Cause(
        listener=f"made-up/{name}",
        component=name,
        purpose="Something.",
        reason=Reason("made-up"),
        required=True,
        encryption=encryption,
    )
    whole = Rule(
        name=name,
        source=end("workers", "192.0.2.0/28"),
        destination=end("masters", "198.51.100.7"),
        protocol="TCP",
        ports=PortSet.parse(ports),
        causes=(cause,),
    )
    return replace(whole, **changed)


def rules(*listed):
    document = document_from({"schema": "portsref.plan/v1", "title": "reviewed"})
    return RuleSet(document, "1.37", "2026-11-23", "0" * 64, rules=listed)


class Reviewers:
    """People who decide one after the other, an hour apart."""

    def __init__(self):
        self.decisions, self.rules = [], []

    def say(self, verdict, name, rule_set, *names, revision=1, link=1):
        number = len(self.decisions) + 1
        self.decisions.append(
            Decision(
                number=number,
                made=START + timedelta(hours=number),
                revision=revision,
                verdict=verdict,
                name=name,
                team={1: "Network team", 2: "Security"}[link],
                link=link,
            )
        )
        for one, identity in zip(rule_set.rules, identities_of(rule_set.rules), strict=True):
            if not names or one.name in names:
                self.rules.append(DecidedRule(number, identity, contents_of(one), parts_of(one)))

    def review(self, rule_set, revision=1) -> Review:
        return review_of(rule_set, revision, self.decisions, self.rules)


@pytest.fixture
def people():
    return Reviewers()


def states(review):
    return {name: one.state for name, one in review.rules.items()}


TWO = rules(rule("api"), rule("etcd", "2379-2380"))


def test_a_rule_of_which_nobody_spoke_is_open(people):
    review = people.review(TWO)
    assert review.of(TWO.rules[0]).state == "open"
    assert review.counts == {"approved": 0, "rejected": 0, "question": 0, "open": 2}
    assert not review.is_approved


def test_the_newest_decision_is_the_state_and_the_others_stay_in_the_history(people):
    people.say("question", "Ada", TWO, "api")
    people.say("approved", "Ada", TWO, "api")
    review = people.review(TWO)
    assert states(review) == {"api": "approved"}
    assert [one.verdict for one in review.rules["api"].history] == ["approved", "question"]
    assert review.rules["api"].against == ()


def test_what_another_person_says_otherwise_stands_beside_the_newest(people):
    people.say("approved", "Ada", TWO, "api")
    people.say("rejected", "Bob", TWO, "api", link=2)
    found = people.review(TWO).rules["api"]
    assert (found.state, [one.name for one in found.against]) == ("rejected", ["Ada"])


def test_two_links_with_the_same_name_are_two_people(people):
    people.say("approved", "Ada", TWO, "api", link=1)
    people.say("rejected", "Ada", TWO, "api", link=2)
    assert [one.team for one in people.review(TWO).rules["api"].against] == ["Network team"]


def test_a_person_who_changes_his_mind_disagrees_with_nobody(people):
    people.say("rejected", "Bob", TWO, "api", link=2)
    people.say("approved", "Ada", TWO, "api")
    people.say("approved", "Bob", TWO, "api", link=2)
    assert people.review(TWO).rules["api"].against == ()


def test_a_decision_that_is_taken_back_leaves_the_rule_open(people):
    people.say("approved", "Ada", TWO)
    people.say("open", "Ada", TWO, "etcd")
    review = people.review(TWO)
    assert states(review) == {"api": "approved", "etcd": "open"}
    assert review.counts["open"] == 1


def test_decisions_hold_in_the_next_revision_for_rules_that_did_not_change(people):
    people.say("approved", "Ada", TWO)
    other_words = replace(TWO.rules[0].causes[0], purpose="Better words.")
    after = rules(replace(TWO.rules[0], name="renamed", causes=(other_words,)), rule("new"))
    assert states(people.review(after, revision=2)) == {"renamed": "approved"}


@pytest.mark.parametrize(
    ("changed", "parts"),
    [
        ({"source": end("workers", "192.0.2.0/27")}, ("source",)),
        ({"destination": end("masters", "198.51.100.8")}, ("destination",)),
        ({"ports": PortSet.parse("443,8443")}, ("ports",)),
        ({"source": end("workers", "192.0.2.0/28", zone="core")}, ("zones",)),
        ({"causes": rule("api", encryption="none").causes}, ("encryption",)),
        (
            {"ports": PortSet.parse("8443"), "destination": end("masters", "198.51.100.8")},
            ("destination", "ports"),
        ),
    ],
)
def test_a_rule_that_changed_is_open_again_and_says_what_changed(people, changed, parts):
    people.say("approved", "Ada", TWO, revision=2)
    after = rules(replace(TWO.rules[0], **changed), TWO.rules[1])
    review = people.review(after, revision=3)
    assert states(review) == {"api": "open", "etcd": "approved"}
    found = review.rules["api"]
    assert (found.decision, found.before.revision, found.changed) == (None, 2, parts)


def test_addresses_in_another_order_change_nothing(people):
    before = rules(rule("api", source=end("workers", "192.0.2.1", "192.0.2.9")))
    after = rules(rule("api", source=end("workers", "192.0.2.9", "192.0.2.1")))
    people.say("approved", "Ada", before)
    assert people.review(after).is_approved


def test_a_restored_revision_has_the_decisions_that_it_had(people):
    changed = rules(rule("api", "8443"), TWO.rules[1])
    people.say("approved", "Ada", TWO)
    people.say("rejected", "Ada", changed, "api", revision=2)
    assert states(people.review(TWO, revision=3)) == {"api": "approved", "etcd": "approved"}


def test_what_was_taken_back_before_a_change_is_just_open(people):
    people.say("approved", "Ada", TWO, "api")
    people.say("open", "Ada", TWO, "api")
    found = people.review(rules(rule("api", "8443"))).rules["api"]
    assert (found.state, found.before, len(found.history)) == ("open", None, 2)


def test_all_rules_approved_are_signed_by_whoever_approved_them_last(people):
    people.say("approved", "Bob", TWO, "api", link=2)
    people.say("approved", "Ada", TWO, "api")
    assert people.review(TWO).approvals == ()
    people.say("approved", "Eve", TWO, "etcd")
    review = people.review(TWO)
    assert review.is_approved
    assert [one.name for one in review.approvals] == ["Ada", "Eve"]


def test_a_plan_without_rules_is_approved_by_nobody(people):
    assert not people.review(rules()).is_approved


def test_decisions_about_rules_that_are_gone_count_nothing(people):
    people.say("rejected", "Ada", TWO, "etcd")
    assert people.review(rules(TWO.rules[0])).counts["rejected"] == 0


def test_parts_have_their_places():
    one, other = parts_of(rule("api")), parts_of(rule("api", "8443"))
    assert len(one) == len(other) == 36
    assert changed_parts(one, one) == ()
    assert changed_parts(one, other) == ("ports",)


# -- what people write


@pytest.mark.parametrize(
    ("typed", "read"),
    [("  Ada  Lovelace\n", "Ada Lovelace"), ("李 雷", "李 雷"), ("a\x00\u202eb\u200bc", "abc")],
)
def test_a_name_is_one_line_on_which_all_can_be_seen(typed, read):
    assert read_name(typed) == read


@pytest.mark.parametrize("typed", ["", " \n", "\x00\u200b", "x" * (LONGEST_NAME + 1)])
def test_a_name_is_there_and_not_too_long(typed):
    with pytest.raises(MessageError):
        read_name(typed)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("<b>&amp;</b>\t|", "<b>&amp;</b>\t|"),
        ("\u202eevil\x00\x1b[31m", "evil[31m"),
        (" \n ", ""),
    ],
)
def test_a_comment_keeps_its_lines_and_loses_what_nobody_sees(typed, read):
    assert read_comment(typed) == read


def test_a_comment_has_a_bound_and_an_answer_a_word():
    assert read_comment("x" * LONGEST_COMMENT) == "x" * LONGEST_COMMENT
    with pytest.raises(MessageError):
        read_comment("x" * (LONGEST_COMMENT + 1))
    with pytest.raises(MessageError):
        read_answer(" ")
