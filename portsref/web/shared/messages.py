"""Messages of the plain packages, and problems of documents, in the reader's language."""

from django.utils.translation import gettext

from portsref.documents.problems import Problem
from portsref.messages import Message
from portsref.web.shared.joining import fill


def say(message: Message | str) -> str:
    """A message in the reader's language; what is only a text stays as it is."""
    if isinstance(message, str):
        return message
    parameters = {
        name: say(value) if isinstance(value, Message) else value
        for name, value in message.parameters.items()
    }
    text = gettext(message.text)
    return fill(text, parameters) if parameters else text


def say_problem(problem: Problem) -> str:
    """A problem with its place, in one line."""
    return ": ".join(filter(None, (problem.place, say(problem.message))))  # the place is code
