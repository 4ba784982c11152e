"""A draft as plain values, for pipelines and the API."""

from collections.abc import Collection, Iterable, Mapping

from portsref.importers.drafts import Draft, Part
from portsref.importers.facts import Doubt, Unread
from portsref.importers.updating import State

type Data = Mapping[str, object]

SCHEMA = "portsref.draft/v1"


def draft_data(
    draft: Draft, accepted: Collection[str], states: Mapping[str, State] | None = None
) -> Data:
    """Its parts, with whether each is accepted and where it was read, and what is not in them.

    `states` says by their ids what parts are to a plan that they come into: nothing else is new.
    """
    states = states or {}
    return {
        "schema": SCHEMA,
        "parts": [
            _part(part, is_accepted=part.id in accepted, state=states.get(part.id, "new"))
            for part in draft.parts
        ],
        "doubts": told_data(draft.doubts),
        "unread": told_data(draft.unread),
    }


def _part(part: Part, *, is_accepted: bool, state: State) -> Data:
    return {
        "id": part.id,
        "accepted": is_accepted,
        "how": part.how,
        "state": state,
        "why": next((str(origin.why) for origin in part.origins if origin.why), None),
        "plan": part.piece,
        "rivals": list(part.rivals),
        "places": [str(origin.place) for origin in part.origins],
    }


def told_data(facts: Iterable[Doubt | Unread]) -> list[Data]:
    """What is doubtful or was not read, with its place and the reason in English."""
    return [{"place": str(fact.origin.place), "reason": str(fact.reason)} for fact in facts]
