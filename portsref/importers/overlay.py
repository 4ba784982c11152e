"""Values over values, as Helm lays them: mappings merge, all else replaces, null deletes."""

from collections.abc import Iterable

from portsref.importers.values import Place, Value

# A path that somebody wrote is not longer, and what is built of it is walked by recursion.
_LONGEST_PATH = 30


def merged(before: Value, after: Value) -> Value:
    """Values with others over them, each with the place where it was said."""
    if not (isinstance(before.data, dict) and isinstance(after.data, dict)):
        return after
    data = dict(before.data)
    for key, value in after.data.items():
        data[key] = merged(before.data[key], value) if key in before.data else value
    return Value(before.place, data)


def overlaid(values: Value, settings: Value) -> Value:
    """Values with single settings over them: a mapping of paths, or a list of names and values."""
    pairs = [
        *settings.items(),
        *((one.at("name").text, one.at("value")) for one in settings.each()),
    ]
    return _all_merged(values, [_nested(path.split("."), said) for path, said in pairs if path])


def _all_merged(values: Value, others: Iterable[Value]) -> Value:
    for other in others:
        values = merged(values, other) if values else other
    return values


def _nested(path: list[str], value: Value) -> Value:
    if len(path) > _LONGEST_PATH:
        return Value(Place(value.place.file, value.place.line), {})
    for key in reversed(path):
        value = Value(value.place, {key: value})
    return value
