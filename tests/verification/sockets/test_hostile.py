"""Whatever is pasted: no exception, and bounded work."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portsref.verification.sockets.registry import READERS
from tests.verification.rules.reading import rules_of, rules_of_plan
from tests.verification.sockets.reading import HERE, check

RULES = rules_of_plan("kubeadm-ha-calico")
TEXTS = [
    *(path.read_text() for path in sorted((HERE / "samples").iterdir())),
    *(reader.sample for reader in READERS),
]
WORDS = st.sampled_from(
    ["tcp", "udp", "LISTEN", "UNCONN", "0", "*:80", "[::]:", ":::", "0.0.0.0:*", "%lo:53", "users:",
     '("a",pid=1,fd=2)', "1/k3s server", "-", "Netid", "State", "Local Address:Port", "\n", "$ ss"]
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(TEXTS), st.integers(0, 2**32), st.text(max_size=20))
def test_samples_with_parts_changed(text, seed, other):
    chance = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(3):
        at, length = chance.randrange(len(text)), chance.randrange(40)
        part = chance.choice(["", other, text[at : at + length] * 2])
        text = text[:at] + part + text[at + length :]
    check(text, RULES, "control-plane")


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes(content):
    check(content.decode(errors="replace"), RULES)


@settings(deadline=None)
@given(st.lists(WORDS | st.text(max_size=4), max_size=40))
def test_words_of_sockets_in_any_order(words):
    check(" ".join(words), RULES, "workers")


MANY = "".join(f"tcp LISTEN 0 9 10.{n % 200}.{n // 200}.1:{n} *:*\n" for n in range(15_000))
LONG = "tcp LISTEN 0 9 *:80 *:* users:(" + '("a",pid=1,fd=2),' * 60_000
BLANKS = "tcp" + " " * 1_000_000 + "LISTEN"


@pytest.mark.parametrize(
    "text", [MANY, LONG, BLANKS, "1/ " * 300_000], ids=["many", "long", "blanks", "programs"]
)
def test_a_large_paste_against_many_rules_is_judged_within_bounds(text):
    rules = rules_of(*((f"own-{n}", "TCP", f"{n}-{n + 500}") for n in range(1, 200)))
    found = check(text, rules, "servers", most_work=200_000)
    assert len(found.rules) == len(rules.all_rules)
    assert len(found.beside) <= 500


def test_every_reader_recognises_its_sample():
    for reader in READERS:
        said = check(reader.sample, RULES, "workers")
        assert not said.unread, reader.name


def test_every_reader_is_documented():
    text = Path("docs/verifying.md").read_text()
    assert [reader.name for reader in READERS if f"`{reader.command}`" not in text] == []
