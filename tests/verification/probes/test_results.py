"""Results are read wherever they were pasted, and whether they are whole is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portsref.importers.cutting import File
from portsref.verification.probes.results import Run, read_results
from tests.verification.probes.written import KEY, RUN, Writer, rules, signed


@pytest.fixture(scope="module")
def text(catalogue):
    writer = Writer(rules(catalogue), revision=7)
    return signed([writer.row("api", "open"), writer.row("api", "timeout", target="10.0.1.2")])


def read(*texts, key=KEY):
    files = [File("results.tsv", text) for text in texts]
    found = list(read_results(files, lambda run: key if run == RUN else ""))
    runs = [each for each in found if isinstance(each, Run)]
    return runs, [str(each.reason) for each in found if not isinstance(each, Run)]


def test_a_run_has_its_results_and_its_signature_is_right(text):
    [run], unread = read(text)
    assert (run.id, run.host, run.signature, unread) == (RUN, "n1", "right", [])
    assert [each.state.name for each in run.results] == ["open", "timeout"]
    first = run.results[0]
    assert (first.plan, first.source_group) == ("A plan with blanks", "those who dial")
    assert (str(first.source), str(first.destination), first.port) == ("10.0.0.1", "10.0.1.1", 6443)
    assert first.revision.number == 7


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\t", "   "),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: f"admin@n1:~$ sh dial-workers.sh\n{text}admin@n1:~$ \n",
        lambda text: text.replace("\n10", "\n\n10"),
        lambda text: f"```\n{text}```\n",
        lambda text: "\n".join(f"{n}\t{line}" for n, line in enumerate(text.splitlines(), 1)),
    ],
    ids=["blanks", "windows", "prompts", "empty lines", "fences", "numbers"],
)
def test_a_paste_is_whole_whatever_a_terminal_made_of_it(text, change):
    [run], _ = read(change(text))
    assert (run.signature, len(run.results)) == ("right", 2)


def test_what_scripts_say_meanwhile_is_no_part_of_it(text):
    head, rest = text.split("\n", 1)
    [run], unread = read(f"This is a scan of ports\n{head}\nDone: 2 dialled.\n{rest}")
    assert (run.signature, unread) == ("right", ["2 lines are no results"])


@pytest.mark.parametrize(
    ("change", "signature"),
    [
        (lambda text: text.replace("timeout", "open"), "wrong"),
        (lambda text: "\n".join([*text.splitlines()[:3], text.splitlines()[-1]]), "wrong"),
        (lambda text: "\n".join(text.splitlines()[:-1]), "cut"),
        (lambda text: text.replace("hmac-sha256", "sha256"), "wrong"),
        (lambda text: text.replace(RUN, "ffffffff"), "unchecked"),
        (lambda text: text.split("#hmac")[0] + "#unsigned no-tool\n", "none"),
    ],
    ids=["edited", "a line less", "cut", "other digest", "no key", "unsigned"],
)
def test_what_was_cut_or_edited_is_told(text, change, signature):
    [run], _ = read(change(text))
    assert run.signature == signature


def test_several_runs_may_be_in_one_paste(text):
    runs, unread = read(text + text, text)
    assert [run.signature for run in runs] == ["right"] * 3
    assert unread == []


def test_lines_without_head_or_end_are_read_too(text):
    [run], _ = read("\n".join(text.splitlines()[2:4]))
    assert (run.signature, len(run.results)) == ("cut", 2)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state", "maybe"),
        ("port", "70000"),
        ("source_address", "10.0.0.256"),
        ("time", "yesterday"),
        ("revision", "seven"),
        ("protocol", "T CP"),
    ],
)
def test_a_field_that_cannot_be_is_told_by_its_name(catalogue, name, value):
    writer = Writer(rules(catalogue))
    _, unread = read(signed([writer.row("api", **{"state": "open", name: value})]))
    assert unread == [f"{name} is {value!r}"]


def _mutated(text, edits):
    for place, what in edits:
        at = place % (len(text) + 1)
        text = text[:at] + what + text[at + len(what) :]
    return text


@given(
    edits=st.lists(
        st.tuples(
            st.integers(0, 10**6), st.sampled_from(["\t", "\n", "#", "-", "x", "9", " ", ""])
        ),
        max_size=30,
    )
)
def test_nothing_that_is_mutated_raises(text, edits):
    for run in read(_mutated(text, edits))[0]:
        assert run.signature != "right" or len(run.results) == 2


@given(text=st.text(max_size=300))
def test_no_text_raises(text):
    read(text)
