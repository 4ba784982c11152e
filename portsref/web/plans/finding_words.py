"""Findings and reasons in the reader's language, with the names that people know."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.keys import product_of
from portsref.catalogue.products import When
from portsref.messages import Message
from portsref.planning.findings.base import named_in
from portsref.planning.findings.english import english
from portsref.planning.findings.registry import find_kind
from portsref.planning.rules import Finding, Reason
from portsref.web.shared.joining import clauses, fill, items, with_remark
from portsref.web.shared.messages import say
from portsref.web.shared.row_words import (
    PLAN_VALUES,
    ROLE_NAMES,
    condition_phrases,
    place_words,
    translated,
    word,
)

SEVERITY_NAMES: Mapping[str, Promise] = {
    "error": _("error"),
    "warning": _("warning"),
    "note": _("note"),
}

MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class FindingStep:
    """A button beside a finding: what it does to the form of the composer, and its words."""

    do: str
    words: str


@dataclass(frozen=True, slots=True)
class FindingLink:
    """Something that a finding speaks of, and its address; empty where there is no page of it."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class FindingText:
    """One finding as people read it.

    A saved plan adds its `links`, and `rows` for the listeners with theirs; the composer where it
    leads and what helps.
    """

    code: str
    severity: str
    severity_name: str
    title: str
    advice: str
    listeners: tuple[str, ...]
    anchor: str = ""
    listener: str = ""
    step: FindingStep | None = None
    rows: tuple[FindingLink, ...] = ()
    links: tuple[FindingLink, ...] = ()


def say_finding(finding: Finding, catalogue: Catalogue, anchor: str = "") -> FindingText:
    """Word a finding; one whose kind is gone or has other parameters now shows all that it has."""
    kind = find_kind(finding.code)
    words = kind.words(finding.parameters) if kind else None
    parameters = dict(_worded(finding, catalogue))
    listeners = finding.parameters.get("listeners", ())
    listener = finding.parameters.get("listener", "")
    return FindingText(
        code=finding.code,
        severity=finding.severity,
        severity_name=str(SEVERITY_NAMES[finding.severity]),
        title=(_filled_in(words.says, parameters) if words else "") or english(finding),
        advice=_filled_in(words.advice, parameters) if words else "",
        listeners=tuple(listener_words(key, catalogue) for key in listeners),
        anchor=anchor,
        listener=listener if isinstance(listener, str) else "",
    )


def _filled_in(sentence: str, parameters: Mapping[str, str]) -> str:
    """A sentence in the reader's language; empty where it names what the finding does not have."""
    is_whole = named_in(sentence) <= parameters.keys()
    return say(Message(sentence, parameters)) if is_whole else ""


