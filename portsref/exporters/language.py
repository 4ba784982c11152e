"""In which language a file is written: a setting of the job, which whoever asks for the file gives.

Messages of ours are looked up in the compiled translations of the interface, as pages do, but
without Django, so that pages, API and command write the same bytes. Texts of the catalogue are in
its own translations.
"""

import gettext
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portsref.catalogue.catalogue import Catalogue
from portsref.marks import CHINESE_MARKS, ENGLISH_MARKS, Marks, fill_in
from portsref.messages import Message

ENGLISH_TAG = "en"
CHINESE_TAG = "zh-Hans"
LANGUAGES = (ENGLISH_TAG, CHINESE_TAG)
LOCALE = Path(__file__).parents[2] / "locale"
_FOLDERS: Mapping[str, str] = {CHINESE_TAG: "zh_Hans"}
_MARKS: Mapping[str, Marks] = {CHINESE_TAG: CHINESE_MARKS}


class NoTranslationsError(LookupError):
    """Our words in a language are not there: nobody compiled them here."""


def _unchanged(text: str) -> str:
    return text


def _unchanged_of_product(text: str, _product: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language; `tag` is its name as BCP 47 has it.

    `of_product` says a text of a product's file in the catalogue.
    """

    tag: str = ENGLISH_TAG
    marks: Marks = ENGLISH_MARKS
    look_up: Callable[[str], str] = _unchanged
    of_product: Callable[[str, str], str] = _unchanged_of_product

    def say(self, message: Message | str, /, **parameters: object) -> str:
        """A message, or a text that is marked as one with its parameters."""
        if isinstance(message, Message):
            return self.say(message.text, **message.parameters)
        text = self.look_up(message)
        if not parameters:
            return text
        said = {
            name: self.say(value) if isinstance(value, Message) else value
            for name, value in parameters.items()
        }
        return fill_in(text, said, self.marks)


ENGLISH = Language()


def find_language(tag: str, catalogue: Catalogue) -> Language:
    """The language of that tag, one of `LANGUAGES`; English for any other.

    Raises `NoTranslationsError` where our words in it are not there.
    """
    if tag not in _FOLDERS:
        return ENGLISH

    def of_product(text: str, product: str) -> str:
        return catalogue.translate(text, tag, product)

    return Language(tag, _MARKS[tag], _messages(tag).gettext, of_product)


@cache
def _messages(tag: str) -> gettext.NullTranslations:
    try:
        return gettext.translation("django", LOCALE, [_FOLDERS[tag]])
    except OSError as error:
        raise NoTranslationsError(tag) from error
