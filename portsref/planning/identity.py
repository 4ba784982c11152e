"""What makes a rule the same rule in another revision of a plan, and what was approved of it.

Both digests are kept with plans and with decisions about them: another way to make them would give
every rule another number and ask for every approval again. So what they are made of never changes.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b

from portsref.planning.rules import Endpoint, Rule

_IDENTITY_BYTES = 12
_CONTENTS_BYTES = 16  # nobody shall make two rules of which one approval is worth both


def identity_of(rule: Rule) -> str:
    """Name the rule in any revision: by its ends, its protocol, its first row and its way.

    24 hexadecimal digits. Ends count by kind and name, so a group may get other addresses and a
    row another port or reason. The way tells apart the rules through the API endpoint or a proxy
    and those beside it. A merged rule has the identity of the first that it joins.
    """
    first = rule.causes[0]
    source, destination = rule.source, rule.destination
    ends = (source.kind, source.name, destination.kind, destination.name)
    return _digest((*ends, rule.protocol, first.listener, first.reason.through), _IDENTITY_BYTES)


def identities_of(rules: Iterable[Rule]) -> Iterator[str]:
    """The identity of each rule of a rule set, told apart where some would have the same.

    That is rare: two rows that one need reaches between the same ends, on different ports. They
    are counted in the order of the rules.
    """
    counts: dict[str, int] = {}
    for rule in rules:
        identity = identity_of(rule)
        count = counts[identity] = counts.get(identity, 0) + 1
        yield identity if count == 1 else _digest((identity, count), _IDENTITY_BYTES)


def contents_of(rule: Rule) -> str:
    """Name what somebody who approves the rule approves: 32 hexadecimal digits.

    Which packets may pass (addresses or names of both ends, protocol, ports, allowed or closed),
    where they go (kinds and zones of the ends), how they are encrypted, and whether only during the
    installation. Not why, nor in which words: an approval outlives a better sentence. Goes with
    `identity_of`, which has the names of groups and rows.
    """
    return _digest(
        (
            _end(rule.source),
            _end(rule.destination),
            rule.protocol,
            str(rule.ports),
            rule.action,
            tuple(sorted({cause.encryption for cause in rule.causes})),
            rule.phase,
        ),
        _CONTENTS_BYTES,
    )


@lru_cache(maxsize=1024)
def _end(end: Endpoint) -> tuple[object, ...]:
    """What of an end is approved, in whatever order its addresses were written."""
    name = "" if end.kind == "group" else end.name
    return end.kind, name, end.zone or "", tuple(sorted(map(str, end.addresses))), end.dns


def _digest(parts: tuple[object, ...], size: int) -> str:
    """Hash texts and tuples of them: `ascii` is unambiguous, and the same in every Python."""
    return blake2b(ascii(parts).encode(), digest_size=size).hexdigest()
