"""What a plan is beside its rules: request, groups, what runs, networks, what was changed."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from itertools import chain

from portsref.exporters.base import Job
from portsref.exporters.documents import labels
from portsref.exporters.documents.about import REQUEST_LABELS
from portsref.exporters.documents.html.markup import Html, facts, own, said, table
from portsref.exporters.words import ADDED_BY, ANY_ADDRESS
from portsref.messages import gettext_noop
from portsref.planning.document import ANY, Change, Group, OwnListener, Pick
from portsref.planning.overview import (
    Running,
    count_by_listener,
    count_hosts,
    ranges_of,
    what_runs,
)

ROLES: Mapping[str, str] = {
    "control-plane": gettext_noop("control plane"),
    "worker": gettext_noop("workers"),
    "etcd": gettext_noop("etcd"),
    "api-endpoint": gettext_noop("API endpoint"),
    "load-balancer": gettext_noop("load balancers"),
    "ingress": gettext_noop("ingress hosts"),
    "storage": gettext_noop("storage hosts"),
    "gateway": gettext_noop("gateway hosts"),
    "pod": gettext_noop("pods"),
    "bootstrap": gettext_noop("bootstrap host"),
    "bastion": gettext_noop("administrators"),
    "client": gettext_noop("clients"),
    "external": gettext_noop("outside"),
}


class HtmlPlan:
    """Writes the parts of a plan; a part of which there is nothing is not there."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._document = job.rule_set.document
        self._say, self._marks = job.language.say, job.language.marks

    def write(self) -> Iterator[Html]:
        """All of it."""
        yield from self._request()
        yield from self._groups()
        yield '<div class="columns">\n'
        yield from self._part(
            labels.RUNS, self._list(map(self._running, what_runs(self._job.rule_set)))
        )
        yield "<div>\n"
        yield from self._part(labels.NETWORKS, facts("networks", self._networks()))
        yield from self._changes()
        yield "</div>\n</div>\n"

    def _part(self, label: str, content: Iterable[Html]) -> Iterator[Html]:
        yield f'<div class="part">\n<h3>{said(self._say, label)}</h3>\n'
        yield from content
        yield "</div>\n"

    def _list(self, entries: Iterable[Iterable[Html]]) -> Iterator[Html]:
        yield '<ul class="list">\n'
        for lines in entries:
            yield f"<li>{''.join(f'<p>{line}</p>' for line in lines if line)}</li>\n"
        yield "</ul>\n"

    def _request(self) -> Iterator[Html]:
        request = self._document.request
        filled = [
            (said(self._say, label), own(value))
            for name, label in REQUEST_LABELS
            if (value := getattr(request, name, None))
        ]
        if filled:
            yield from facts("request", filled)

    def _groups(self) -> Iterator[Html]:
        if not self._document.groups:
            return
        header = (labels.GROUP, labels.ROLES, labels.ZONE, labels.ADDRESSES, labels.HOSTS)
        words = (said(self._say, label) for label in header)
        rows = map(self._group, self._document.groups)
        yield from self._part(labels.WHERE, table("groups", words, rows))

    def _group(self, group: Group) -> Iterator[Html]:
        yield own(group.name)
        yield own(self._marks.item.join(self._roles(group)) or "–")
        yield own(group.zone or "–")
        ranges = (f'<span class="mono">{escape(str(each))}</span>' for each in ranges_of(group))
        yield " ".join(ranges) or "–"
        hosts = count_hosts(group)
        most = "" if hosts.is_exact else "≤ "
        yield f"{most}{hosts.most:,}" if hosts.most else "–"

    def _roles(self, group: Group) -> Iterator[str]:
        yield from (self._say(ROLES[role]) for role in group.roles)
        if group.os != "linux":
            yield group.os.capitalize()
        yield from group.places

    def _running(self, running: Running) -> Iterator[Html]:
        count = self._say(labels.COUNT_OF_RULES, count=running.rules)
        why = escape(self._marks.clause.join((*self._why(running), count)))
        yield f'<b>{own(running.product)}</b> <span class="quiet">{why}</span>'
        yield own(self._marks.item.join(self._chosen(running.pick)))

    def _why(self, running: Running) -> Iterator[str]:
        if not running.pick and running.brought_by:
            by = self._say(ADDED_BY, product=running.brought_by)
            because = self._marks.item.join(f"{one} = {value}" for one, value in running.because)
            yield self._marks.remark.format(by, because) if because else by

    def _chosen(self, pick: Pick | None) -> Iterator[str]:
        if pick is None:
            return
        yield from (f"{option} = {value}" for option, value in pick.options.items())
        if pick.only:
            yield self._say(labels.ONLY, rows=self._marks.item.join(pick.only))
        elif pick.include == "all":
            yield self._say(labels.EVERYTHING)

    def _networks(self) -> Iterator[tuple[Html, Html]]:
        found = self._job.rule_set.networks
        yield from self._network(labels.PODS, found.pods, found.pods_assumed_from)
        yield from self._network(labels.SERVICES, found.services, found.services_assumed_from)
        for label, way in (
            (labels.API_ENDPOINT, self._document.api_endpoint),
            (labels.OUTBOUND_PROXY, self._document.outbound_proxy),
        ):
            if way:
                yield said(self._say, label), own(f"{way.group}, TCP {way.ports.readable}")

    def _network(
        self, label: str, addresses: Iterable[object], assumed_from: str | None
    ) -> Iterator[tuple[Html, Html]]:
        listed = ", ".join(map(str, addresses))
        if listed:
            told = self._say(labels.ASSUMED, product=assumed_from) if assumed_from else ""
            value = f'<span class="mono">{escape(listed)}</span>'
            yield said(self._say, label), f'{value} <span class="quiet">{escape(told)}</span>'

    def _changes(self) -> Iterator[Html]:
        document = self._document
        changed = [change for change in document.changes if not change.excluded]
        excluded = [change for change in document.changes if change.excluded]
        if changed or document.listeners:
            counts = count_by_listener(self._job.rule_set)
            changes = (self._change(change, counts) for change in changed)
            added = (self._own(listener, counts) for listener in document.listeners)
            yield from self._part(labels.CHANGED, self._list(chain(changes, added)))
        if excluded:
            reasons = ((f"<b>{own(one.listener)}</b>", own(one.reason or "")) for one in excluded)
            yield from self._part(labels.NOT_OPENED, self._list(reasons))

    def _own(self, listener: OwnListener, counts: Mapping[str, int]) -> tuple[Html, ...]:
        what = f"{listener.protocol} {listener.ports.readable}".strip()
        touched = self._touched(counts.get(listener.key, 0))
        return f"<b>{own(listener.key)}</b> {escape(what)}", f"{own(listener.purpose)} {touched}"

    def _change(self, change: Change, counts: Mapping[str, int]) -> tuple[Html, ...]:
        says = self._marks.clause.join(self._says(change))
        touched = self._touched(counts.get(change.listener, 0))
        reason = own(change.reason) if change.reason else ""
        return f"<b>{own(change.listener)}</b>", f"{own(says)} {touched}", reason

    def _touched(self, count: int) -> Html:
        if not count:
            return ""
        words = said(self._say, labels.COUNT_OF_RULES, count=count)
        return f'<span class="quiet">{words}</span>'

    def _says(self, change: Change) -> Iterator[str]:
        if change.ports is not None:
            yield self._say(labels.ON_PORT, ports=change.ports.readable)
        if change.peers is not None:
            peers = (self._say(ANY_ADDRESS) if peer == ANY else peer for peer in change.peers)
            yield self._say(labels.ONLY_FROM, peers=self._marks.item.join(peers))
