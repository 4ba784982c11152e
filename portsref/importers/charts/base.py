"""What a chart is to the importers: who names it, what its values look like, and who reads them.

Values that a user supplied are read alone: where they are silent the catalogue's defaults hold,
which are those of the newest known chart. What the catalogue's default is not, a chart says.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from portsref.importers.base import (
    YES_NO,
    Document,
    Importer,
    Setting,
    move,
    origin,
    read_settings,
    slug_of,
)
from portsref.importers.facts import Chooses, Fact, Listens, Runs, as_guess
from portsref.importers.values import Value
from portsref.messages import Message, gettext_noop
from portsref.planning.document import RoleName
from portsref.ports import PortSet

BY_KEYS = gettext_noop("the chart is known only by keys that others have as well")
NO_PLACE = gettext_noop("was read, and a plan has no place for it")
NOBODY_SAYS_WHO = gettext_noop("the file does not say who connects")


@dataclass(frozen=True, slots=True)
class PortSetting:
    """A path in values that moves listeners, and the ports that these have otherwise."""

    path: str
    documented: str
    listeners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that is read, by the names that packagers gave it.

    `signs` are paths in values that no other chart has; by `hints` alone it is only likely.
    """

    product: str
    names: tuple[str, ...]
    read: Callable[[Value], Iterator[Fact]]
    signs: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


def flag(path: str, option: str) -> Setting:
    """A path that turns an option on and off."""
    return Setting(path, option, YES_NO)


def read_chart(values: Value, product: str, settings: tuple[Setting, ...]) -> Iterator[Fact]:
    """The product runs, with the options that a table decides."""
    yield Runs(origin(values), product)
    yield from read_settings(values, product, settings)


def read_ports(values: Value, ports: tuple[PortSetting, ...]) -> Iterator[Fact]:
    """The ports that a table moves."""
    for one in ports:
        yield from moved(values.path(one.path), one.documented, *one.listeners)


def moved(value: Value, documented: str, *listeners: str) -> Iterator[Fact]:
    """Listeners that one value moves together; 0 and nothing are the chart's own port."""
    if value.text not in {"", "0"} or value.is_template:
        for listener in listeners:
            yield from move(value, listener, documented)


def opened(
    value: Value, id_: str, protocol: str, ports: PortSet, roles: tuple[RoleName, ...]
) -> Listens:
    """Further ports that a file opens, of which nobody says who connects: clients, likely."""
    said = origin(value, "guessed", Message(NOBODY_SAYS_WHO))
    name = slug_of(id_)
    return Listens(said, name, protocol, ports, roles, ("client",), f"{name}, as its file says.")


def several(value: Value, product: str, option: str) -> Iterator[Fact]:
    """An option that holds where there is more than one replica."""
    if value.number is not None:
        yield Chooses(origin(value), product, option, "yes" if value.number > 1 else "no")


def importer_of(chart: Chart, sample: str) -> Importer:
    """The importer of values alone, which say nowhere whose they are."""

    def _read(document: Document) -> Iterator[Fact]:
        values = _values_in(chart, document.value)
        is_sure = _has_any(values, chart.signs)
        for fact in chart.read(values):
            yield fact if is_sure else as_guess(fact, BY_KEYS)

    return Importer(
        name=f"{chart.names[0]}-values",
        label=f"{chart.names[0]}: helm get values",
        command=f"helm get values {chart.names[0]} -o yaml",
        sample=sample,
        recognises=lambda document: _is_of(chart, document),
        read=_read,
    )


def _is_of(chart: Chart, document: Document) -> bool:
    if not document.value or document.value.at("apiVersion") or document.value.at("kind"):
        return False
    values = _values_in(chart, document.value)
    return values is not document.value or _has_any(values, (*chart.signs, *chart.hints))


def _values_in(chart: Chart, value: Value) -> Value:
    """The values themselves, or those of a dependency below the name of the chart."""
    for name in chart.names:
        below = value.at(name)
        if _has_any(below, (*chart.signs, *chart.hints)):
            return below
    return value


def _has_any(value: Value, paths: tuple[str, ...]) -> bool:
    return isinstance(value.data, dict) and any(value.path(path) for path in paths)
