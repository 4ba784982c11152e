"""Names of groups become identifiers, and two names never the same one."""

from hypothesis import example, given
from hypothesis import strategies as st

from portsref.exporters.identifiers import identifiers


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
