"""Which rows have a port, which fit it best, and which known ports are near it.

Plain numbers, shared by the search index and by the command, which has no index.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from portsref.ports import PORTS_OF_A_PROTOCOL, PortsError, PortSet
from portsref.protocols import NAMES_WITH_PORTS

# First and last port of each of some ranges, ascending, as `PortSet.numbers`.
type Numbers = tuple[int, ...]

NEAR = 5
LONGEST_PORTS = 200
MOST_NAMED = 100


def parse_port(text: str) -> tuple[int, str | None]:
    """Read `10250` or `10250/tcp`; raises `ValueError`, which says what it should be."""
    port, protocol = _parts(text)
    is_number = port.isascii() and port.isdigit() and len(port) <= 5
    if not is_number or int(port) >= PORTS_OF_A_PROTOCOL:
        raise ValueError(f"{port[:40]!r} is not a port: ports are 0 to 65535")
    return int(port), protocol


def parse_ports(text: str) -> tuple[PortSet, str | None]:
    """Read `10250`, `30000-32767/tcp` or `80,443`; raises `ValueError` as `parse_port` does."""
    ports, protocol = _parts(text)
    try:
        found = PortSet.parse(ports[:LONGEST_PORTS])
    except PortsError:
        found = PortSet()
    if not found or len(ports) > LONGEST_PORTS:
        raise ValueError(
            f"{ports[:40]!r} is not a port, nor ports such as 80,443 or 30000-32767: "
            "ports are 0 to 65535"
        )
    return found, protocol


def _parts(text: str) -> tuple[str, str | None]:
    """The ports, and the protocol where one is named; raises `ValueError` for an unknown one."""
    ports, slash, protocol = text.partition("/")
    if slash and protocol.upper() not in NAMES_WITH_PORTS:
        known = ", ".join(NAMES_WITH_PORTS).lower()
        raise ValueError(f"{protocol[:40]!r} is not a protocol with ports: {known}")
    return ports, protocol.upper() or None


def names_few(numbers: Numbers) -> bool:
    """Tell whether ports are not a wide range of which a product uses a few."""
    return sum(last - first + 1 for first, last in _pairs(numbers)) <= MOST_NAMED


def fit(numbers: Numbers, wanted: Numbers) -> int:
    """How well ports answer that have one of those wanted."""
    return 8 if numbers == wanted else 4 if names_few(numbers) else 0


class PortTable:
    """The ports of some rows, which are known here by their positions."""

    def __init__(self, rows: Iterable[Numbers]) -> None:
        self._rows = tuple(rows)

    @cached_property
    def _ranges(self) -> Sequence[tuple[int, int, int]]:
        """Every range of ports, with the position of the row that has it."""
        return [
            (row[n], row[n + 1], place)
            for place, row in enumerate(self._rows)
            for n in range(0, len(row), 2)
        ]

    def using(self, wanted: Numbers) -> list[int]:
        """The rows that have one of the ports, ascending."""
        found: set[int] = set()
        for low, high in _pairs(wanted):
            found.update(
                place for first, last, place in self._ranges if first <= high and low <= last
            )
        return sorted(found)

    def best_for(self, wanted: Numbers) -> list[int]:
        """The rows that have one of the ports: those that name just these first, wide ones last."""
        return sorted(self.using(wanted), key=lambda place: -fit(self._rows[place], wanted))

    @cached_property
    def known_ports(self) -> Mapping[int, int]:
        """Every port that some row names as a number, ascending, with the first such row."""
        known: dict[int, int] = {}
        for first, last, place in self._ranges:
            if first == last:
                known.setdefault(first, place)
        return dict(sorted(known.items()))

    def near(self, port: int) -> tuple[int, ...]:
        """Known ports that `port` may have been meant for: close by, or two digits swapped."""
        swapped = _swapped(port)
        return tuple(
            known
            for known in self.known_ports
            if known != port and (abs(known - port) <= NEAR or known in swapped)
        )

    def neighbours(self, port: int) -> tuple[int | None, int | None]:
        """The known ports before and after `port`."""
        before = max((known for known in self.known_ports if known < port), default=None)
        after = min((known for known in self.known_ports if known > port), default=None)
        return before, after


def _pairs(numbers: Numbers) -> Iterable[tuple[int, int]]:
    return zip(numbers[::2], numbers[1::2], strict=True)


def _swapped(port: int) -> frozenset[int]:
    digits = str(port)
    return frozenset(
        int(digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :])
        for place in range(len(digits) - 1)
    )
