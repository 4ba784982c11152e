"""Windows on the hosts themselves: for each group a script of New-NetFirewallRule.

Microsoft Learn, module NetSecurity of Windows Server 2022, cmdlet New-NetFirewallRule; Windows
PowerShell 5.1 or later, which takes a file for UTF-8 only by its byte order mark. All rules are of
one group, by which they are taken away again, and bear a name of which there is only one. A rule
has sources and destinations of both families, and lists of ports and ranges. `LocalPort` goes with
TCP and UDP alone, so that SCTP cannot be said; other protocols are numbers.

What Windows itself or others allow stays allowed, and only the profile closes the rest. Texts are
in single quotes, of which PowerShell knows five; `|` separates the fields of a stored rule, and a
leading `@` would name a resource of a library.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial

from portsref.addresses import AddressRange
from portsref.exporters.base import Exporter, File, Job, file_name
from portsref.exporters.comments import about_causes, commented, one_line
from portsref.exporters.families import ends_of
from portsref.exporters.host.hosts import WINDOWS, HostGroups, about_hosts, room
from portsref.exporters.host.hosts import says as says_source
from portsref.exporters.host.matches import Matches, with_ends
from portsref.exporters.identifiers import identifier
from portsref.exporters.once import MOST
from portsref.messages import Message, gettext_noop
from portsref.planning.rules import Cause, Endpoint, Rule
from portsref.ports import PortSet
from portsref.protocols import PROTOCOL_BY_NAME

GROUP = "portsref"
MEDIA_TYPE = "text/plain; charset=utf-8"
SUFFIX = "ps1"
NO_SCTP = Message(gettext_noop("Windows Firewall matches ports of TCP and UDP alone"))

LONGEST_NAME, LONGEST_TEXT = 100, 500
_BYTE_ORDER_MARK = "\ufeff"
_HIDDEN_IN_TEXTS = str.maketrans(
    {"|": "/", **{quote: quote * 2 for quote in "'\u2018\u2019\u201a\u201b"}}
)
_HARMLESS = re.compile("[A-Za-z0-9 .-]*")
_EVERY_ADDRESS = {4: "0.0.0.0-255.255.255.255", 6: f"::-{':'.join(['ffff'] * 8)}"}
_ALLOW = f"""
#Requires -RunAsAdministrator
#Requires -Modules NetSecurity
$ErrorActionPreference = 'Stop'
$allow = @{{ Group = '{GROUP}'; Direction = 'Inbound'; Action = 'Allow'; Profile = 'Any' }}

"""
_BEGIN = f"""\
Remove-NetFirewallRule -Group '{GROUP}' -ErrorAction SilentlyContinue

# errors, with which path MTU is found
New-NetFirewallRule @allow -Name '{GROUP}.icmpv4' -DisplayName '{GROUP} ICMPv4 errors' `
    -Protocol ICMPv4 -IcmpType @('3', '11', '12') | Out-Null
# the same, and neighbours, routers and multicast listeners of IPv6
New-NetFirewallRule @allow -Name '{GROUP}.icmpv6' -DisplayName '{GROUP} ICMPv6 neighbours' `
    -Protocol ICMPv6 -IcmpType @('1', '2', '3', '4', '130', '134', '135', '136') | Out-Null

"""
_END = """\

