"""The catalogue's own words in the reader's language: kinds, roles, scopes, encryption, peers.

Sentences of products come from the translation files; the few fixed words stand here, in gettext.
"""

from collections.abc import Mapping
from functools import lru_cache

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.keys import id_of, product_of
from portsref.catalogue.products import Product, Row, When
from portsref.web.shared.joining import fill, items, labelled

type Words = Mapping[str, str | Promise]

KIND_HEADINGS: Words = {
    "core": _("Kubernetes itself"),
    "distribution": _("Distributions"),
    "managed": _("Managed Kubernetes"),
    "cni": _("Pod networks (CNI)"),
    "mesh": _("Service meshes"),
    "load-balancer": _("Load balancers"),
    "ingress": _("Ingress and gateways"),
    "storage": _("Storage"),
    "observability": _("Observability"),
    "security": _("Security and policy"),
    "dns": _("DNS"),
    "gitops": _("GitOps and pipelines"),
    "virtualization": _("Virtualization and provisioning"),
    "runtime": _("Runtimes and devices"),
    "other": _("Other"),
}
KIND_NAMES: Words = {
    "core": _("Kubernetes itself"),
    "distribution": _("distribution"),
    "managed": _("managed Kubernetes"),
    "cni": _("pod network"),
    "mesh": _("service mesh"),
    "load-balancer": _("load balancer"),
    "ingress": _("ingress"),
    "storage": _("storage"),
    "observability": _("observability"),
    "security": _("security"),
    "dns": _("DNS"),
    "gitops": _("GitOps"),
    "virtualization": _("virtualization"),
    "runtime": _("runtime"),
    "other": _("other"),
}
STATUS_NAMES: Words = {
    "unmaintained": _("no longer maintained"),
    "deprecated": _("deprecated"),
}
ROLE_NAMES: Words = {
    "control-plane": _("control plane"),
    "worker": _("workers"),
    "etcd": _("etcd"),
    "api-endpoint": _("API endpoint"),
    "load-balancer": _("load balancers"),
    "ingress": _("ingress hosts"),
    "storage": _("storage hosts"),
    "gateway": _("gateway hosts"),
    "pod": _("pods"),
    "bootstrap": _("bootstrap host"),
    "bastion": _("administrators"),
    "client": _("clients"),
    "external": _("outside"),
    "any": pgettext_lazy("peer", "all"),
}
ROLE_HEADINGS: Words = {
    "control-plane": _("Control plane"),
    "worker": _("Worker nodes"),
    "etcd": _("etcd"),
    "api-endpoint": _("API endpoint"),
    "load-balancer": _("Load balancers"),
    "ingress": _("Ingress hosts"),
    "storage": _("Storage hosts"),
    "gateway": _("Gateway hosts"),
    "pod": _("Pod network"),
    "bootstrap": _("Bootstrap host"),
    "bastion": _("Administrators"),
    "client": _("Clients"),
    "external": _("Outside"),
    "any": _("Any host"),
}
DIRECTION_NAMES: Words = {"inbound": _("Inbound"), "outbound": _("Outbound")}
SCOPE_NAMES: Words = {
    "node": _("the network"),
    "loopback": _("this host only"),
    "pod": _("the pod network"),
}
SCOPE_SENTENCES: Words = {
    "node": _("On the host's address, reachable from the network"),
    "loopback": _("On loopback, reachable from this host only"),
    "pod": _("On the pod's address, reachable in the pod network"),
}
DIALLING_SENTENCES: Words = {
    "node": _("From the host's address"),
    "loopback": _("Within the host"),
    "pod": _("From the pod's address, or the node's after translation"),
}
ENCRYPTION_NAMES: Words = {
    "tls": _("TLS"),
    "mtls": _("mutual TLS"),
    "none": _("plain text"),
    "optional": _("if enabled"),
    "ipsec": _("IPsec"),
    "wireguard": _("WireGuard"),
    "ssh": _("SSH"),
    "unknown": _("unknown"),
}
REQUIRED_NAMES: Words = {"yes": _("required"), "no": pgettext_lazy("row", "optional")}
REQUIRED_SENTENCES: Words = {
    "yes": _("Yes: something breaks without it"),
    "no": _("No: the cluster works without it"),
}
PHASE_NAMES: Words = {"": "", "installation": _("installation only")}
LISTED_NAMES: Words = {
    "yes": _("in the official table"),
    "no": _("not included"),
}
BASIS_NAMES: Words = {
    "documented": _("from the documentation"),
    "code": _("from the source code"),
}
# what of a fact a source shows
SHOWN_NAMES: Words = {
    "protocol": _("protocol"),
    "ports": _("ports"),
    "roles": _("which hosts"),
    "peers": _("who connects"),
    "scope": _("how far it listens"),
    "when": _("when it is needed"),
    "destination": _("where packets go"),
    "phase": _("phase"),
    "tls": _("encryption"),
    "to": _("what it dials"),
    "since": _("versions"),
    "how": _("how pods travel"),
    "pods": _("pod network"),
    "services": _("Service network"),
    "default": _("default"),
    "dns": _("names"),
}
PLAN_CONDITIONS: Words = {
    "os": _("Operating system of the hosts"),
    "ip": _("Addresses of the plan"),
    "pod-traffic": _("Pods' packets between nodes"),
    "control-plane-to-pods": _("How the control plane reaches pods"),
    "servers-run-pods": _("Ordinary pods on control-plane hosts"),
    "images": _("Images of containers"),
}
PLAN_VALUES: Words = {
    "linux": "Linux",
    "windows": "Windows",
    "ipv4": "IPv4",
    "ipv6": "IPv6",
    "encapsulated": _("in a tunnel"),
    "routed": _("routed with pods' addresses"),
    "native": _("in the nodes' own network"),
    "member": _("as part of the pod network"),
    "direct": _("directly, from outside the pod network"),
    "tunnel": _("through a tunnel that agents dial"),
    "unknown": _("not known"),
    "registries": _("from each registry"),
    "mirror": _("from a mirror"),
    "air-gapped": _("from nowhere outside"),
    "yes": pgettext_lazy("choice", "yes"),
    "no": pgettext_lazy("choice", "no"),
}
_CATALOGUE_LANGUAGES = {"zh-hans": "zh-Hans"}


