"""Findings and reasons in the reader's language: a sentence, and what to do about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portsref.catalogue.catalogue import Catalogue
from portsref.planning.rules import Finding, Reason
from portsref.web.shared.row_words import ROLE_NAMES, condition_phrases, translated, word

SEVERITY_NAMES: Mapping[str, Promise] = {
    "error": _("error"),
    "warning": _("warning"),
    "note": _("note"),
}

MOST_NAMED = 8

# code, or code and variant -> what is so, what to do about it; both may name the parameters
FINDING_WORDS: Mapping[str, tuple[Promise, Promise]] = {
    "open-to-any": (
        _("%(ports)s on %(groups)s is open to any address."),
        _(
            "Add a group of administrators or clients, or change this listener and name the groups"
            " that may connect."
        ),
    ),
    "role-unplaced": (
        _("No group plays the role “%(role)s”."),
        _(
            "If your cluster has such hosts, add a group with this role. Without one, nothing is"
            " opened to or from them."
        ),
    ),
    "group-without-addresses": (
        _("The group “%(group)s” has no addresses yet."),
        _("Add them before you hand the rules over: files name the group instead."),
    ),
    "addresses-overlap": (
        _("%(groups)s share the addresses %(addresses)s."),
        _("Give every host to one group, or join the groups into one that plays all their roles."),
    ),
    "port-conflict": (
        _("Two listeners on %(groups)s want %(ports)s."),
        _("Only one of them can have it: move the other to another port, or leave it out."),
    ),
    "port-in-nodeport-range": (
        _("%(ports)s of %(listener)s lies in the range of NodePorts, %(range)s."),
        _("Kubernetes may give that port to a Service: choose a port outside the range."),
    ),
    "unencrypted-across-zones": (
        _("Traffic between the zones %(zones)s is not encrypted."),
        _("Turn encryption on where the product has it, or say in the request why it is safe."),
    ),
    "insecure-port": (
        _("%(product)s serves %(ports)s without authentication."),
        _("Turn it off if nothing needs it, or narrow who may connect."),
    ),
    "version-unsupported": (
        _("The catalogue knows Kubernetes %(oldest)s to %(newest)s, not %(version)s."),
        _("Rows are chosen as far as their versions are known; check them against your release."),
    ),
    "product-unmaintained": (
        _("%(product)s is no longer maintained."),
        _("Plan what will take its place; its ports will not change any more."),
    ),
    "product-unmaintained:deprecated": (
        _("%(product)s is deprecated."),
        _("Look for what its makers recommend instead before you build on it."),
    ),
    "sctp-on-windows": (
        _("Hosts of “%(group)s” run Windows, which does not serve SCTP."),
        _("Place what uses SCTP on Linux hosts, or leave it out."),
    ),
    "unknown-product": (
        _("The catalogue has no product “%(product)s”."),
        _("Look for it under another name, or remove it: it adds no rules."),
    ),
    "unknown-option": (
        _("%(product)s has no option “%(option)s” with the value “%(value)s”."),
        _("Choose another value, or remove the option: the default holds."),
    ),
    "unknown-listener": (
        _("The catalogue no longer has the listener “%(listener)s”."),
        _("Look for what took its place, and take this change or pick back."),
    ),
    "unknown-peer": (
        _("%(listener)s names the peer “%(peer)s”, which is neither a role nor a component."),
        _("Write a role such as worker, or self, any, or a component such as kubernetes/kubelet."),
    ),
    "need-unmet": (
        _("Nothing listens for “%(need)s” in this plan, so no rule is made for it."),
        _("Switch on what it connects to, or switch the connection off where its product has it."),
    ),
    "change-without-effect": (
        _("The change of %(listener)s has no effect."),
        _("Nothing in the plan uses that listener: add what runs it, or take the change back."),
    ),
    "change-without-effect:same-ports": (
        _("The change of %(listener)s has no effect."),
        _("It listens on these ports anyway: enter others, or take the change back."),
    ),
    "change-without-effect:same-peers": (
        _("The change of %(listener)s has no effect."),
        _("Nobody else connects to it anyway: name fewer groups, or take the change back."),
    ),
    "change-without-effect:same": (
        _("The change of %(listener)s has no effect."),
        _("Its ports and whoever connects are the same without it: take the change back."),
    ),
    "change-without-effect:no-ports": (
        _("The change of %(listener)s has no effect."),
        _("Its protocol has no ports that could be changed: take the change back."),
    ),
    "random-port": (
        _("%(product)s has no fixed ports within %(ports)s."),
        _("Fix them where the product allows it; else the whole range must be opened."),
    ),
    "name-needs-address": (
        _("Known by name only: %(names)s."),
        _("Firewalls without names need addresses: ask whoever runs these places."),
    ),
    "option-without-effect": (
        _("The option “%(option)s” of %(product)s has no effect."),
        _("No row of this plan depends on it: if it should open something, pick what it is for."),
    ),
}


@dataclass(frozen=True, slots=True)
class FindingText:
    """One finding as people read it."""

    code: str
    severity: str
    severity_name: str
    title: str
    advice: str
    listeners: tuple[str, ...]
    anchor: str = ""
    listener: str = ""


class _Parameters(dict[str, str]):
    """Parameters of a sentence; one that a finding does not have is left open."""

    def __missing__(self, key: str) -> str:
        return "…"


def say_finding(finding: Finding, catalogue: Catalogue, anchor: str = "") -> FindingText:
    """Word a finding; a code that is not known here shows itself."""
    title, advice = _words_of(finding)
    parameters = _Parameters(_worded(finding, catalogue))
    listeners = finding.parameters.get("listeners", ())
    listener = finding.parameters.get("listener", "")
    return FindingText(
        code=finding.code,
        severity=finding.severity,
        severity_name=str(SEVERITY_NAMES[finding.severity]),
        title=str(title) % parameters,
        advice=str(advice) % parameters,
        listeners=tuple(listener_words(key, catalogue) for key in listeners),
        anchor=anchor,
        listener=listener if isinstance(listener, str) else "",
    )


def _words_of(finding: Finding) -> tuple[Promise | str, Promise | str]:
    """The sentences of a code, in the variant that its parameters ask for."""
    variants = (finding.parameters.get(name) for name in ("because", "status"))
    keys = (*(f"{finding.code}:{variant}" for variant in variants), finding.code)
    return next((FINDING_WORDS[key] for key in keys if key in FINDING_WORDS), (finding.code, ""))


def _worded(finding: Finding, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for name, value in finding.parameters.items():
        if name == "names":
            yield (
                name,
                gettext("; ").join(_place_words(place, finding, catalogue) for place in value),
            )
        elif name == "zones" and len(value) == 2:
            words = {"one": value[0], "other": value[1]}
            yield name, gettext("“%(one)s” and “%(other)s”") % words
        elif isinstance(value, tuple):
            yield name, _listed(value)
        elif name == "role":
            yield name, word(ROLE_NAMES, value)
        elif name in {"listener", "need"}:
            yield name, listener_words(value, catalogue)
        elif name == "product":
            yield name, product_words(value, catalogue)
        elif name == "option":
            yield name, _option_words(finding, value, catalogue)
        else:
            yield name, value


def _listed(values: tuple[str, ...]) -> str:
    """The values, as many as still read as a sentence."""
    named = gettext(", ").join(values[:MOST_NAMED])
    more = len(values) - MOST_NAMED
    words = {"names": named, "count": more}
    return gettext("%(names)s and %(count)d more") % words if more > 0 else named


def _place_words(place: str, finding: Finding, catalogue: Catalogue) -> str:
    """A place outside in the words of the product that speaks of it."""
    if place in ROLE_NAMES:
        return word(ROLE_NAMES, place)
    products = dict.fromkeys(
        key.split("/", 1)[0] for key in finding.parameters.get("listeners", ())
    )
    said = (translated(catalogue, place, product) for product in products)
    return next((text for text in said if text != place), place)


def _option_words(finding: Finding, option_id: str, catalogue: Catalogue) -> str:
    """The label of an option; its id where the catalogue does not have it."""
    product = catalogue.products.get(str(finding.parameters.get("product", "")))
    option = product.option(option_id) if product else None
    return translated(catalogue, option.label, product.product) if product and option else option_id


def product_words(slug: str, catalogue: Catalogue) -> str:
    """The name of a product; its slug where the catalogue does not have it."""
    product = catalogue.products.get(slug)
    return product.name if product else slug


def listener_words(key: str, catalogue: Catalogue) -> str:
    """A row by protocol, ports and component; its key where the catalogue does not have it."""
    row = catalogue.rows.get(key)
    if row is None:
        return key
    return " ".join(
        filter(None, (row.protocol, str(row.ports), f"({catalogue_name(key, catalogue)})"))
    )


def catalogue_name(key: str, catalogue: Catalogue) -> str:
    """The component of a row, by its name."""
    row = catalogue.rows.get(key)
    component = catalogue.products[row.product].component(row.component) if row else None
    return component.name if component else key


def say_reason(reason: Reason, catalogue: Catalogue) -> str:
    """Why a row is in the plan: its way, the options that asked for it, or simply its product."""
    return gettext("; ").join(_parts(reason, catalogue)) or product_words(reason.product, catalogue)


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
        by = gettext("by %(product)s") % {"product": product_words(reason.brought_by, catalogue)}
        because = gettext(", ").join(_options(reason.brought_by, reason.brought_because, catalogue))
        yield gettext("%(what)s (%(why)s)") % {"what": by, "why": because} if because else by
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
