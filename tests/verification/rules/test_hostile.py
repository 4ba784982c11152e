"""Whatever is pasted: no exception, and bounded work."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portsref.verification.rules.registry import READERS
from tests.verification.rules.reading import HERE, check, rules_of_plan

RULES = rules_of_plan("kubeadm-ha-calico")
SAMPLES = [path.read_text() for path in sorted((HERE / "samples").iterdir())]
GOLDEN = HERE.parent.parent / "exporters" / "golden"
FILES = ("iptables/kubeadm-ha-calico.*workers.v4*", "talos/kubeadm-ha-calico.*workers*",
         "azure-nsg/eks.*nodes*", "aws-cloudformation/eks.*nodes*")  # fmt: skip
TEXTS = [*SAMPLES, *(next(GOLDEN.glob(name)).read_text() for name in FILES),
         *(reader.sample for reader in READERS)]  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(TEXTS), st.integers(0, 2**32), st.text(max_size=20))
def test_samples_with_parts_changed(text, seed, other):
    chance = random.Random(seed)  # noqa: S311 - no secret
    for _ in range(3):
        at, length = chance.randrange(len(text)), chance.randrange(40)
        text = (
            text[:at] + chance.choice(["", other, text[at : at + length] * 2]) + text[at + length :]
        )
    check(text, RULES, "workers")


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes(content):
    check(content.decode(errors="replace"), RULES)


@settings(deadline=None)
@given(
    st.sampled_from(["SecurityGroups", "SecurityGroupRules", "securityRules", "nftables"]),
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["rule", "expr", "match", "left", "chain"]), inner)
        ),
        max_leaves=10,
    ),
)
def test_values_of_any_shape(key, value):
    check(json.dumps({key: value}), RULES, "workers")
    check(json.dumps({key: [value]}), RULES, "workers")


@pytest.mark.parametrize(
    "text",
    [
        "*filter\n:INPUT DROP [0:0]\n"
        + "".join(
            f"-A INPUT -s 10.{n % 256}.{n // 256}.0/25 -p tcp --dport {n} -j ACCEPT\n"
            for n in range(4000)
        ),
        "*filter\n:INPUT DROP [0:0]\n"
        + "".join(f"-A c{n} -j c{n + 1}\n-A c{n} -j c{n + 1}\n" for n in range(40))
        + "-A INPUT -j c0\n",
        "*filter\n:INPUT DROP [0:0]\n"
        + "".join(f"-A INPUT -i eth{n} -j x\n-A x -m mark -g x\n" for n in range(300)),
    ],
    ids=["many", "doubling", "loops"],
)
def test_large_and_doubling_chains_are_judged_within_bounds(text):
    found = check(text, RULES, "workers", most_work=200_000)
    assert len(found.rules) == len(RULES.all_rules)


def test_every_reader_recognises_its_sample():
    for reader in READERS:
        said = check(reader.sample, RULES, "workers")
        assert not any("no kind" in str(one.reason) for one in said.unread), reader.name


def test_every_reader_is_documented():
    text = Path("docs/verifying.md").read_text()
    assert [reader.name for reader in READERS if f"`{reader.command}`" not in text] == []
