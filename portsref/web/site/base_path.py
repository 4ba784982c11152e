"""The whole site below a path of its host, as `BASE_PATH` has it."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


def below(base_path: str, application: WSGIApplication) -> WSGIApplication:
    """Take the path off what is asked for, where a proxy has left it on; probes come without it.

    Django puts it before every address that it writes, by `FORCE_SCRIPT_NAME`.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == base_path or path.startswith(f"{base_path}/"):
            environ["PATH_INFO"] = path[len(base_path) :] or "/"
        return application(environ, start_response)

    return answer if base_path else application
