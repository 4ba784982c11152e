"""The columns of a rule where a format has rows: what they are called, and what stands in them.

In English they are those of the CSV, in Chinese what a change form calls them. These names are a
contract with whoever reads the files by program, so that they are no messages.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from portsref.exporters.base import Job
from portsref.exporters.files.csv_file import HEADER
from portsref.exporters.language import CHINESE_TAG, ENGLISH_TAG, Language
from portsref.exporters.review_words import ReviewWords
from portsref.exporters.words import RuleWords
from portsref.planning.document import Request
from portsref.planning.rules import Endpoint, Rule


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """The names of columns and the fixed values that stand in them, in a language."""

    header: tuple[str, ...]
    request: Mapping[str, str]
    review: str
    actions: Mapping[str, str]
    phases: Mapping[str, str]
    yes: str
    no: str
    anywhere: str


COLUMN_WORDS: Mapping[str, ColumnWords] = {
    ENGLISH_TAG: ColumnWords(
        header=HEADER,
        request={"ticket": "ticket", "requester": "requester", "expires": "expires"},
        review="review",
        actions={"allow": "allow", "remove": "remove"},
        phases={"installation": "installation"},
        yes="yes",
        no="no",
        anywhere="any",
    ),
    CHINESE_TAG: ColumnWords(
        header=(
            "规则名称", "源地址", "目的地址", "协议", "目的端口", "动作",
            "源主机组", "目的主机组", "源安全域", "目的安全域",
            "产品", "组件", "用途", "条件", "是否必需", "加密方式", "出处", "备注", "阶段",
        ),
        request={"ticket": "工单号", "requester": "申请人", "expires": "有效期至"},
        review="审核结果",
        actions={"allow": "允许", "remove": "删除"},
        phases={"installation": "安装"},
        yes="是",
        no="否",
        anywhere="任意",
    ),
}  # fmt: skip


class Columns:
    """The header and the cells of rules, as texts that no format has escaped yet.

    Behind the others are ticket, requester and end of the plan's request, where it has them.
    """

    def __init__(self, language: Language, request: Request | None) -> None:
        self._words = COLUMN_WORDS[language.tag]
        self._rules = RuleWords(language)
        asked = ((name, getattr(request, name, None)) for name in self._words.request)
        self._request = {name: str(value) for name, value in asked if value}

    @property
    def header(self) -> tuple[str, ...]:
        """The names of all columns."""
        return (*self._words.header, *(self._words.request[name] for name in self._request))

    def cells(self, rule: Rule) -> tuple[str, ...]:
        """The cells of a rule, in the order of the header."""
        source, source_group, source_zone = self.end(rule.source, rule)
        destination, destination_group, destination_zone = self.end(rule.destination, rule)
        ends = (source_group, destination_group, source_zone, destination_zone)
        what, why = self.what(rule), self.why(rule)
        return (rule.name, source, destination, *what, *ends, *why, *self.request)

    def end(self, end: Endpoint, rule: Rule) -> tuple[str, str, str]:
        """Addresses, group and zone of an end; a place outside is in the words of the rule."""
        name = self._words.anywhere if end.kind == "any" else self._rules.end_name(end, rule)
        return ";".join(map(str, end.addresses)) or name, name, end.zone or ""

    def what(self, rule: Rule) -> tuple[str, ...]:
        """What a rule allows."""
        return rule.protocol, str(rule.ports), self._words.actions[rule.action]

    def why(self, rule: Rule) -> tuple[str, ...]:
        """What the causes of a rule say."""
        words, why = self._words, self._rules.of_causes(rule.causes)
        return (
            why.product,
            why.component,
            why.purpose,
            why.condition,
            words.yes if why.required else words.no,
            why.encryption,
            " ".join(why.references),
            why.note,
            words.phases.get(why.phase, why.phase),
        )

    @property
    def request(self) -> tuple[str, ...]:
        """What the plan's request says, the same for each rule."""
        return (*self._request.values(),)


class ReviewColumn:
    """The header and the cell of what reviewers said about a rule; none where nobody may say it.

    It is one, as each takes a twentieth of the time that a large workbook has.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._words = ReviewWords(job)

    @property
    def header(self) -> tuple[str, ...]:
        """The name of the column."""
        return (COLUMN_WORDS[self._job.language.tag].review,) if self._words.is_of_rules else ()

    def cells(self, rule: Rule) -> tuple[str, ...]:
        """The state, who said so, on which day, and who says otherwise."""
        review = self._job.review_of(rule)
        return (self._words.said(review),) if review else ()
