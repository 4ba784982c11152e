"""A paste is cut into documents, each goes to its importer, and what is not read is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsref.importers.cutting import File
from portsref.importers.drafts import REFUSED, draft_of
from portsref.importers.facts import Unread
from portsref.importers.reading import read_files
from portsref.importers.registry import IMPORTERS
from tests.importers.reading import plan_of, read_draft, read_plan, told

CLUSTER = "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n"


def test_every_importer_reads_its_sample():
    for importer in IMPORTERS:
        reading = read_files([File("f", importer.sample)], IMPORTERS)
        assert [found.importer.name for found in reading.recognised] == [importer.name]
        assert reading.facts, importer.name


def test_names_and_labels_are_used_once():
    assert len({importer.name for importer in IMPORTERS}) == len(IMPORTERS)
    assert len({importer.label for importer in IMPORTERS}) == len(IMPORTERS)


def test_commands_and_dashes_are_borders_and_one_bad_document_leaves_the_others():
    text = f"$ cat a.yaml\n{CLUSTER}kubernetesVersion: v1.36.0\n---\na: [\n---\nunknown: 1\n"
    assert read_plan(text)["kubernetes"] == "1.36"
    assert told(text) == [
        "paste:6: line 7 is no YAML: did not find expected node content",
        "paste:8: is of no kind that is known here",
    ]


def test_entries_of_a_list_are_documents():
    entry = '{"apiVersion": "kubeadm.k8s.io/v1beta4", "kind": "ClusterConfiguration"}'
    text = f'{{"kind": "List", "items": [{entry}, {{"kind": "Secret", "data": {{"a": "s3"}}}}]}}'
    assert [part.id for part in read_draft(text).parts] == ["product:kubeadm"]
    assert told(text) == ["paste:1 items[1]: holds secrets, and was not looked at"]


def test_a_key_that_stands_twice_is_told():
    text = f"{CLUSTER}kubernetesVersion: v1.35.0\nkubernetesVersion: v1.36.0\n"
    assert told(text) == ["paste:4 kubernetesVersion: stands twice, and the last one counts"]


def test_secrets_are_counted_by_kind_and_what_only_repeats_others_is_not():
    text = (
        "kind: ConfigMap\nmetadata: {managedFields: [{a: 1}]}\ntoken: a\nagent-token: b\n"
        "db_password: c\nca: d\nprivate_key: e\nclient_secret: f\n"
    )
    reading = read_files([File("f", text), File("g", '{"token": "x"}')], IMPORTERS)
    assert reading.secrets == {"token": 3, "password": 1, "key": 2, "other": 1}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n" * 300_001, "more than 300,000 lines: what follows was not read"),
        ("---\n{\n" * 2_001, "more than 2,000 documents: what follows was not read"),
        ("- a\n" * 200_001, "has more than 200,000 values once its aliases are written out"),
    ],
)
def test_very_much_is_told_and_not_read(text: str, said: str):
    files = [File("f", text), File("g", f"{CLUSTER}kubernetesVersion: v1.36.0\n")]
    facts = read_files(files, IMPORTERS).facts
    assert said in {str(fact.reason) for fact in facts if isinstance(fact, Unread)}
    assert len(facts) < 2_100


def test_very_many_parts_are_cut_and_told():
    range_ = ",".join(f"10.%d.{n}.0/24" for n in range(100))
    texts = [
        f"{CLUSTER}networking: {{podSubnet: '{range_.replace('%d', str(n))}'}}" for n in range(11)
    ]
    found = read_draft(*texts)
    assert len(found.parts) == 1_000
    reasons = {str(doubt.reason) for doubt in found.doubts}
    assert "more than 1,000 parts: what follows was left out" in reasons


@given(st.text(max_size=400) | st.sampled_from(IMPORTERS).flatmap(
    lambda one: st.integers(0, 251 * 17 * 251).map(lambda seed: _mutated(one.sample, seed))
))  # fmt: skip
def test_whatever_the_text_is_a_plan_can_be_made_of_it_or_it_is_told_why_not(text: str):
    draft = read_draft(text)
    if not any(doubt.reason.text == REFUSED for doubt in draft.doubts):
        plan_of(draft)


def _mutated(text: str, seed: int) -> str:
    """A text with a piece taken out and put in elsewhere, by the digits of a number."""
    cut, length, at = seed % 251, seed // 251 % 17, seed // 4267 % 251
    begin = cut % (len(text) + 1)
    rest = text[:begin] + text[begin + length :]
    place = at % (len(rest) + 1)
    return rest[:place] + text[begin : begin + length] * 2 + rest[place:]


@pytest.mark.parametrize("importer", IMPORTERS, ids=lambda importer: importer.name)
def test_what_is_read_as_something_else_gives_products_and_defaults_at_most(importer):
    reading = read_files([File("f", "a: 1\nb: [2, 3]\n")], IMPORTERS, read_as=importer)
    assert [found.importer for found in reading.recognised] == [importer]
    groups = [one for part in draft_of(reading).parts for one in part.piece.get("groups", ())]
    assert {part.section for part in draft_of(reading).parts} <= {"groups", "products"}
    assert [group for group in groups if "addresses" in group] == []
