"""Messages that can be said in any language, without needing Django.

A message is an English text, marked by `gettext_noop` where it stands, with its parameters beside
it. `str` says it in English, as commands do; `portsref.web` looks the text up in the reader's
language, and `make messages` finds it because the function is called `gettext_noop`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


def gettext_noop(message: str) -> str:
    """Return `message` unchanged; it is only marked for translation."""
    return message


@dataclass(frozen=True, slots=True)
class Message:
    """A text with `%(name)s` for its parameters, of which each may be a message itself."""

    text: str
    parameters: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        """Say it in English."""
        return self.text % self.parameters if self.parameters else self.text


class MessageError(ValueError):
    """What is refused, with the reason as a message."""

    def __init__(self, text: str, /, **parameters: object) -> None:
        self.message = Message(text, parameters)
        super().__init__(str(self.message))
