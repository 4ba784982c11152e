"""What a check of sources found, by product: a line that counts, then what does not hold."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from portsref.sources.checking import STATES, Found

QUIET = frozenset({"holds", "page"})


def report(found: Iterable[Found]) -> Iterator[str]:
    """The lines of the report; of what holds and of pages only the number."""
    products: defaultdict[str, list[Found]] = defaultdict(list)
    for one in found:
        products[one.cited.product].append(one)
    for product, results in products.items():
        counts = Counter(one.state for one in results)
        said = ", ".join(f"{counts[state]} {state}" for state in STATES if counts[state])
        yield f"{product}: {said}"
        yield from (f"  {_line(one)}" for one in results if one.state not in QUIET)


def _line(one: Found) -> str:
    source = one.cited.source
    place = f"{source.repo}@{(source.commit or '')[:10]} {source.path}"
    now = f" → {one.now}" if one.now else ""
    marker = f" {one.shown}: {one.marker!r}" if one.marker else ""
    return f"{one.state}: {one.cited.fact}{marker} ({place}){now}"


def as_data(found: Iterable[Found]) -> list[dict[str, str | None]]:
    """The same for programs: every marker with where it is cited and what became of it."""
    return [
        {
            "product": one.cited.product,
            "fact": one.cited.fact,
            "shows": one.shown or None,
            "marker": one.marker or None,
            "repo": one.cited.source.repo,
            "commit": one.cited.source.commit,
            "path": one.cited.source.path,
            "url": one.cited.source.address,
            "state": one.state,
            "now": one.now or None,
        }
        for one in found
    ]
