"""The presets as the start page shows them: what each is, how large it gets, and its picture."""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from portsref.catalogue.catalogue import Catalogue
from portsref.pictures.thumbnail import thumbnail
from portsref.planning.engine import plan_rules
from portsref.planning.presets import PRESETS, Preset


@dataclass(frozen=True, slots=True)
class PresetText:
    """A preset in the reader's language; `picture` is SVG."""

    name: str
    title: str
    summary: str
    size: str
    picture: SafeString


def list_presets(catalogue: Catalogue) -> tuple[PresetText, ...]:
    """Every preset, as it is with this catalogue."""
    measures = _kept_measures(catalogue.digest, _Handed(catalogue))
    return tuple(
        _text(preset, *measured) for preset, measured in zip(PRESETS, measures, strict=True)
    )


class _Handed:
    """A catalogue beside its digest, which alone tells it from others."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Handed)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=2)  # the catalogue of now, and the one before
def _kept_measures(_digest: str, handed: _Handed) -> tuple[tuple[int, int, str], ...]:
    """How many rules and groups each preset has, and its picture, which take a while."""
    rule_sets = (plan_rules(preset.document(), handed.catalogue) for preset in PRESETS)
    return tuple(
        (len(rule_set.all_rules), len(rule_set.document.groups), thumbnail(rule_set))
        for rule_set in rule_sets
    )


def _text(preset: Preset, rules: int, groups: int, picture: str) -> PresetText:
    sizes = (
        ngettext("%(count)d rule", "%(count)d rules", rules) % {"count": rules},
        ngettext("%(count)d group", "%(count)d groups", groups) % {"count": groups},
    )
    return PresetText(
        name=preset.name,
        title=gettext(preset.title),
        summary=gettext(preset.summary),
        size=" · ".join(sizes),
        picture=SafeString(picture),
    )
