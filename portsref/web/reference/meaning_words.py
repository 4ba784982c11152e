"""What rows say together, in sentences: what it is, where to open it, how it is encrypted."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portsref.catalogue.products import Component, Listener, Row
from portsref.catalogue.search.entries import Entry
from portsref.catalogue.search.meanings import Meaning, ends_of
from portsref.web.reference.rows import Reader
from portsref.web.shared.joining import clauses, fill, items, sentences, with_remark
from portsref.web.shared.row_words import Words, conditions, version_words, word

MOST_PRODUCTS = 4
_NODES = ("control-plane", "worker")
_HOSTS = (*_NODES, "etcd", "load-balancer", "storage", "ingress")
_OUTSIDE = frozenset({"bastion", "client", "external"})

HOSTS: Words = {
    "control-plane": _("the control plane"),
    "worker": _("the workers"),
    "etcd": _("the etcd hosts"),
    "api-endpoint": _("the API endpoint"),
    "load-balancer": _("load balancers"),
    "ingress": _("the ingress hosts"),
    "storage": _("the storage hosts"),
    "gateway": _("the gateway hosts"),
    "pod": _("pods"),
    "bootstrap": _("the bootstrap host"),
    "bastion": _("administrators"),
    "client": _("clients"),
    "external": _("outside"),
    "any": _("anywhere"),
}
ENCRYPTION: Words = {
    "tls": _("TLS."),
    "mtls": _("Mutual TLS."),
    "none": _("Plain text."),
    "optional": _("Encrypted only if enabled."),
    "ipsec": _("IPsec."),
    "wireguard": _("WireGuard."),
    "ssh": _("SSH."),
    "unknown": "",
}


def say(reader: Reader, meaning: Meaning) -> str:
    """What a meaning says: what it is, from where to where to open it, and how it is encrypted."""
    is_open, where = _where(reader, meaning)
    return sentences(
        (
            _what(reader, meaning),
            where,
            _encryption(meaning.main) if is_open else "",
            *_reservations(reader, meaning),
        )
    )


def say_briefly(reader: Reader, meaning: Meaning) -> str:
    """The same without encryption, and in few words where there is nothing to open."""
    row = meaning.first.row
    if row.scope == "pod" and isinstance(row, Listener):
        where = gettext("In the pod network.")
    elif row.scope == "loopback" or set(ends_of(row)) == {"self"}:
        where = gettext("On the host itself.")
    else:
        where = _where(reader, meaning)[1]
    return sentences((_what(reader, meaning), where, *_reservations(reader, meaning)))


def name_products(reader: Reader, meaning: Meaning) -> str:
    """The products that say it; of many the first, and how many others."""
    names = [reader.product_link(product).text for product in meaning.products]
    more = len(names) - MOST_PRODUCTS
    if more < 2:
        return join_and(names)
    others = ngettext("%(count)d other", "%(count)d others", more) % {"count": more}
    return join_and([*names[:MOST_PRODUCTS], others])


def _what(reader: Reader, meaning: Meaning) -> str:
    """The purpose and whose it is, with all protocols where rows differ in these alone."""
    slug = meaning.first.product.product
    purpose = _purpose(reader, meaning)
    component = reader.text(meaning.first.component.name, slug)
    known = f"{purpose} {name_products(reader, meaning)}".casefold()
    if component.casefold() in known or len(meaning.products) > 1:
        component = ""
    return fill(gettext("%(purpose)s."), {"purpose": with_remark(purpose, component)})


def _purpose(reader: Reader, meaning: Meaning) -> str:
    texts = {
        reader.text(entry.row.purpose, entry.product.product)
        .rstrip(".。")
        .replace(entry.row.protocol, join_and(meaning.protocols))
        for entry in meaning.main
        if entry.product is meaning.first.product
    }
    if len(meaning.protocols) > 1 and len(texts) == 1:
        return texts.pop()
    return clauses(
        reader.text(entry.row.purpose, entry.product.product).rstrip(".。")
        for entry in meaning.main
        if entry.product is meaning.first.product
    )


def _where(reader: Reader, meaning: Meaning) -> tuple[bool, str]:
    """Whether there is something to open between hosts, and from where to where."""
    row = meaning.first.row
    ends = ends_of(row)
    if row.scope == "loopback":
        return False, gettext("Only on the host itself (loopback): nothing to open between hosts.")
    if isinstance(row, Listener) and row.insecure:
        return True, gettext("Keep it closed: whoever reaches it can read or control the cluster.")
    if set(ends) == {"self"}:
        return False, gettext("Only the host itself connects: nothing to open between hosts.")
    if isinstance(row, Listener):
        return (
            (True, _in_pods(reader, row)) if row.scope == "pod" else (True, _from_to(reader, row))
        )
    return True, _to(reader, row)


def _in_pods(reader: Reader, row: Row) -> str:
    """A port of pods: what carries pods' packets carries these too."""
    peers = ends_of(row)
    said = [gettext("Inside the pod network: nothing of its own to open between hosts.")]
    is_dialled = any(_is_control_plane(reader, row, peer) for peer in peers)
    if is_dialled and "worker" not in peers:
        said.append(
            gettext("A control plane outside the pod network must reach the pods on this port.")
        )
    if not _OUTSIDE.isdisjoint(peers):
        said.append(gettext("From outside a Service leads to it."))
    return sentences(said)


