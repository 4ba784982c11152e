"""What a text says to the importers, as few plain values that tests compare."""

from portsref.importers.cutting import File
from portsref.importers.drafts import Draft, accept, draft_of
from portsref.importers.reading import read_files
from portsref.importers.registry import IMPORTERS
from portsref.planning.document import SCHEMA, document_from
from tests.importers.names import unknown_names


def read_draft(*texts: str, name: str = "paste") -> Draft:
    """The draft of some texts, each a file of that name."""
    return read_folder([File(name, text) for text in texts])


def read_folder(files: list[File]) -> Draft:
    """The draft of files with names of their own; all that it names is in the catalogue."""
    reading = read_files(files, IMPORTERS)
    assert [name for fact in reading.facts for name in unknown_names(fact)] == []
    return draft_of(reading)


def read_plan(*texts: str) -> dict[str, object]:
    """The plan of all parts that need no yes, as data; it is judged as any plan is."""
    return plan_of(read_draft(*texts))


def plan_of(draft: Draft) -> dict[str, object]:
    """The plan of all parts of a draft that need no yes, as data."""
    parts = [part for part in draft.parts if part.is_accepted_at_first]
    data = document_from(accept(parts, {"schema": SCHEMA, "title": "t"})).as_data()
    return {key: value for key, value in data.items() if key not in {"schema", "title"}}


def guesses(*texts: str) -> list[str]:
    """The ids of the parts that need a yes."""
    return [part.id for part in read_draft(*texts).parts if not part.is_accepted_at_first]


def told(*texts: str) -> list[str]:
    """What is doubtful or unread, with its place."""
    draft = read_draft(*texts)
    return [f"{fact.origin.place}: {fact.reason}" for fact in (*draft.doubts, *draft.unread)]
