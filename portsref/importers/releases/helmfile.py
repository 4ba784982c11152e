"""helmfile: releases with their charts and values, in the file itself and in files beside it.

Values are laid over each other in the order of `values`, and `set` over all of them; a template of
`templates` that a release inherits goes before it. A file of values that was given too is read as
its release's, found by its path beside the helmfile or by its name alone.

Not read: what a template fills in, `secrets` (left out as all secrets are), values of environments,
helmfiles that it includes and that were not given. A release with a condition, or of which a
template says whether it is installed, is only likely; one that is not installed is none.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from posixpath import basename, dirname, join, normpath

from portsref.importers.base import BY_TEMPLATE, Document, Importer, unread
from portsref.importers.facts import Fact, as_guess
from portsref.importers.overlay import merged, overlaid
from portsref.importers.releases.reading import VALUES_ELSEWHERE, chart_name, read_release
from portsref.importers.values import Place, Value
from portsref.messages import gettext_noop
from portsref.work import TooMuchWorkError, Work

CONDITION = gettext_noop("a condition decides whether it is installed, which is not known here")
TOO_MUCH = gettext_noop(
    "its values and those before it are more than %(most)s: what follows was not read"
)
TOO_MANY = gettext_noop("more than %(most)s releases: what follows was not read")

MOST_RELEASES = 500
MOST_FILES = 20  # of values that one release names
MOST_TEMPLATES = 5
MOST_MERGED = 300_000  # values that are laid over others: releases may name the same file
_OF_A_RELEASE = ("chart", "values", "set", "installed", "condition")
_HELMFILE, _FILES = "(helmfile)", "(files)"
_KEYS = frozenset({
    "releases", "repositories", "environments", "helmDefaults", "commonLabels", "templates",
    "helmfiles", "bases", "hooks", "apiVersions", "kubeVersion", "defaultInherit", "lockFilePath",
    "missingFileHandler", "helmBinary", "values", "filepath", "context", "namespace",
})  # fmt: skip
_ALONE = frozenset({"environments", "helmDefaults", "repositories", "helmfiles"})


def _recognises(document: Document) -> bool:
    keys = {key for key, _ in document.value.items()}
    if not keys or document.value.at("apiVersion") or not keys <= _KEYS:
        return False
    releases = document.value.at("releases")
    has_chart = any(one.at("chart") or one.at("inherit") for one in releases.each())
    return has_chart if releases else bool(keys & _ALONE)


def _beside(document: Document) -> Iterator[tuple[str, ...]]:
    """The files of values that releases name, each by its path and by its name alone."""
    for release in _releases(document.value):
        for value in _listed_values(release):
            if value.text and not value.is_template:
                yield _names(value.text, document.file)


def _names(name: str, helmfile: str) -> tuple[str, ...]:
    """How a file beside a helmfile may be called: a page gives files without their folder."""
    return normpath(join(dirname(helmfile), name)), basename(name)


def _releases(helmfile: Value) -> Iterator[Value]:
    """The releases, each over the templates that it inherits."""
    templates = helmfile.at("templates")
    usual = [*islice(helmfile.at("defaultInherit").each(), MOST_TEMPLATES)]
    for release in islice(helmfile.at("releases").each(), MOST_RELEASES):
        inherited = (*usual, *islice(release.at("inherit").each(), MOST_TEMPLATES))
        layers = [templates.at(one.at("template").text) for one in inherited]
        yield Value(release.place, dict(_said([*layers, release])))


def _said(layers: Sequence[Value]) -> Iterator[tuple[str, Value]]:
    """What is read of a release, by the last layer that says it."""
    for key in _OF_A_RELEASE:
        said = [layer.at(key) for layer in layers if layer.at(key) or layer.at(key).is_template]
        if said:
            yield key, said[-1]


def _listed_values(release: Value) -> Iterator[Value]:
    return islice(release.at("values").each(), MOST_FILES)


def _join(documents: Sequence[Document]) -> Iterator[Document]:
    """Each helmfile with the files of values that were given; a file has one document."""
    helmfiles = [document for document in documents if _recognises(document)]
    files = {normpath(one.file): one.value for one in documents if not _recognises(one)}
    for document in helmfiles:
        place = Place(document.file, document.line)
        parts = {_HELMFILE: document.value, _FILES: Value(place, files)}
        yield Document(document.file, document.line, (), Value(place, parts))


def _read(document: Document) -> Iterator[Fact]:
    helmfile = document.value.at(_HELMFILE)
    merging = _Merging(dict(document.value.at(_FILES).items()), document.file)
    for release in _releases(helmfile):
        if release.at("installed").flag is False:
            continue
        is_sure = not (release.at("condition") or release.at("installed").is_template)
        try:
            facts = [*merging.read(release)]
        except TooMuchWorkError:
            yield unread(release, TOO_MUCH, most=f"{MOST_MERGED:,}")
            return
        for fact in facts:
            yield fact if is_sure else as_guess(fact, CONDITION)
    for further in islice(helmfile.at("releases").each(), MOST_RELEASES, MOST_RELEASES + 1):
        yield unread(further, TOO_MANY, most=str(MOST_RELEASES))


class _Merging:
    """Reads releases with their values, of which all together have a bound."""

    def __init__(self, files: Mapping[str, Value], helmfile: str) -> None:
        self._files = files
        self._helmfile = helmfile
        self._work = Work(MOST_MERGED)
        self._sizes: dict[int, int] = {}

    def read(self, release: Value) -> Iterator[Fact]:
        """A release with its chart; raises `TooMuchWorkError`."""
        values = Value(release.place)
        for value in _listed_values(release):
            found = self._values(value)
            if found is None:
                yield unread(value, BY_TEMPLATE if value.is_template else VALUES_ELSEWHERE)
            elif isinstance(found.data, dict):
                self._work.do(self._size(found))
                values = merged(values, found)
        chart = release.at("chart")
        yield from read_release(chart, chart_name(chart.text), overlaid(values, release.at("set")))

    def _values(self, value: Value) -> Value | None:
        """The values, or those of the file of that name; None where it was not given."""
        if value.is_template:
            return None
        if not value.text:
            return value
        names = _names(value.text, self._helmfile)
        return next((self._files[name] for name in names if name in self._files), None)

    def _size(self, value: Value) -> int:
        """How many values stand in one, worked out once of what several releases name."""
        if id(value) not in self._sizes:
            self._sizes[id(value)] = sum(1 for _ in _every(value))
        return self._sizes[id(value)]


def _every(value: Value) -> Iterator[Value]:
    left = [value]
    while left:
        one = left.pop()
        yield one
        left.extend(below for _, below in one.items())


IMPORTER = Importer(
    name="helmfile",
    label="helmfile",
    command="cat helmfile.yaml",
    sample="releases:\n- {name: a, chart: cilium/cilium, values: [{routingMode: native}]}\n",
    recognises=_recognises,
    read=_read,
    join=_join,
    beside=_beside,
)
