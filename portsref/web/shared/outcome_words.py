"""What became of a connection, by the text of its error, in the reader's language."""

from django.utils.translation import gettext

from portsref.packet_logs.outcome_words import OUTCOME_WORDS
from portsref.packet_logs.packets import Failure


def outcome_words(failure: Failure | None) -> str:
    """What an error text means for firewalls; nothing for a line of a packet log."""
    return gettext(OUTCOME_WORDS[failure.outcome]) if failure else ""
