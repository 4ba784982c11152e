"""How the traffic of a rule is encrypted in one plan, and because of what."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portsref.catalogue.catalogue import Catalogue
from portsref.catalogue.products import When
from portsref.planning.including import include_products
from portsref.planning.rules import Cause, RuleSet
from portsref.web.shared.joining import clauses, fill, sentences
from portsref.web.shared.row_words import ENCRYPTION_NAMES, condition_phrases, word

# Options that decide it have one of these words in their ids: `encryption`, `internal-tls`.
_DECIDING = frozenset({"encryption", "tls", "ipsec", "wireguard"})
_OFF = frozenset({"none", "no"})
# What an option that is on encrypts with, where its value does not say so itself.
_BY_OPTION = {"ipsec": "ipsec"}
_SENTENCES: Mapping[str, Promise] = {
    "tls": _("Encrypted with TLS: the server shows a certificate."),
    "mtls": _("Encrypted with mutual TLS: both ends show certificates."),
    "none": _("Plain text: whoever sees the packets can read and change them."),
    "optional": _("Encrypted only if that is set up, which the plan does not say."),
    "ipsec": _("Encrypted with IPsec."),
    "wireguard": _("Encrypted with WireGuard."),
    "ssh": _("Encrypted with SSH."),
    "unknown": _("The source does not say whether it is encrypted."),
}


@dataclass(frozen=True, slots=True)
class EncryptionText:
    """One word for it, a sentence with the reason, and whether packets can be read by others."""

    word: str
    sentence: str
    is_plain: bool


class PlanEncryption:
    """What encrypts the traffic of rows in one plan; without a plan, what the rows say."""

    def __init__(self, catalogue: Catalogue, rule_set: RuleSet | None = None) -> None:
        self._catalogue = catalogue
        self._rule_set = rule_set

    def of(self, cause: Cause) -> EncryptionText:
        """Word it for one cause of a rule."""
        decided = {
            option: value
            for option, value in self._deciding(cause).items()
            if not _DECIDING.isdisjoint(option.split("-"))
        }
        if cause.encryption != "optional":
            return self._text(cause.encryption, cause, decided)
        if decided and set(decided.values()) <= _OFF:
            return self._text("none", cause, decided)
        if with_what := self._with_what(decided):
            return self._partly(with_what, cause, decided)
        return self._text("optional", cause, {})

    def _deciding(self, cause: Cause) -> Mapping[str, str]:
        """The options that its row asked for; of a pod network's tunnel, all of its product."""
        row = self._catalogue.rows.get(cause.listener)
        if cause.encryption == "optional" and row and "overlay" in row.traffic:
            return {**self._options.get(cause.reason.product, {}), **dict(cause.reason.options)}
        return dict(cause.reason.options)

    @cached_property
    def _options(self) -> Mapping[str, Mapping[str, str]]:
        """What holds for the products of the plan; nothing where another catalogue decided it."""
        rule_set, catalogue = self._rule_set, self._catalogue
        if rule_set is None or rule_set.catalogue_digest != catalogue.digest:
            return {}
        included = include_products(rule_set.document, catalogue)
        return {slug: dict(product.options) for slug, product in included.items()}

    def _with_what(self, decided: Mapping[str, str]) -> str:
        found = (_BY_OPTION.get(option, value) for option, value in decided.items())
        return next((kind for kind in found if kind in _SENTENCES and kind not in _OFF), "")

    def _text(self, kind: str, cause: Cause, decided: Mapping[str, str]) -> EncryptionText:
        sentence = str(_SENTENCES.get(kind, kind))
        said = sentences((sentence, self._because(cause, decided)))
        return EncryptionText(word(ENCRYPTION_NAMES, kind), said, kind == "none")

    def _partly(self, kind: str, cause: Cause, decided: Mapping[str, str]) -> EncryptionText:
        name = word(ENCRYPTION_NAMES, kind)
        sentence = gettext(
            "The plan encrypts pods' traffic with %(name)s; the note says how far that holds here."
        )
        said = sentences((fill(sentence, {"name": name}), self._because(cause, decided)))
        return EncryptionText(fill(gettext("with %(name)s"), {"name": name}), said, is_plain=False)

    def _because(self, cause: Cause, decided: Mapping[str, str]) -> str:
        """By which options of the plan; empty where none decides it."""
        product = self._catalogue.products.get(cause.reason.product)
        if not decided or product is None:
            return ""
        when: When = {option: (value,) for option, value in decided.items()}
        phrases = clauses(condition_phrases(self._catalogue, product, when))
        return fill(gettext("Because of the plan's options: %(options)s."), {"options": phrases})
