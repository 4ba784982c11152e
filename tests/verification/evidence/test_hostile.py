"""Whatever is pasted: no exception, and bounded work."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portsref.verification.evidence.registry import READERS
from tests.verification.evidence.reading import HUBBLE, RULES, check, kernel, tracked
from tests.verification.rules.reading import rules_of

TEXTS = [HUBBLE, *(reader.sample for reader in READERS)]
KEYS = st.sampled_from(
    ["flow", "verdict", "IP", "l4", "TCP", "source", "destination", "labels", "is_reply", "time",
     "destination_port", "flags", "SYN", "lost_events"]
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(TEXTS), st.integers(0, 2**32), st.text(max_size=20))
def test_samples_with_parts_changed(text, seed, other):
    chance = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(3):
        at, length = chance.randrange(len(text)), chance.randrange(40)
        part = chance.choice(["", other, text[at : at + length] * 2])
        text = text[:at] + part + text[at + length :]
    check(text, RULES, "servers")


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes(content):
    check(content.decode(errors="replace"), RULES)


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just("FORWARDED"),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
        max_leaves=15,
    )
)
def test_flows_of_any_shape(value):
    check(json.dumps({"flow": value}) + "\n" + json.dumps({"verdict": "DROPPED", "IP": value}))


KERNEL = "\n".join(
    kernel(f"10.9.{n % 250}.{n // 250}", "10.0.0.3", f"PROTO=TCP SPT=1 DPT={n}")
    for n in range(9_000)
)
TRACKED = "\n".join(
    tracked("tcp", "ESTABLISHED", (f"10.9.{n % 250}.1", "10.0.0.3"), ("10.0.0.3", "10.9.0.1"),
            ports=(str(n), str(n)))
    for n in range(7_000)
)  # fmt: skip
FLOWS = "\n".join(
    json.dumps({"verdict": "DROPPED", "IP": {"source": "10.9.0.1", "destination": "10.0.0.1"},
                "l4": {"TCP": {"destination_port": n}}})
    for n in range(8_000)
)  # fmt: skip
LONG = {
    "kernel": KERNEL,
    "tracked": TRACKED,
    "flows": FLOWS,
    "tuples": "tcp 6 9 " + "src=10.0.0.1 " * 70_000,
    "compact": "Mar  2 10:15:31.004: " + "a (b) -> " * 100_000,
    "braces": "{" * 1_000_000,
    "json": '{"verdict":' * 80_000,
    "seconds": "1418530010 " * 80_000 + " ACCEPT",
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG.keys())
def test_a_large_paste_against_many_rules_is_judged_within_bounds(text):
    rules = rules_of(*((f"own-{n}", "TCP", f"{n}-{n + 500}") for n in range(1, 200)))
    found = check(text, rules, "servers", most_work=100_000)
    assert len(found.rules) == len(rules.all_rules)
    assert len(found.beside) <= 200


def test_every_reader_recognises_its_sample():
    for reader in READERS:
        assert not check(reader.sample, RULES, "servers").unread, reader.name


def test_every_reader_is_documented():
    text = Path("docs/verifying.md").read_text()
    assert [reader.name for reader in READERS if f"`{reader.command}`" not in text] == []
