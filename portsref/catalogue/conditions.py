"""`when` against the options that hold, and the words that say why."""

from collections.abc import Mapping

from portsref.catalogue.products import When

# what holds: option id -> its values; the plan-wide `os` and `ip` may have several at once
type Holding = Mapping[str, frozenset[str]]

_NOTHING: frozenset[str] = frozenset()


def holds(when: When, holding: Holding) -> bool:
    """Tell whether every key of `when` has one of the values asked for; no keys, always."""
    return not when or all(
        not holding.get(key, _NOTHING).isdisjoint(values) for key, values in when.items()
    )


def reasons(when: When, holding: Holding) -> tuple[tuple[str, str], ...]:
    """The options and values that made `when` hold, such as `("encryption", "wireguard")`."""
    if not when:
        return ()
    return tuple(
        (key, value)
        for key, values in when.items()
        for value in values
        if value in holding.get(key, _NOTHING)
    )
