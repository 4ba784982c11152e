"""Names of groups become identifiers, and two names never the same one."""

from hashlib import sha256

from hypothesis import example, given
from hypothesis import strategies as st

from portsref.exporters.identifiers import identifier, identifiers


def digest(name):
    return sha256(name.encode()).hexdigest()[:8]


def test_names_become_lower_case_letters_digits_and_hyphens():
    assert identifiers(["Control plane (DC1)", "Zürich", "10.0/8"]) == {
        "Control plane (DC1)": "control-plane-dc1",
        "Zürich": "zurich",
        "10.0/8": "group-10-0-8",
    }


def test_names_that_would_be_alike_stay_two_whatever_their_order():
    assert identifiers(["a b", "A-B"]) == identifiers(["A-B", "a b"])
    assert identifiers(["a b", "A-B"]) == {"A-B": "a-b-77101aaa", "a b": "a-b-c8687a08"}


def test_names_without_any_letter_of_ours_are_told_apart():
    assert len(set(identifiers(["工作节点", "控制平面"]).values())) == 2


@given(st.sets(st.text(max_size=60), max_size=20))
@example({"a", "A", "a-ca978112", "a-559aead0"})
@example({"x" * 41, "x" * 42})
def test_every_identifier_is_its_own_and_begins_with_a_letter(names):
    made = identifiers(names)
    assert set(made) == names
    assert len(set(made.values())) == len(names)
    assert all(text[0].isalpha() and text.isascii() and len(text) <= 60 for text in made.values())


def test_an_identifier_of_one_name_depends_on_nothing_else():
    assert identifier("workers-to-api", 31) == "workers-to-api"
    assert identifier("Workers to API", 31) == f"workers-to-api-{digest('Workers to API')}"
    assert identifier("工作节点", 31) == f"group-{digest('工作节点')}"
    assert identifier("x" * 99, 31) == f"{'x' * 22}-{digest('x' * 99)}"
    assert len(identifier("a-b-" * 30, 31)) <= 31
