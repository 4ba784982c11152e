"""What an importer is, and how the words of a file become facts.

A module of an importer has a docstring with what it reads, a function that recognises a document,
one that yields facts, and `IMPORTER` last.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address, ip_interface
from itertools import islice
from typing import Literal

from portsref.addresses import AddressError, AddressRange
from portsref.importers.facts import (
    Chooses,
    Endpoint,
    Fact,
    How,
    KubernetesVersion,
    Listens,
    Moves,
    Network,
    Origin,
    Section,
    Unread,
)
from portsref.importers.flags import split_host_port
from portsref.importers.values import Place, Value
from portsref.messages import Message, gettext_noop
from portsref.planning.document import RoleName
from portsref.ports import PortsError, PortSet

BY_TEMPLATE = gettext_noop("is filled in by a template, so its value is not known")
NO_SUCH_WORD = gettext_noop("has a value that is not known here")
NOT_PORTS = gettext_noop("is no port")
NOT_AN_ADDRESS = gettext_noop("is no address of a host")
NOT_A_NETWORK = gettext_noop("is no network")
TOO_MANY_NETWORKS = gettext_noop("has more than %(most)d networks: the others were not read")
MOST_NETWORKS = 100  # of a value; a plan has 20

WHERE_SSH_GOES = gettext_noop("it is where SSH goes, which need not be the address of the node")
WHO_SCRAPES = gettext_noop("it is open beyond loopback, and the file does not say to whom")

YES_NO: Mapping[str, str] = {"true": "yes", "false": "no"}
_TO_FILL_IN = re.compile(r"[^\w.:-]")
_NO_SLUG = re.compile(r"[^a-z0-9]+")
_LONGEST_SLUG = 64
_MINOR = re.compile(r"v?([0-9]{1,2}\.[0-9]{1,3})(?:[.+-].*)?")


@dataclass(frozen=True, slots=True)
class Document:
    """One piece of what was given: values where it is YAML or JSON, and its lines anyway.

    `line` is the line of `file` on which the piece begins. Of an entry of a list `lines` is empty.
    """

    file: str
    line: int
    lines: tuple[str, ...]
    value: Value

    @property
    def kind(self) -> str:
        """Its `kind`, where it is an object of Kubernetes or looks like one."""
        return self.value.at("kind").text

    @property
    def api_group(self) -> str:
        """Its `apiVersion` without the version: `kubeadm.k8s.io`."""
        return self.value.at("apiVersion").text.rpartition("/")[0]


def heads_nothing(_line: str) -> bool:
    """Tell of any line that it heads no table, which is so where a kind has none."""
    return False


def holds_nothing(_document: Document) -> tuple[Value, ...]:
    """Tell of any document that no text in it is a file of its own, which is so of most kinds."""
    return ()


def has_nothing_beside(_document: Document) -> tuple[tuple[str, ...], ...]:
    """Tell of any document that it names no other files, which is so of most kinds."""
    return ()


@dataclass(frozen=True, slots=True)
class Importer:
    """Reads one kind of file.

    `command` is how to get the input, `sample` a small one that it reads. `starts` tells whether a
    line heads a table of its kind, by which a paste of several is cut. Where several documents say
    one thing together, as drop-ins of a configuration do, `join` makes of all that were recognised
    those that are read. `within` are texts of a document that are files of their own, of whichever
    kinds, as manifests in a configuration are. `beside` are files that a document names, each by
    what it may be called, the surest first: where they were given they are among what is joined,
    and read in no other way. `lists` are the sections of which it has all that a cluster has.
    """

    name: str
    label: str
    command: str
    sample: str
    recognises: Callable[[Document], bool]
    read: Callable[[Document], Iterator[Fact]]
    starts: Callable[[str], bool] = heads_nothing
    join: Callable[[Sequence[Document]], Iterable[Document]] | None = None
    within: Callable[[Document], Iterable[Value]] = holds_nothing
    beside: Callable[[Document], Iterable[tuple[str, ...]]] = has_nothing_beside
    lists: frozenset[Section] = frozenset()


@dataclass(frozen=True, slots=True)
class Setting:
    """A path in a file that decides an option of a product.

    `words` are the choices by the file's words, in small letters; `default` is the choice where the
    path is missing, unless it is the catalogue's own.
    """

    path: str
    option: str
    words: Mapping[str, str]
    default: str = ""


def as_one(
    documents: Sequence[Document], entries: Callable[[Document], Iterable[Value]]
) -> tuple[Document]:
    """One document that lists what some have, for what these say only together."""
    place = Place(documents[0].file, documents[0].line)
    values = tuple(value for document in documents for value in entries(document))
    return (Document(place.file, place.line, (), Value(place, values)),)


def origin(value: Value, how: How = "stated", why: Message | None = None) -> Origin:
    """Where a value stands, and how sure what is made of it is."""
    return Origin(value.place, how, why)


def unread(value: Value, reason: str, **parameters: object) -> Unread:
    """Say that a value is not in the draft, and why."""
    return Unread(origin(value), Message(reason, parameters))


def unknown(*values: Value) -> Iterator[Unread]:
    """Say of each value that is filled in by a template that it is not known."""
    return (unread(value, BY_TEMPLATE) for value in values if value.is_template)


def read_settings(value: Value, product: str, settings: tuple[Setting, ...]) -> Iterator[Fact]:
    """The options of a product that a file decides; what it says otherwise is unread."""
    for setting in settings:
        yield from choose(value.path(setting.path), product, setting)


def choose(found: Value, product: str, setting: Setting) -> Iterator[Fact]:
    """One option by the value of its path."""
    if found.is_template:
        yield unread(found, BY_TEMPLATE)
    elif not found:
        if setting.default:
            yield Chooses(origin(found, "default"), product, setting.option, setting.default)
    elif (choice := _word(found, setting.words)) is not None:
        yield Chooses(origin(found), product, setting.option, choice)
    else:
        yield unread(found, NO_SUCH_WORD)


def _word(value: Value, words: Mapping[str, str]) -> str | None:
    if (choice := words.get(value.text.lower())) is not None:
        return choice
    return None if value.flag is None else words.get("true" if value.flag else "false")


def move(value: Value, listener: str, documented: str) -> Iterator[Fact]:
    """A listener's ports where a file says others than `documented`; nothing where it is silent."""
    if value.is_template:
        yield unread(value, BY_TEMPLATE)
    elif value:
        ports = ports_of(value)
        if ports is None:
            yield unread(value, NOT_PORTS)
        elif str(ports) != documented:
            yield Moves(origin(value), listener, ports)