def word(words: Words, key: str) -> str:
    """The word for `key` in the reader's language; the key itself where there is none."""
    return str(words.get(key, key))


def catalogue_language() -> str:
    """The reader's language as the catalogue's folders call it."""
    language = get_language() or "en"
    return _CATALOGUE_LANGUAGES.get(language, language)


def translated(catalogue: Catalogue, text: str, product: str) -> str:
    """A sentence of a product's file in the reader's language."""
    return catalogue.translate(text, catalogue_language(), product)


def place_words(catalogue: Catalogue, name: str, product: str) -> str:
    """What a place outside is called in the reader's language.

    The place may be that of another product than the one that speaks of it.
    """
    files = catalogue.translations.get(catalogue_language(), {})
    found = (files[slug][name] for slug in (product, *files) if name in files.get(slug, {}))
    return next(found, "") or _provided(catalogue, name) or name


def _provided(catalogue: Catalogue, name: str) -> str:
    """What a control plane that a provider runs is called; empty where that is not the place."""
    provider = name.removesuffix(" control plane")
    if provider == name:
        return ""
    for slug, product in catalogue.products.items():
        if product.name == provider:
            named = {"product": translated(catalogue, provider, slug)}
            return gettext("%(product)s control plane") % named
    return ""


def say_phase(phase: str) -> str:
    """When something is needed; empty where that is always."""
    return word(PHASE_NAMES, phase)


def conditions(catalogue: Catalogue, row: Row) -> list[str]:
    """When a row is there, one phrase a condition: `Tunnel between nodes: vxlan`."""
    return condition_phrases(catalogue, catalogue.products[row.product], row.when)


def condition_phrases(catalogue: Catalogue, product: Product, when: When) -> list[str]:
    """Conditions on the options of `product` or its bases, one phrase each."""
    return [_condition(catalogue, product, option_id, values) for option_id, values in when.items()]


def _condition(
    catalogue: Catalogue, product: Product, option_id: str, values: tuple[str, ...]
) -> str:
    if option_id in PLAN_CONDITIONS:
        name = word(PLAN_CONDITIONS, option_id)
        choices = [word(PLAN_VALUES, value) for value in values]
    else:
        name, source = _option_name(catalogue, product, option_id)
        choices = [choice_word(catalogue, value, source) for value in values]
    return labelled(name, any_of(choices))


def _option_name(catalogue: Catalogue, product: Product, option_id: str) -> tuple[str, str]:
    for owner in catalogue.bases(product.product):
        if option := owner.option(option_id):
            return translated(catalogue, option.label, owner.product), owner.product
    return option_id, product.product


def choice_word(catalogue: Catalogue, choice: str, product: str) -> str:
    """A choice of an option; yes and no in the reader's language, names as they are."""
    if choice in {"yes", "no"}:
        return pgettext("choice", "yes") if choice == "yes" else pgettext("choice", "no")
    return translated(catalogue, choice, product)


def any_of(words: list[str]) -> str:
    """Join alternatives: `vxlan, geneve or none`."""
    if len(words) < 2:
        return "".join(words)
    first_and_last = {"first": items(words[:-1]), "last": words[-1]}
    return fill(gettext("%(first)s or %(last)s"), first_and_last)


def version_words(row: Row) -> str:
    """Which Kubernetes versions have the row."""
    if row.since and row.until:
        return gettext("Kubernetes %(since)s to %(until)s") % {
            "since": row.since,
            "until": row.until,
        }
    if row.since:
        return gettext("since Kubernetes %(version)s") % {"version": row.since}
    if row.until:
        return gettext("up to Kubernetes %(version)s") % {"version": row.until}
    return gettext("all versions")


def count_of_rows(count: int) -> str:
    """Say how many rows there are."""
    return ngettext("%(count)d row", "%(count)d rows", count) % {"count": count}


@lru_cache(maxsize=20_000)
def _address(_language: str | None, name: str, *arguments: str | int) -> str:
    return reverse(name, args=arguments)


def address(name: str, *arguments: str | int) -> str:
    """The address of a page in the reader's language; remembered, because rows have many."""
    return _address(get_language(), name, *arguments)


def listener_address(key: str) -> str:
    """The address of the page of a listener."""
    return address("reference:listener", product_of(key), id_of(key))
