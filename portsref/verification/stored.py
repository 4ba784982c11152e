"""A check as plain values, to be kept with a revision and read back in any language.

Rules stand by their identity with a digest of their contents, so what was said of a rule holds in
another revision only where the rule is as it was. Of what was pasted nothing is in it but states,
reasons and places.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from portsref.addresses import AddressRange
from portsref.importers.facts import Doubt, Origin, Unread
from portsref.importers.values import Place
from portsref.messages import Message, gettext_noop
from portsref.planning.identity import contents_of, identities_of
from portsref.planning.rules import Endpoint, Rule, RuleSet
from portsref.planning.stored import UnknownFormError
from portsref.ports import PortSet
from portsref.verification.base import TONES, Beside, Check, Kind, RuleState, State

FORM = 1
MOST_BESIDE = 500
MOST_TOLD = 200
_CONTENTS_DIGITS = 12
_LONGEST_TEXT = 300

IS_OTHER_NOW = gettext_noop("the rule is new or another than when this was checked")

type Data = dict[str, Any]


def stored_check(check: Check, rule_set: RuleSet) -> Data:
    """Plain values that `check_from` reads back; of very much beside the rules only the worst."""
    beside = sorted(check.beside, key=lambda one: TONES.index(one.state.tone))
    rules = {rule.name: rule for rule in rule_set.all_rules}
    together = zip(rules.values(), check.rules, strict=True)
    return {
        "form": FORM,
        "rules": [
            {
                "rule": one.rule,
                "contents": _contents(rule),
                "state": one.state.name,
                **_filled(details=_messages(one.details), places=list(map(_place, one.places))),
            }
            for rule, one in together
        ],
        "beside": [
            {
                "state": one.state.name,
                "what": _message(one.what),
                "place": _place(one.place),
                **_filled(details=_messages(one.details), listeners=list(one.listeners)),
                **_said(port=one.port, line=one.line),
            }
            for one in beside[:MOST_BESIDE]
        ],
        "doubts": list(map(_told, check.doubts[:MOST_TOLD])),
        "unread": list(map(_told, check.unread[:MOST_TOLD])),
        "missing": [_part(part, rules[part.name]) for part in check.missing],
        "figures": dict(check.figures),
    }


def check_from(data: Data, kind: Kind, rule_set: RuleSet) -> Check:
    """What was said, of the rules that are still as they were; raises `UnknownFormError`.

    A rule that was not there, or that is another now, is one of which nothing can be told; then
    there are no figures either, which were of the rules of then.
    """
    if data.get("form") != FORM:
        raise UnknownFormError(f"a check of the form {data.get('form')!r}, not {FORM}")
    states = {state.name: state for state in (*kind.states, *kind.beside)}
    of_rules = {state.name: state for state in kind.states}
    said = {one["rule"]: one for one in data["rules"]}
    found: list[RuleState] = []
    same: dict[str, Rule] = {}
    for rule, identity in zip(rule_set.all_rules, identities_of(rule_set.all_rules), strict=True):
        one = said.get(identity)
        if one is None or one["contents"] != _contents(rule):
            found.append(RuleState(identity, kind.untold, (Message(IS_OTHER_NOW),)))
        else:
            same[rule.name] = rule
            found.append(_rule_state(one, of_rules))
    return Check(
        rules=tuple(found),
        beside=tuple(_beside(one, states) for one in data["beside"]),
        doubts=tuple(Doubt(*_fact(one)) for one in data["doubts"]),
        unread=tuple(Unread(*_fact(one)) for one in data["unread"]),
        missing=tuple(_rule(one, same) for one in data["missing"] if one["rule"] in same),
        figures=data["figures"] if len(same) == len(found) else {},
    )


def _contents(rule: Rule) -> str:
    return contents_of(rule)[:_CONTENTS_DIGITS]


def _filled(**lists: list[Any]) -> Data:
    """The lists that hold something."""
    return {name: values for name, values in lists.items() if values}


def _said(**texts: str) -> Data:
    """The texts that are not empty."""
    return {name: text for name, text in texts.items() if text}


def _rule_state(one: Data, states: Mapping[str, State]) -> RuleState:
    return RuleState(
        one["rule"],
        states.get(one["state"]) or State(one["state"], one["state"], "unknown"),
        tuple(map(_message_from, one.get("details", ()))),
        tuple(map(_place_from, one.get("places", ()))),
    )


def _beside(one: Data, states: Mapping[str, State]) -> Beside:
    return Beside(
        states.get(one["state"]) or State(one["state"], one["state"], "unknown"),
        _message_from(one["what"]),
        _place_from(one["place"]),
        tuple(map(_message_from, one.get("details", ()))),
        port=one.get("port", ""),
        listeners=tuple(one.get("listeners", ())),
        line=one.get("line", ""),
    )


def _told(one: Doubt | Unread) -> Data:
    return {"place": _place(one.origin.place), "reason": _message(one.reason)}


def _fact(one: Data) -> tuple[Origin, Message]:
    return Origin(_place_from(one["place"])), _message_from(one["reason"])


def _place(place: Place) -> list[Any]:
    return [place.file[:_LONGEST_TEXT], place.line, place.path[:_LONGEST_TEXT]]


def _place_from(values: Sequence[Any]) -> Place:
    file, line, path = values
    return Place(file, line, path)


def _messages(messages: Sequence[Message]) -> list[Any]:
    return list(map(_message, messages))


def _message(message: Message) -> Any:
    """A text alone where it has no parameters, else with them; each may be a message itself."""
    if not message.parameters:
        return message.text
    return [message.text, {name: _parameter(one) for name, one in message.parameters.items()}]


def _parameter(value: object) -> Any:
    if isinstance(value, Message):
        return {"message": _message(value)}
    return value if isinstance(value, int) else str(value)[:_LONGEST_TEXT]


def _message_from(data: Any) -> Message:
    if isinstance(data, str):
        return Message(data)
    text, parameters = data
    return Message(text, {name: _parameter_from(one) for name, one in parameters.items()})


def _parameter_from(data: Any) -> object:
    return _message_from(data["message"]) if isinstance(data, dict) else data


def _part(part: Rule, rule: Rule) -> Data:
    """A rule that is missing whole by its name, or what of it is missing."""
    return {
        "rule": part.name,
        **_end("source", part.source, rule.source),
        **_end("destination", part.destination, rule.destination),
        **({"ports": str(part.ports)} if part.ports != rule.ports else {}),
    }


def _end(side: str, part: Endpoint, whole: Endpoint) -> Data:
    if part == whole:
        return {}
    return {side: {"kind": part.kind, "addresses": list(map(str, part.addresses))}}


def _rule(data: Data, rules: Mapping[str, Rule]) -> Rule:
    rule = rules[data["rule"]]
    return replace(
        rule,
        source=_end_from(data.get("source"), rule.source),
        destination=_end_from(data.get("destination"), rule.destination),
        ports=PortSet.parse(data["ports"]) if "ports" in data else rule.ports,
    )


def _end_from(data: Data | None, whole: Endpoint) -> Endpoint:
    if data is None:
        return whole
    addresses = tuple(map(AddressRange.parse, data["addresses"]))
    return replace(whole, kind=data["kind"], addresses=addresses)
