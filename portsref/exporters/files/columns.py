"""The columns of a rule where a format has rows: what they are called, and what stands in them.

In English they are those of the CSV, in Chinese what a change form calls them. These names are a
contract with whoever reads the files by program, so that they are no messages.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portsref.exporters.files.csv_file import HEADER
from portsref.exporters.language import CHINESE_TAG, ENGLISH_TAG, Language
from portsref.exporters.words import RuleWords
from portsref.planning.document import Request
from portsref.planning.rules import Endpoint, Rule


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """The names of columns and the fixed values that stand in them, in a language."""

    header: tuple[str, ...]
    request: Mapping[str, str]
    actions: Mapping[str, str]
    phases: Mapping[str, str]
    yes: str
    no: str
    anywhere: str


COLUMN_WORDS: Mapping[str, ColumnWords] = {
    ENGLISH_TAG: ColumnWords(
        header=HEADER,
        request={"ticket": "ticket", "requester": "requester", "expires": "expires"},
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

    def cells(self, rule: Rule) -> Iterator[str]:
        """The cells of a rule, in the order of the header."""
        words, why = self._words, self._rules.of_causes(rule.causes)
        yield rule.name
        yield self._address(rule.source, rule)
        yield self._address(rule.destination, rule)
        yield rule.protocol
        yield str(rule.ports)
        yield words.actions[rule.action]
        yield self._name(rule.source, rule)
        yield self._name(rule.destination, rule)
        yield rule.source.zone or ""
        yield rule.destination.zone or ""
        yield why.product
        yield why.component
        yield why.purpose
        yield why.condition
        yield words.yes if why.required else words.no
        yield why.encryption
        yield " ".join(why.references)
        yield why.note
        yield words.phases.get(why.phase, why.phase)
        yield from self._request.values()

    def _address(self, end: Endpoint, rule: Rule) -> str:
        return ";".join(map(str, end.addresses)) or self._name(end, rule)

    def _name(self, end: Endpoint, rule: Rule) -> str:
        return self._words.anywhere if end.kind == "any" else self._rules.end_name(end, rule)
