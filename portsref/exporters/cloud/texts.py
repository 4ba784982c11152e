"""What files for clouds say about themselves, and how lists are written one by one."""

from collections.abc import Collection, Iterable, Iterator

from portsref.exporters.base import Job
from portsref.exporters.comments import one_line
from portsref.exporters.identifiers import identifiers

LONGEST_PREFIX = 20
_ABOUT = (
    "",
    "A security group is for the hosts of one group of the plan: attach it to all their",
    "interfaces, and all of them where a group has several. It allows what stands here, to every",
    "address of these interfaces, and answers. Another security group of theirs still allows.",
    "What hosts dial is not filtered.",
    "Sources are the plan's addresses: where a gateway translates them, its address is needed.",
)


def about_groups(groups: Iterable[str], pods: Collection[str]) -> Iterator[str]:
    """What security groups of a plan do, some of which are pods; lines without marks."""
    yield from _ABOUT
    for name in groups:
        if name in pods:
            yield one_line(f"“{name}” are pods: its group is for the interfaces that carry them.")


def prefix(job: Job) -> str:
    """What names in the cloud begin with: the title of the plan, as an identifier."""
    title = job.rule_set.document.title
    words = identifiers((title,))[title]
    if len(words) <= LONGEST_PREFIX:
        return words
    return words[: LONGEST_PREFIX + 1].rpartition("-")[0] or words[:LONGEST_PREFIX]


def separated(items: Iterable[str], joint: str = ",\n") -> Iterator[str]:
    """The items with something between them, one at a time."""
    between = ""
    for item in items:
        yield f"{between}{item}"
        between = joint
