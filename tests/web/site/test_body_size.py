"""A large body is refused by its announced length, before a byte of it is read."""

import pytest
from django.test import Client

MEBIBYTE = 1024 * 1024


class Unreadable:
    """A body that nobody may read."""

    def read(self, *_args):
        raise AssertionError("the body was read")

    readline = read


def post_unread(client: Client, address: str, length: object):
    environment = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": address,
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
        "CONTENT_LENGTH": str(length),
        "wsgi.input": Unreadable(),
    }
    return client.request(**environment)


@pytest.mark.parametrize("length", [5 * MEBIBYTE + 1, 300 * MEBIBYTE, "a lot", "-1"])
def test_a_large_upload_is_refused_unread(client, length):
    response = post_unread(client, "/plans/new/", length)
    assert response.status_code == 413
    assert response.headers["Connection"] == "close"
    assert b"A request can be at most 5 MiB" in response.content


def test_the_refusal_is_in_the_readers_language(client):
    page = post_unread(client, "/zh-hans/plans/new/", 5 * MEBIBYTE + 1).content.decode()
    assert "一次请求最大为 5 MiB" in page


def test_programs_are_told_in_json(client):
    response = post_unread(client, "/api/v1/rules", 5 * MEBIBYTE + 1)
    assert response.status_code == 413
    assert response.json() == {
        "problems": [{"field": "", "reason": "larger than 5 MiB, the most a request may be"}]
    }
