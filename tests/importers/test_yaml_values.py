"""Foreign YAML: many documents, aliases, unknown tags, secrets and templates, with lines."""

import pytest

from portsref.importers.values import Place, Value
from portsref.importers.yaml_values import ForeignTextError, parse_yaml_documents
from portsref.work import Work


def read(text: str, *, first_line: int = 1) -> list[Value]:
    documents = parse_yaml_documents(text, file="f", first_line=first_line)
    return [document.value for document in documents]


def plain(value: Value) -> object:
    if isinstance(value.data, dict):
        return {key: plain(below) for key, below in value.data.items()}
    if isinstance(value.data, tuple):
        return [plain(below) for below in value.data]
    return (value.unreadable and f"<{value.unreadable}>") or value.data


def test_scalars_stay_as_they_were_written():
    (value,) = read("{port: 22:22, off: no, mode: 0o17, range: 30000-32767, none: ~}")
    assert plain(value) == {
        "port": "22:22",
        "off": "no",
        "mode": "0o17",
        "range": "30000-32767",
        "none": None,
    }


def test_values_know_their_line_and_path():
    (value,) = read("a:\n  b:\n  - c: 1\n", first_line=11)
    assert value.at("a", "b", 0, "c").place == Place("f", 13, "a.b[0].c")


def test_what_is_missing_is_false_and_knows_where_it_would_stand():
    (value,) = read("a: {}")
    missing = value.at("a", "b", "c")
    assert (bool(value.at("a")), bool(missing), missing.place.path) == (True, False, "a.b.c")


def test_every_document_is_read_but_empty_ones():
    assert [plain(value) for value in read("a: 1\n---\n# only this\n---\nb: 2\n...\n")] == [
        {"a": "1"},
        {"b": "2"},
    ]


def test_unknown_tags_make_a_value_unknown_and_not_the_file():
    (value,) = read("a: !vault |\n  $ANSIBLE\nb: !Ref X\nc: 1")
    assert plain(value) == {"a": "<tag>", "b": "<tag>", "c": "1"}


def test_templates_are_no_values():
    (value,) = read("a: '{{ ip }}'\nb: ${IP}\nc: $(VAR)\nd: '<no value>'\ne: xxx")
    assert set(plain(value).values()) == {"<template>"}


def test_merges_are_followed_and_what_stands_beside_wins():
    (value,) = read("base: &b {x: 1, y: 2}\nc:\n  <<: *b\n  y: 3\n")
    assert plain(value.at("c")) == {"x": "1", "y": "3"}


def test_the_last_of_two_keys_counts_and_is_told():
    (document,) = parse_yaml_documents("a: 1\nb: 2\na: 3\n", file="f")
    assert (plain(document.value), document.twice) == (
        {"a": "3", "b": "2"},
        (Place("f", 3, "a"),),
    )


def test_secrets_are_never_built():
    (value,) = read(
        "token: s3cr3t\nmachine: {ca: {crt: s3cr3t, key: s3cr3t}, token: s3cr3t}\n"
        "ansible_become_password: s3cr3t\netcd-s3-access-key: s3cr3t\nstringData: {a: s3cr3t}\n"
        "certificateKey: s3cr3t\ndatastore-endpoint: postgres://u:s3cr3t@h:5432/d\n"
    )
    assert "s3cr3t" not in repr(value)
    assert value.at("datastore-endpoint").text == "postgres://h:5432/d"


def test_an_alias_of_what_is_a_secret_is_one():
    (value,) = read("token: &a s3cr3t\nother: *a\nsecret: &m {x: &b s3cr3t}\nb: *b\n")
    assert (plain(value.at("other")), plain(value.at("b"))) == ("<secret>", "s3cr3t")
    (value,) = read("stringData: &m {x: &b s3cr3t}\nall: *m\nb: *b\nlist: [*b]\n")
    assert "s3cr3t" not in repr(value)


def test_an_alias_stands_where_it_is_used():
    (value,) = read("a: &a {x: 1}\nb: *a\n? *a\n: 2\n<<: [*a, {x: 2, y: 3}]\n")
    assert value.at("b").place == Place("f", 2, "b")
    assert plain(value) == {"x": "1", "y": "3", "a": {"x": "1"}, "b": {"x": "1"}, "": "2"}


def test_texts_that_share_their_work_have_room_for_so_much_together():
    work = Work(20)
    assert len(list(parse_yaml_documents("a: 1", file="f", work=work))) == 1
    with pytest.raises(ForeignTextError, match="more than 20 values"):
        list(
            parse_yaml_documents(
                "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18]", file="g", work=work
            )
        )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: [\n", "line 2 is no YAML"),
        ("[" * 2000, "nested too deeply"),
        ("a: *b", "line 1 is no YAML: found undefined alias 'b'"),
        (
            "".join(f"a{n}: &a{n} [*a{n - 1}]\n" if n else "a0: &a0 [x]\n" for n in range(120)),
            "nested too deeply",
        ),
        (f"a: &a '{'x' * 100_000}'\nb: [{', '.join(['*a'] * 100)}]", "more than 200,000 values"),
        (
            "a: &a [1,1,1,1,1,1,1,1,1,1]\n"
            + "".join(
                f"{after}: &{after} [{','.join([f'*{before}'] * 10)}]\n"
                for before, after in zip("abcdefgh", "bcdefghi", strict=True)
            ),
            "more than 200,000 values",
        ),
    ],
)
def test_what_cannot_be_read_says_why(text: str, reason: str):
    with pytest.raises(ForeignTextError, match=reason):
        read(text)