def _worded(finding: Finding, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for name, value in finding.parameters.items():
        if isinstance(value, tuple):
            yield name, _worded_list(name, value, finding, catalogue)
        elif name == "role":
            yield name, word(ROLE_NAMES, value)
        elif name in {"listener", "need"}:
            yield name, listener_words(value, catalogue)
        elif name == "product":
            yield name, product_words(value, catalogue)
        elif name == "setting":
            listener = str(finding.parameters.get("listener", ""))
            yield name, translated(catalogue, value, product_of(listener))
        elif name == "option":
            yield name, _option_words(finding, value, catalogue)
        else:
            yield name, value


def _worded_list(name: str, values: tuple[str, ...], finding: Finding, catalogue: Catalogue) -> str:
    if name == "names":
        return clauses(_place_words(place, finding, catalogue) for place in values)
    if name == "zones" and len(values) == 2:
        words = {"one": values[0], "other": values[1]}
        return gettext("“%(one)s” and “%(other)s”") % words
    if name == "settings":
        slug = str(finding.parameters.get("product", ""))
        return _listed(tuple(setting_words(text, slug, catalogue) for text in values))
    if name == "systems":
        return _listed(tuple(word(PLAN_VALUES, system) for system in values))
    return _listed(values)


def _listed(values: tuple[str, ...]) -> str:
    """The values, as many as still read as a sentence."""
    named = items(values[:MOST_NAMED])
    more = len(values) - MOST_NAMED
    words = {"names": named, "count": more}
    return fill(gettext("%(names)s and %(count)d more"), words) if more > 0 else named


def _place_words(place: str, finding: Finding, catalogue: Catalogue) -> str:
    """A place outside in the words of the product that speaks of it."""
    if place in ROLE_NAMES:
        return word(ROLE_NAMES, place)
    speaks = next(iter(finding.parameters.get("listeners", ())), "")
    return place_words(catalogue, place, product_of(speaks))


def read_setting(setting: str) -> tuple[str, str]:
    """The option and the value of a setting such as `host-network = yes`."""
    option, _, value = setting.partition(" = ")
    return option, value


def setting_words(settings: str, slug: str, catalogue: Catalogue) -> str:
    """Settings of a product such as `host-network = yes`, by the labels of its options."""
    product = catalogue.products.get(slug)
    if product is None:
        return settings
    when: When
    when = {option: (value,) for option, value in map(read_setting, settings.split(", "))}
    words = {"settings": clauses(condition_phrases(catalogue, product, when))}
    return gettext("“%(settings)s”") % words


def _option_words(finding: Finding, option_id: str, catalogue: Catalogue) -> str:
    """The label of an option; its id where the catalogue does not have it."""
    product = catalogue.products.get(str(finding.parameters.get("product", "")))
    option = product.option(option_id) if product else None
    return translated(catalogue, option.label, product.product) if product and option else option_id


def product_words(slug: str, catalogue: Catalogue) -> str:
    """The name of a product; its slug where the catalogue does not have it."""
    product = catalogue.products.get(slug)
    return translated(catalogue, product.name, slug) if product else slug


def listener_words(key: str, catalogue: Catalogue) -> str:
    """A row by protocol, ports and component; its key where the catalogue does not have it."""
    row = catalogue.rows.get(key)
    if row is None:
        return key
    what = f"{row.protocol} {row.ports.readable}".strip()
    return with_remark(what, catalogue_name(key, catalogue))


def catalogue_name(key: str, catalogue: Catalogue) -> str:
    """The component of a row, by its name."""
    row = catalogue.rows.get(key)
    component = catalogue.products[row.product].component(row.component) if row else None
    return translated(catalogue, component.name, row.product) if row and component else key


def say_reason(reason: Reason, catalogue: Catalogue) -> str:
    """Why a row is in the plan: its way, the options that asked for it, or simply its product."""
    return clauses(reason_parts(reason, catalogue))


def reason_parts(reason: Reason, catalogue: Catalogue) -> tuple[str, ...]:
    """The parts of what `say_reason` says, at least one, for who joins several reasons."""
    return tuple(_parts(reason, catalogue)) or (product_words(reason.product, catalogue),)


def _parts(reason: Reason, catalogue: Catalogue) -> Iterator[str]:
    if reason.by_hand:
        yield gettext("picked by hand")
    if reason.through == "api-endpoint":
        yield gettext("through the API endpoint")
    if reason.through == "in-cluster":
        yield gettext("in-cluster Service “kubernetes”")
    if reason.through == "outbound-proxy":
        yield gettext("through the outbound proxy")
    yield from _options(reason.product, reason.options, catalogue)
    if reason.brought_by:
        by = gettext("added by %(product)s") % {
            "product": product_words(reason.brought_by, catalogue)
        }
        because = _options(reason.brought_by, reason.brought_because, catalogue)
        yield with_remark(by, items(because))
    if reason.since:
        yield gettext("since Kubernetes %(version)s") % {"version": reason.since}
    if reason.until:
        yield gettext("up to Kubernetes %(version)s") % {"version": reason.until}


def _options(
    slug: str, options: tuple[tuple[str, str], ...], catalogue: Catalogue
) -> Iterator[str]:
    product = catalogue.products.get(slug)
    if product is None:
        yield from (f"{option} = {value}" for option, value in options)
        return
    yield from condition_phrases(
        catalogue, product, {option: (value,) for option, value in options}
    )
