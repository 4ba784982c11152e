"""Log lines as JSON, one object a line, for programs that collect them."""

import json
import logging
from datetime import UTC, datetime
from typing import override


class JsonLines(logging.Formatter):
    """Time, level, logger and message; then what a record carries as `fields`."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False, default=str)
