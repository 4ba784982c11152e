"""What a file for people says of rules, in its language."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from portsref.exporters.language import ENGLISH_TAG, Language
from portsref.exporters.once import MOST
from portsref.messages import gettext_noop
from portsref.planning.findings.base import Value, named_in
from portsref.planning.findings.english import english
from portsref.planning.findings.registry import find_kind
from portsref.planning.rules import ANYWHERE, Cause, Endpoint, Finding, Reason, Rule
from portsref.ports import PortSet

ENCRYPTIONS: Mapping[str, str] = {
    "tls": gettext_noop("TLS"),
    "mtls": gettext_noop("mutual TLS"),
    "none": gettext_noop("plain text"),
    "optional": gettext_noop("if enabled"),
    "ipsec": gettext_noop("IPsec"),
    "wireguard": gettext_noop("WireGuard"),
    "ssh": gettext_noop("SSH"),
    "unknown": gettext_noop("unknown"),
}
SEVERITIES: Mapping[str, str] = {
    "error": gettext_noop("error"),
    "warning": gettext_noop("warning"),
    "note": gettext_noop("note"),
}
WAYS: Mapping[str, str] = {
    "api-endpoint": gettext_noop("through the API endpoint"),
    "in-cluster": gettext_noop("in-cluster Service “kubernetes”"),
    "outbound-proxy": gettext_noop("through the outbound proxy"),
}
# Roles that a place outside the plan may stand for.
OUTSIDE: Mapping[str, str] = {
    "external": gettext_noop("outside"),
    "client": gettext_noop("clients"),
    "bastion": gettext_noop("administrators"),
}
ANY_ADDRESS = gettext_noop("any address")
ALWAYS = gettext_noop("always")
BY_HAND = gettext_noop("picked by hand")
ADDED_BY = gettext_noop("added by %(product)s")
SINCE = gettext_noop("since Kubernetes %(version)s")
UP_TO = gettext_noop("up to Kubernetes %(version)s")


@dataclass(frozen=True, slots=True)
class CauseWords:
    """What the causes of a rule say together."""

    product: str
    component: str
    purpose: str
    condition: str
    required: bool
    encryption: str
    references: tuple[str, ...]
    note: str
    phase: str


class RuleWords:
    """Words of rules in a language; what the causes say is put together once for many rules."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.of_causes = lru_cache(maxsize=MOST)(self._of_causes)

    def end_name(self, end: Endpoint, rule: Rule) -> str:
        """What an end is called; a place outside in the words of the product that speaks of it."""
        if end.kind == "group":
            return end.name
        if end.kind == "any":
            return self.language.say(ANY_ADDRESS)
        if end.name in OUTSIDE:
            return self.language.say(OUTSIDE[end.name])
        return self.language.of_product(end.name, rule.causes[0].reason.product)

    def _of_causes(self, causes: tuple[Cause, ...]) -> CauseWords:
        said = self.language.of_product
        item, clause, sentence = (
            self.language.marks.item,
            self.language.marks.clause,
            self.language.marks.sentence,
        )
        rule = Rule("", ANYWHERE, ANYWHERE, "", PortSet(), causes)
        return CauseWords(
            product=rule.product,
            component=rule.component,
            purpose=_joined((said(c.purpose, c.reason.product) for c in causes), sentence),
            condition=_joined(map(self.reason, (cause.reason for cause in causes)), clause),
            required=rule.required,
            encryption=_joined((self.encryption(cause.encryption) for cause in causes), item),
            references=rule.references,
            note=_joined((said(c.note, c.reason.product) for c in causes if c.note), sentence),
            phase=rule.phase,
        )

    def encryption(self, encryption: str) -> str:
        """How traffic is encrypted."""
        return self.language.say(ENCRYPTIONS.get(encryption, encryption))

    def reason(self, reason: Reason) -> str:
        """Why a row is in the plan: `encryption = wireguard`, as the plan itself writes it."""
        if self.language.tag == ENGLISH_TAG:
            return reason.text
        return self.language.marks.clause.join(self._parts(reason)) or self.language.say(ALWAYS)

    def _parts(self, reason: Reason) -> Iterator[str]:
        say, marks = self.language.say, self.language.marks
        if reason.said:
            yield reason.said
        if reason.by_hand:
            yield say(BY_HAND)
        if reason.options:
            yield _options(reason.options, marks.item)
        if reason.brought_by:
            by = say(ADDED_BY, product=reason.brought_by)
            because = (f"{option} = {value}" for option, value in reason.brought_because)
            yield (
                marks.remark.format(by, marks.item.join(because)) if reason.brought_because else by
            )
        if reason.since:
            yield say(SINCE, version=reason.since)
        if reason.until:
            yield say(UP_TO, version=reason.until)
        if reason.through:
            yield say(WAYS[reason.through])

    def finding(self, finding: Finding) -> tuple[str, str]:
        """What is doubtful and what to do about it; rows and products by their keys."""
        kind = find_kind(finding.code)
        words = kind.words(finding.parameters) if kind else None
        if words is None or not named_in(words.says) <= finding.parameters.keys():
            return english(finding), ""
        parameters = {name: self._text(value) for name, value in finding.parameters.items()}
        title = self.language.say(words.says, **parameters)
        has_all = named_in(words.advice) <= finding.parameters.keys()
        return title, self.language.say(words.advice, **parameters) if has_all else ""

    def severity(self, finding: Finding) -> str:
        """How grave it is."""
        return self.language.say(SEVERITIES[finding.severity])

    def _text(self, value: Value) -> str:
        return value if isinstance(value, str) else self.language.marks.item.join(value)


def _options(options: Iterable[tuple[str, str]], separator: str) -> str:
    return separator.join(f"{option} = {value}" for option, value in options)


def _joined(texts: Iterator[str], separator: str) -> str:
    return separator.join(dict.fromkeys(texts))
