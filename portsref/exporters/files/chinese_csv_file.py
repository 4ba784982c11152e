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

from portsref.exporters.base import Exporter, Job, says_everything
from portsref.exporters.files.columns import Columns
from portsref.exporters.files.csv_file import cell
from portsref.exporters.language import CHINESE_TAG
from portsref.messages import gettext_noop

BYTE_ORDER_MARK = "\ufeff"


def render(job: Job) -> Iterator[str]:
    """Write the header and one row a rule."""
    columns = Columns(job.language, job.rule_set.document.request)
    yield BYTE_ORDER_MARK + _line(columns.header)
    for rule in job.rules:
        yield _line(columns.cells(rule))


def _line(cells: Iterator[str] | tuple[str, ...]) -> str:
    return ",".join(map(cell, cells)) + "\r\n"


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
