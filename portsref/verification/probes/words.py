"""What scripts say in a word, as messages for people."""

import re
from collections.abc import Mapping

from portsref.messages import Message, gettext_noop
from portsref.verification.probes import targets
from portsref.verification.probes.fields import NOTHING

OTHER = gettext_noop("the script says “%(word)s”")
PATH_MTU = gettext_noop("only small frames get through: the path takes at most %(size)s bytes")
FULL_SIZE = gettext_noop("frames of the full %(size)s bytes get there and back")

_WORDS: Mapping[str, str] = {
    "token": "",
    "handshake": "",
    "answered": gettext_noop("the service itself answered"),
    "closed": gettext_noop("the connection was closed at once, as proxies do that reach nobody"),
    "other-port": gettext_noop("the listener answered from another port: something translates it"),
    "connection-refused": "",
    "reset": gettext_noop("the connection was reset"),
    "no-handshake": "",
    "silence": "",
    "no-route-to-host": gettext_noop("“no route to host”: prohibited, or there is no such host"),
    "network-unreachable": gettext_noop("“network is unreachable”: there is no route"),
    "prohibited": gettext_noop("“permission denied”: a firewall says that it is prohibited"),
    "own-filter": gettext_noop("a filter on the host that dials keeps it back"),
    "no-such-name": gettext_noop("the host that dials cannot resolve the name"),
    "no-tool": gettext_noop("the host that dials has no tool for it: python3 or perl would do"),
    "needs-python3-or-perl": gettext_noop("it takes python3 or perl on the host that dials"),
    "tcp-only": gettext_noop("the script for Windows dials TCP alone"),
    "tool-failed": gettext_noop("the tool failed, with nothing that is known"),
    "full-size-lost": gettext_noop("small frames get through, and those of full size are lost"),
    "path-mtu": gettext_noop("small frames get through, and those of full size are too long"),
    "tunnel-silent": gettext_noop(
        "a tunnel answers nobody: run the listener before the installation; after it try "
        "“ping -M do -s 1422” between pods, or “cilium-health status”"
    ),
    "by-choice": gettext_noop("it was left out when the script was run"),
    "own-address": gettext_noop("the host that dials is the only host there"),
    "too-many": gettext_noop("there were more than one run dials"),
    targets.ONLY_NETWORK: gettext_noop(
        "the plan has a network of which no host was named: --to names one"
    ),
    targets.IP_PROTOCOL: gettext_noop("the protocol has no ports that could be dialled"),
    targets.MULTICAST: gettext_noop("it goes to many hosts at once"),
    targets.NO_ADDRESSES: gettext_noop("the plan has no addresses to dial"),
    targets.NO_NAME: gettext_noop("the plan knows no name of it that could be asked for"),
    targets.OUTSIDE: gettext_noop("whoever connects is outside the plan"),
}
_MTU = re.compile(r"(path-mtu|full-size)-([0-9]{1,5})")


def told(word: str) -> Message | None:
    """What a word means, or nothing where the state says it already."""
    if found := _MTU.fullmatch(word):
        text = PATH_MTU if found[1] == "path-mtu" else FULL_SIZE
        return Message(text, {"size": found[2]})
    if word in {"", NOTHING}:
        return None
    known = _WORDS.get(word)
    if known is None:
        return Message(OTHER, {"word": word})
    return Message(known) if known else None
