"""Lists, sentences and remarks are put together as each language has it."""

import pytest
from django.utils import translation

from portsref.web.shared.joining import clauses, fill, items, labelled, sentences, with_remark


@pytest.fixture(params=["en", "zh-hans"])
def language(request):
    with translation.override(request.param):
        yield request.param


def test_words_are_joined(language):
    chinese = language == "zh-hans"
    assert items(["etcd", "kubelet", "etcd"]) == ("etcd、kubelet" if chinese else "etcd, kubelet")
    assert clauses(["a, b", "c"]) == ("a, b；c" if chinese else "a, b; c")
    assert sentences(["A.", "", "B."]) == ("A.B." if chinese else "A. B.")
    assert with_remark("TCP 6443", "etcd") == ("TCP 6443（etcd）" if chinese else "TCP 6443 (etcd)")
    assert with_remark("TCP 6443", "") == "TCP 6443"
    assert labelled("Port", "6443") == ("Port：6443" if chinese else "Port: 6443")
    assert labelled("", "6443") == "6443"


def test_a_space_stands_only_where_chinese_meets_latin():
    with translation.override("zh-hans"):
        message = "%(group)s 上的 %(port)s"
        assert fill(message, {"group": "控制面", "port": "6443"}) == "控制面上的 6443"
        assert fill(message, {"group": "workers", "port": "全部"}) == "workers 上的全部"
        assert fill(message, {"group": "我的 组", "port": "80"}) == "我的 组上的 80"


def test_holes_keep_their_quotes_and_percent_signs():
    for language in ("en", "zh-hans"):
        with translation.override(language):
            assert fill("%(text)r is 5%% off", {"text": "a"}) == "'a' is 5% off"
