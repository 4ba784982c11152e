"""What gunicorn logs: who asked, and as text or as JSON."""

from datetime import timedelta
from typing import Any, override

from gunicorn.config import Config
from gunicorn.glogging import Logger as GunicornLogger
from gunicorn.http.message import Request
from gunicorn.http.wsgi import Response

from portsref.web.shared.clients import client_address
from portsref.web.site.serving.json_lines import JsonLines


class Logger(GunicornLogger):
    """gunicorn's own, that knows of `TRUST_PROXY`."""

    @override
    def atoms(
        self, resp: Response, req: Request, environ: dict[str, Any], request_time: timedelta
    ) -> dict[str, Any]:
        """What the format of the access log may name; `h` is the client, not its proxy."""
        atoms: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        return {**atoms, "h": client_address(environ) or "-"}


class JsonLogger(Logger):
    """Writes one object a line, of a request without query and referrer, as text has it."""

    @override
    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.setFormatter(JsonLines())

    @override
    def access(
        self, resp: Response, req: Request, environ: dict[str, Any], request_time: timedelta
    ) -> None:
        if self.access_log_enabled:
            fields = _fields_of(self.atoms(resp, req, environ, request_time))
            message = f"{fields['method']} {fields['path']} {fields['status']}"
            self.access_log.info("%s", message, extra={"fields": fields})


def _fields_of(atoms: dict[str, Any]) -> dict[str, Any]:
    return {
        "client": atoms["h"],
        "method": atoms["m"],
        "path": atoms["U"],
        "protocol": atoms["H"],
        "status": int(atoms["s"]),
        "bytes": atoms["B"],
        "seconds": float(atoms["L"]),
        "user_agent": atoms["a"],
    }
