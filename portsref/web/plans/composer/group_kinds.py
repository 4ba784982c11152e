"""The kinds of groups that the composer offers, each with what a group of it is at first."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class GroupKind:
    """A kind of group; `front` is the part of the form that it becomes the group of."""

    key: str
    label: str | Promise
    name: str | Promise
    role: str = ""
    front: str = ""
    ports: str = ""
    explain: str | Promise = ""

    def free_name(self, taken: Iterable[str]) -> str:
        """What a group of this kind is called where others are called as `taken` says."""
        names = frozenset(taken)
        name = str(self.name) or gettext("group %(number)d") % {"number": len(names) + 1}
        if name not in names:
            return name
        stem = name if self.name else gettext("group %(number)d").partition("%")[0].strip()
        further = (f"{stem} {number}" for number in range(2, len(names) + 3))
        return next(name for name in further if name not in names)


GROUP_KINDS: tuple[GroupKind, ...] = (
    GroupKind("control-plane", _("Control plane"), _("control-plane"), role="control-plane"),
    GroupKind("worker", _("Workers"), _("workers"), role="worker"),
    GroupKind("etcd", "etcd", "etcd", role="etcd", explain=_("on hosts of its own")),
    GroupKind(
        "api",
        _("API address"),
        pgettext_lazy("name of a group", "api"),
        role="api-endpoint",
        front="endpoint",
        ports="6443",
        explain=_("virtual address or load balancer"),
    ),
    GroupKind("admins", _("Administrators"), _("admins"), role="bastion"),
    GroupKind("users", _("Users of Services"), _("users"), role="client"),
    GroupKind("load-balancer", _("Load balancer"), _("load-balancers"), role="load-balancer"),
    GroupKind(
        "proxy",
        _("Outbound proxy"),
        pgettext_lazy("name of a group", "proxy"),
        front="proxy",
        ports="3128",
    ),
    GroupKind("pods", _("Pods"), pgettext_lazy("name of a group", "pods"), role="pod"),
    GroupKind("other", _("Another group"), ""),
)


def find_kind(key: str) -> GroupKind:
    """The kind of that name; any other group where there is none."""
    return next((kind for kind in GROUP_KINDS if kind.key == key), GROUP_KINDS[-1])
