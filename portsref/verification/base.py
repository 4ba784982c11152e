"""What a check says: a state for each rule of a plan, and what was seen beside them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address
from typing import Literal

from portsref.catalogue.catalogue import Catalogue
from portsref.exporters.base import File as MadeFile
from portsref.importers.cutting import File
from portsref.importers.facts import Doubt, Unread
from portsref.importers.values import Place
from portsref.messages import Message
from portsref.planning.provenance import Provenance
from portsref.planning.rules import Rule, RuleSet

MOST_WORK = 5_000_000  # steps, some seconds; whoever answers strangers allows less

# What a state means whichever check said it, the worst first.
type Tone = Literal["bad", "partly", "unknown", "good", "idle"]
TONES: tuple[Tone, ...] = ("bad", "partly", "unknown", "good", "idle")


@dataclass(frozen=True, slots=True)
class State:
    """A state that rules have in a check: its lasting name, what it is called, what to do next.

    Where several checks say something of a rule, one that is `slight` counts for nothing beside one
    that is less so.
    """

    name: str
    label: str
    tone: Tone
    remedy: str = ""
    slight: int = 0


@dataclass(frozen=True, slots=True)
class RuleState:
    """The state of one rule, by `planning.identity.identity_of`, with what makes it so.

    `details` name hosts, ports and sources where these differ, the worst first; `places` are where
    the input says it.
    """

    rule: str
    state: State
    details: tuple[Message, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """Something seen that is no rule of the plan: an existing rule, a socket, a packet.

    `port` is what the reference is asked for about it, such as `8888/tcp`, and `listeners` are the
    keys of what the catalogue has there, the likeliest first. `line` is what is asked where it was
    dropped: a line that `portsref.packet_logs` reads.
    """

    state: State
    what: Message
    place: Place
    details: tuple[Message, ...] = ()
    port: str = ""
    listeners: tuple[str, ...] = ()
    line: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """What one check said of a whole plan, in the order of its rules.

    `missing` are the rules, or the parts of rules, that are closed.
    """

    rules: tuple[RuleState, ...] = ()
    beside: tuple[Beside, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unread: tuple[Unread, ...] = ()
    missing: tuple[Rule, ...] = ()
    figures: Mapping[str, int] = field(default_factory=dict, hash=False)

    @property
    def is_bad(self) -> bool:
        """Tell whether a rule is not, or only in part, as it should be, or something beside bad."""
        return any(one.state.tone in {"bad", "partly"} for one in self.rules) or any(
            one.state.tone == "bad" for one in self.beside
        )


@dataclass(frozen=True, slots=True)
class Input:
    """Something that a check reads: what it is called, and the command that prints it.

    `where` says on what it is to be run, where that is no host of the group.
    """

    name: str
    label: str
    command: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Kit:
    """What whoever asks for the scripts of a kit may say: its id, its key, and what it dials.

    `hosts` are addresses of hosts that there are, in networks of which the plan names none. With
    `closed` it dials what must stay closed as well. `provenance` says which plan it is of.
    """

    id: str
    key: str
    provenance: Provenance
    hosts: tuple[IPv4Address | IPv6Address, ...] = ()
    closed: bool = False


def no_key(_run: str) -> str:
    """Nobody has the key of any kit of probes."""
    return ""


@dataclass(frozen=True, slots=True)
class Options:
    """What whoever asks may say beside the files: whose they are, and how much work is allowed.

    `revision` is the number of the plan's revision, if it is saved; `key_of` has the key that signs
    the results of a kit, by the id of the kit, or nothing.
    """

    group: str = ""
    most_work: int = MOST_WORK
    revision: int | None = None
    key_of: Callable[[str], str] = no_key


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A check of a plan that somebody accepts, by its revision if it is saved, at a time of UTC."""

    check: Check
    rule_set: RuleSet
    revision: int | None
    when: str
    who: str = ""


# Words a message for whoever reads a record.
type Say = Callable[[Message], str]


def sums_up_nothing(_check: Check) -> None:
    """There is nothing to say of the whole plan."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of check, as command, pages and API offer it.

    `name` is what it is called in addresses and commands, `title` on pages, `about` in a sentence.
    `states` are all that it says of rules, the worst first, `beside` all that it says of what is
    no rule; a kept check is read by their names, which never change, and one is `unknown`.
    `asks_group` tells whether `Options.group` means anything to it. `check` takes files, never
    raises, and does no more than `Options.most_work` steps. `sum_up` says in a sentence what a
    check means for the whole plan. Where there is more than commands to get what is read,
    `scripts` makes the files of a kit; `record` writes what to attach to a
    change in Markdown, if there is a use for it.
    """

    name: str
    title: str
    about: str
    inputs: tuple[Input, ...]
    states: tuple[State, ...]
    beside: tuple[State, ...]
    check: Callable[[Sequence[File], RuleSet, Catalogue, Options], Check]
    asks_group: bool = True
    sum_up: Callable[[Check], Message | None] = sums_up_nothing
    scripts: Callable[[RuleSet, Kit], Iterable[MadeFile]] | None = None
    record: Callable[[Acceptance, Say], str] | None = None

    @property
    def untold(self) -> State:
        """The state of a rule of which nothing can be told."""
        return next(state for state in self.states if state.name == "unknown")
