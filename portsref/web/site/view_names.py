"""What logs and counts call a request: the name of its view, as the address of a plan opens it."""

import logging
from typing import override

from django.http import HttpRequest


def view_name(request: HttpRequest) -> str:
    """The name of the view that answers, `none` where there is none."""
    return request.resolver_match.view_name if request.resolver_match else "none"


class ViewNames(logging.Filter):
    """Has Django's lines about a request say the name of its view in the place of its path."""

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            said = view_name(request)
            record.args = tuple(said if part == request.path else part for part in record.args)
        return True
