"""CSV for Chinese tickets, and for a spreadsheet that is set to Chinese.

The columns of the CSV under the names that Chinese change forms have, with texts in Chinese
whatever language the reader has. It differs from the CSV in three more ways: a byte order mark, by
which such spreadsheets know UTF-8 from GB 18030; lines end in CR LF, as RFC 4180 has it; and the
ticket, who asks and until when are columns where the plan has them.

What a spreadsheet would run has a `'` in front, and no cell holds a line break. Any rule can be
said. Names of components, products and groups stay as they are, and so does a text that the
catalogue has no Chinese for.
"""

from collections.abc import Iterator
from functools import lru_cache

from portsref.exporters.base import Exporter, Job, says_everything
from portsref.exporters.files.columns import Columns
from portsref.exporters.files.csv_file import cell
from portsref.exporters.language import CHINESE_TAG
from portsref.exporters.once import MOST, Once
from portsref.messages import gettext_noop
from portsref.planning.rules import ANYWHERE, Action, Cause, Endpoint, Rule
from portsref.ports import PortSet

BYTE_ORDER_MARK = "\ufeff"


def render(job: Job) -> Iterator[str]:
    """Write the header and one row a rule."""
    rows = _Rows(Columns(job.language, job.rule_set.document.request))
    yield rows.header
    yield from map(rows.row, job.rules)


class _Rows:
    """Makes rows of rules; the cells that many rules share are made once."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._group = Once(self._cells_of_group)
        self._rest = lru_cache(maxsize=MOST)(self._cells_of_rest)
        self.header = f"{BYTE_ORDER_MARK}{','.join(columns.header)}\r\n"

    def row(self, rule: Rule) -> str:
        """The row of a rule."""
        source, source_group, source_zone = self._end(rule.source, rule)
        destination, destination_group, destination_zone = self._end(rule.destination, rule)
        what, why = self._rest(rule.protocol, rule.ports, rule.causes, rule.action)
        ends = f"{source_group},{destination_group},{source_zone},{destination_zone}"
        return f"{cell(rule.name)},{source},{destination},{what},{ends},{why}\r\n"

    def _end(self, end: Endpoint, rule: Rule) -> tuple[str, ...]:
        if end.kind == "group":
            return self._group(end)
        return tuple(map(cell, self._columns.end(end, rule)))

    def _cells_of_group(self, end: Endpoint) -> tuple[str, ...]:
        return tuple(map(cell, self._columns.end(end, _NO_RULE)))

    def _cells_of_rest(
        self, protocol: str, ports: PortSet, causes: tuple[Cause, ...], action: Action
    ) -> tuple[str, str]:
        rule, columns = Rule("", ANYWHERE, ANYWHERE, protocol, ports, causes, action), self._columns
        why = (*columns.why(rule), *columns.request)
        return ",".join(map(cell, columns.what(rule))), ",".join(map(cell, why))


_NO_RULE = Rule("", ANYWHERE, ANYWHERE, "", PortSet(), ())  # which a group does not ask


EXPORTER = Exporter(
    name="csv-zh",
    label="CSV（中文，适合 Excel）",
    summary=gettext_noop("The CSV with Chinese columns and texts, as Excel opens it."),
    family="ticket",
    media_type="text/csv; charset=utf-8",
    suffix="csv",
    says=says_everything,
    render=render,
    says_actions=True,
    only_language=CHINESE_TAG,
)