def _is_control_plane(reader: Reader, row: Row, peer: str) -> bool:
    if peer in reader.catalogue.role:
        return peer == "control-plane"
    component = reader.catalogue.find_component(row.product, peer)
    return component is not None and component.roles == ("control-plane",)


def _from_to(reader: Reader, row: Row) -> str:
    peers = [peer for peer in ends_of(row) if peer != "self"]
    if set(peers) == set(row.roles):
        hosts = _ends(reader, row, peers)
        if peers == ["control-plane"]:
            hosts = gettext("the control-plane hosts")
        return fill(gettext("Open it between %(hosts)s."), {"hosts": hosts})
    ends = {"source": _ends(reader, row, peers), "target": _ends(reader, row, row.roles)}
    return fill(gettext("Open it from %(source)s to %(target)s."), ends)


def _to(reader: Reader, row: Row) -> str:
    """An outbound need: from the hosts that dial, or from pods on them."""
    hosts = ("pod",) if row.scope == "pod" else row.roles
    ends = {"source": _ends(reader, row, hosts), "target": _ends(reader, row, ends_of(row))}
    return fill(gettext("Let %(source)s reach %(target)s."), ends)


def _ends(reader: Reader, row: Row, names: Sequence[str]) -> str:
    """Hosts and others as a list: `all nodes, clients and the API endpoint`."""
    left = list(dict.fromkeys(names))
    said: list[str] = []
    for whole, phrase in ((_HOSTS, gettext("all hosts")), (_NODES, gettext("all nodes"))):
        if set(whole) <= set(left):
            said.append(phrase)
            left = [name for name in left if name not in whole]
    return join_and([*said, *(_end(reader, row, name) for name in left)])


def _end(reader: Reader, row: Row, name: str) -> str:
    if name in reader.catalogue.role:
        return word(HOSTS, name)
    component = reader.catalogue.find_component(row.product, name)
    text = reader.peer(row, name).text
    return with_remark(text, _where_it_runs(component)) if component else text


def _where_it_runs(component: Component) -> str:
    if set(_NODES) <= set(component.roles):
        return gettext("on all nodes")
    if component.roles == ("control-plane",):
        return gettext("on the control plane")
    return ""


def _encryption(entries: Sequence[Entry]) -> str:
    kinds = {entry.row.tls for entry in entries}
    if len(kinds) == 1:
        return word(ENCRYPTION, kinds.pop())
    if kinds <= {"none", "optional"}:
        return gettext("Plain text, unless encryption is enabled.")
    return ""


def _reservations(reader: Reader, meaning: Meaning) -> Iterable[str]:
    """What keeps it from being there always, and from being opened without a thought."""
    row = meaning.first.row
    if not meaning.lasts:
        yield fill(gettext("Only in old releases: %(versions)s."), {"versions": version_words(row)})
    elif not meaning.by_default and len(meaning.entries) == 1:
        said = {"conditions": clauses(conditions(reader.catalogue, row))}
        yield fill(gettext("Only with %(conditions)s."), said)
    elif not meaning.by_default:
        yield gettext("Only with some options.")
    if isinstance(row, Listener) and row.random:
        yield gettext("Which port of the range is chosen at run time.")


def join_and(words: Iterable[str]) -> str:
    """Join words of a list: `etcd, kubelet and pods`."""
    said = list(dict.fromkeys(words))
    if len(said) < 2:
        return "".join(said)
    return fill(gettext("%(first)s and %(last)s"), {"first": items(said[:-1]), "last": said[-1]})