def beyond_loopback(value: Value, id_: str, ports: PortSet, roles: tuple[RoleName, ...]) -> Listens:
    """A listener that products keep on loopback and this file opens; who connects is a guess."""
    why = Message(WHO_SCRAPES)
    peers = ("control-plane", "worker")
    purpose = f"{id_} beyond loopback, for whoever scrapes it."
    return Listens(origin(value, "guessed", why), id_, "TCP", ports, roles, peers, purpose)


def slug_of(text: str) -> str:
    """A name for something of the plan's own, of whatever a file calls it."""
    return _NO_SLUG.sub("-", text.lower()).strip("-")[:_LONGEST_SLUG].strip("-") or "unnamed"


def ports_of(value: Value) -> PortSet | None:
    """Ports as files write them (`6443`, `30000-32767`); None for anything else, and for 0."""
    try:
        ports = PortSet.parse(value.text)
    except PortsError:
        return None
    return ports if ports and value.text.strip("0") else None


def host_address(text: str) -> AddressRange | None:
    """The address of a host, of which a mask is dropped; None for what is none that others reach.

    Loopback, link-local, multicast and unspecified addresses are nobody's to dial.
    """
    try:
        address = ip_interface(text).ip if "/" in text else ip_address(text.strip("[]"))
    except ValueError:
        return None
    if address.is_loopback or address.is_link_local or address.is_multicast:
        return None
    return None if address.is_unspecified else AddressRange.parse(str(address))


def host_addresses(values: Iterator[Value]) -> tuple[AddressRange, ...]:
    """The addresses of hosts among some values, each once."""
    found = (host_address(value.text) for value in values)
    return tuple(dict.fromkeys(address for address in found if address))


def url_addresses(values: Iterable[Value]) -> tuple[AddressRange, ...]:
    """The addresses of hosts in values such as `https://10.0.0.1:2379`, each once."""
    return host_addresses(Value(one.place, split_host_port(one.text)[0]) for one in values)


def networks(value: Value, of: Literal["pods", "services"]) -> Iterator[Fact]:
    """The networks of pods or of Services that a value lists."""
    if value.is_template:
        yield unread(value, BY_TEMPLATE)
    listed = list(islice(value.listed(), MOST_NETWORKS + 1))
    if len(listed) > MOST_NETWORKS:
        yield unread(value, TOO_MANY_NETWORKS, most=MOST_NETWORKS)
    for part in listed[:MOST_NETWORKS]:
        try:
            found = AddressRange.parse(part.text)
        except AddressError:
            yield unread(part, NOT_A_NETWORK)
            continue
        yield Network(origin(part), of, found)


def endpoint(value: Value, documented: str, said: Origin) -> Iterator[Endpoint | Unread]:
    """What a `host`, `host:port` or URL names in front of the API servers."""
    host, port = split_host_port(value.text)
    if value.is_template or _TO_FILL_IN.search(host):
        yield unread(value, BY_TEMPLATE)
    elif host:
        address = host_address(host)
        ports = ports_of(Value(value.place, port)) or PortSet.parse(documented)
        yield Endpoint(said, host, ports, (address,) if address else ())


def kubernetes_version(value: Value) -> Iterator[KubernetesVersion]:
    """The minor version in a text such as `v1.36.3+rke2r1`."""
    if match := _MINOR.fullmatch(value.text):
        yield KubernetesVersion(origin(value), match[1])
