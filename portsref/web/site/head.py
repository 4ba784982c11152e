"""HEAD, which is answered as GET is, without the body."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse

type GetResponse = Callable[[HttpRequest], HttpResponseBase]


def leave_out_bodies(get_response: GetResponse) -> GetResponse:
    """Hand no body to the server where none may be sent: it warns of each, RFC 9110, 9.3.2."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        is_head = request.method == "HEAD"  # the API goes on with it as GET
        response = get_response(request)
        if is_head and isinstance(response, StreamingHttpResponse):
            response.streaming_content = []
        elif is_head and isinstance(response, HttpResponse):
            response.content = b""
        return response

    return answer
