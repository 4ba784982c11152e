"""Findings in English: what commands print, and what pages fall back on."""

from portsref.planning.findings.base import Value, named_in
from portsref.planning.findings.registry import find_kind
from portsref.planning.rules import Finding


def english(finding: Finding) -> str:
    """One line: the sentence of its kind, and in brackets what the sentence does not name.

    A finding of an older release, whose kind is gone or has other parameters now, says its code.
    """
    kind = find_kind(finding.code)
    sentence = kind.words(finding.parameters).says if kind else ""
    named = named_in(sentence)
    if not sentence or not named <= finding.parameters.keys():
        sentence, named = finding.code, frozenset()
    said = {name: _text(value) for name, value in finding.parameters.items()}
    rest = "; ".join(f"{name}: {said[name]}" for name in said if said[name] and name not in named)
    return _with(f" ({rest})" if rest else "", sentence % said if named else sentence)


def _with(addition: str, sentence: str) -> str:
    """The addition before the full stop, where there is one."""
    words = sentence.removesuffix(".")
    return f"{words}{addition}{sentence[len(words) :]}"


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ", ".join(value)