# what no rule allows is blocked
Set-NetFirewallProfile -Profile Domain, Public, Private -Enabled True -DefaultInboundAction Block
"""
_WHAT_IT_DOES = (
    "Other rules that allow still do, such as those that Windows has for remote desktops:",
    "    Get-NetFirewallRule -Enabled True -Direction Inbound -Action Allow",
    f"lists them with these, which are of the group {GROUP}. What no rule allows is blocked.",
    "Answers and loopback pass. What these hosts dial is not filtered.",
    "NodePorts and ports of containers are translated by the virtual switch, beneath this filter:",
    "do not rely on it to close them.",
)
_HOW = (
    "",
    "Check: [void][scriptblock]::Create((Get-Content -Raw -Encoding UTF8 FILE)) finds an error of",
    "syntax. Keep what there is, at the first time: netsh advfirewall export BEFORE.wfw.",
    "Apply, as administrator: powershell -ExecutionPolicy Bypass -File FILE. Twice is as once;",
    "for a moment none of the rules stands: be at a console, or where another rule lets you in.",
    f"What is in force: Get-NetFirewallRule -Group '{GROUP}'.",
    f"Take back: Remove-NetFirewallRule -Group '{GROUP}', which leaves the rest blocked, or",
    "netsh advfirewall import BEFORE.wfw, with which all is as it was.",
)
_HOW_A_DELTA = (
    "",
    "Check: [void][scriptblock]::Create((Get-Content -Raw -Encoding UTF8 FILE)) finds an error of",
    "syntax. Apply, as administrator, where the file of the whole plan is in force already:",
    "powershell -ExecutionPolicy Bypass -File FILE; twice changes nothing.",
    "Take back: apply the file of the whole plan again.",
)


def says(rule: Rule) -> Message | None:
    """Tell why a rule cannot be said: ports of SCTP, or nobody has addresses."""
    return NO_SCTP if rule.protocol == "SCTP" else says_source(rule)


def render_files(job: Job) -> Iterator[File]:
    """A script for each group to whose hosts anything connects."""
    groups = HostGroups(job)
    writer = RuleWriter(
        Matches(ends_of(job.rule_set.rules), groups.names, source="{}", destination="{}"), job
    )
    for group in groups:
        suffix = f"{groups.names[group]}.{SUFFIX}"
        name = file_name(job.rule_set, job.provenance, suffix, job.choice)
        yield File(name, MEDIA_TYPE, partial(_text, job, groups, group, writer))


def _text(job: Job, groups: HostGroups, group: str, writer: "RuleWriter") -> Iterator[str]:
    is_whole = not job.provenance.delta
    yield _BYTE_ORDER_MARK
    yield from commented(about_hosts(job, groups, group, _WHAT_IT_DOES))
    yield from commented(_HOW if is_whole else _HOW_A_DELTA)
    yield _ALLOW
    yield from writer.variables(ends_of(groups.rules(group)))
    yield _BEGIN if is_whole else ""
    yield from writer.rules(groups.rules(group))
    yield _END if is_whole else ""


class RuleWriter:
    """Writes rules that allow, or takes them away in a delta, and the addresses that they name."""

    def __init__(self, matches: Matches, job: Job) -> None:
        self._matches = matches
        self._is_delta = bool(job.provenance.delta)
        self._service = lru_cache(maxsize=MOST)(_service)

    def variables(self, ends: Iterable[Endpoint]) -> Iterator[str]:
        """The addresses of some ends, in each family."""
        told: set[str] = set()
        for end in ends:
            new = [each for each in self._matches.sets.of(end).values() if each[0] not in told]
            if new:
                yield f"# {one_line(end.name)}\n"
            for name, parts in new:
                told.add(name)
                yield f"{_variable(name)} = {_list(map(_address, parts))}\n"
        yield "\n" if told else ""

    def rules(self, rules: Iterable[Rule]) -> Iterator[str]:
        """The commands of each rule."""
        for rule, addresses in with_ends(rules, self._addresses):
            name = f"'{GROUP}-{identifier(rule.name, LONGEST_NAME)}'"
            if self._is_delta:
                yield f"Remove-NetFirewallRule -Name {name} -ErrorAction SilentlyContinue\n"
            if rule.action == "allow":
                service = self._service(rule.protocol, rule.ports, rule.causes)
                yield (
                    f"New-NetFirewallRule @allow -Name {name} `\n"
                    f"    -DisplayName {quoted(f'{GROUP} {rule.name}')} `\n"
                    f"{service}{addresses}"
                )

    def _addresses(self, source: Endpoint, destination: Endpoint, families: frozenset[int]) -> str:
        found = self._matches.of(source, destination, families)
        local = _addresses("LocalAddress", (name for _, _, name in found))
        remote = _addresses("RemoteAddress", (name for _, name, _ in found))
        if not local + remote and len(found) == 1:  # IPIP, which would be of both families
            remote = f" `\n    -RemoteAddress '{_EVERY_ADDRESS[found[0][0]]}'"
        return f"{local}{remote} | Out-Null\n"


def quoted(text: str) -> str:
    """The text as a string in which PowerShell replaces nothing."""
    clean = one_line(text, LONGEST_TEXT)
    return f"'{clean if _HARMLESS.fullmatch(clean) else clean.translate(_HIDDEN_IN_TEXTS)}'"


def _service(protocol: str, ports: PortSet, causes: tuple[Cause, ...]) -> str:
    known = PROTOCOL_BY_NAME[protocol]
    described = f"    -Description {quoted(f'Purpose: {about_causes(causes)}')} `\n"
    if known.has_ports:
        return f"{described}    -Protocol {protocol} -LocalPort {_list(map(str, ports.ranges))}"
    names = {"ICMP": "ICMPv4", "ICMPv6": "ICMPv6"}
    return f"{described}    -Protocol {names.get(protocol, known.number)}"


def _addresses(parameter: str, names: Iterable[str]) -> str:
    variables = [_variable(name) for name in names if name]
    if not variables:
        return ""
    text = " + ".join(variables)
    return f" `\n    -{parameter} {f'({text})' if len(variables) > 1 else text}"


def _variable(name: str) -> str:
    return f"${name.replace('-', '_')}"


def _address(part: AddressRange) -> str:
    return _EVERY_ADDRESS[part.family] if str(part).endswith("/0") else str(part)


def _list(texts: Iterable[str]) -> str:
    return f"@({', '.join(f"'{text}'" for text in texts)})"


EXPORTER = Exporter(
    name="windows",
    label="Windows Firewall",
    summary=gettext_noop("A PowerShell script for each group of Windows hosts: what they accept."),
    family="hosts",
    media_type=MEDIA_TYPE,
    suffix=SUFFIX,
    says=says,
    room=partial(room, WINDOWS),
    render_files=render_files,
    says_actions=True,
    finds_rules=True,
    follows="Microsoft Learn, module NetSecurity, New-NetFirewallRule (Windows Server 2022)",
)
