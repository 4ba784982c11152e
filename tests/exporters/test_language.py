"""In which language a file is, and that what the interface says, files say too."""

import pytest

from portsref.exporters import language as language_module
from portsref.exporters.files.columns import COLUMN_WORDS
from portsref.exporters.language import (
    CHINESE_TAG,
    ENGLISH,
    LANGUAGES,
    NoTranslationsError,
    find_language,
)
from portsref.exporters.registry import every_exporter, find_exporter
from portsref.exporters.words import ENCRYPTIONS, RuleWords
from portsref.messages import Message
from portsref.planning.rules import Finding, Reason
from portsref.web.shared.row_words import ENCRYPTION_NAMES


@pytest.fixture
def chinese(catalogue):
    return find_language(CHINESE_TAG, catalogue)


def test_a_format_for_people_is_in_the_readers_language_and_others_are_not():
    tags = {exporter.name: exporter.language_tag(CHINESE_TAG) for exporter in every_exporter()}
    assert {name for name, tag in tags.items() if tag == "en"} >= {"csv", "yaml", "json"}
    assert tags["xlsx"] == tags["html"] == CHINESE_TAG
    assert find_exporter("csv-zh").language_tag("en") == CHINESE_TAG


def test_any_other_language_is_english(catalogue):
    assert find_language("fr", catalogue) is find_language("en", catalogue) is ENGLISH


def test_a_message_is_said_with_what_it_holds(chinese):
    plain = Message("added by %(product)s", {"product": Message("plain text")})
    assert (ENGLISH.say(plain), chinese.say(plain)) == ("added by plain text", "由明文引入")


def test_a_text_of_the_catalogue_is_in_its_translation(chinese, catalogue):
    row = catalogue.rows["kubernetes/kubelet-api"]
    said = catalogue.translate(row.purpose, CHINESE_TAG, "kubernetes")
    assert chinese.of_product(row.purpose, "kubernetes") == said != row.purpose
    assert ENGLISH.of_product(row.purpose, "kubernetes") == row.purpose


def test_without_our_words_a_language_is_refused(catalogue, tmp_path, monkeypatch):
    monkeypatch.setattr(language_module, "LOCALE", tmp_path)
    language_module._messages.cache_clear()
    with pytest.raises(NoTranslationsError, match=CHINESE_TAG):
        find_language(CHINESE_TAG, catalogue)


def test_files_call_encryption_as_pages_do():
    assert {key: str(name) for key, name in ENCRYPTION_NAMES.items()} == ENCRYPTIONS


def test_every_reason_has_words_in_chinese(chinese):
    everything = Reason(
        "x",
        options=(("mode", "a"), ("other", "b")),
        brought_by="rke2",
        brought_because=(("cni", "cilium"),),
        since="1.30",
        until="1.35",
        through="in-cluster",
        by_hand=True,
        said="as said",
    )
    assert RuleWords(chinese).reason(everything) == (
        "as said；手动选用；mode = a、other = b；由 rke2 引入（cni = cilium）；Kubernetes 1.30 起；"
        "至 Kubernetes 1.35 为止；集群内 Service “kubernetes”"
    )
    assert RuleWords(chinese).reason(Reason("x")) == "始终"
    assert RuleWords(ENGLISH).reason(everything) == everything.text


def test_a_finding_that_is_no_longer_known_says_its_code(chinese):
    gone = Finding("gone", "note", "x", {"listener": "a/b"})
    assert RuleWords(chinese).finding(gone) == ("gone (listener: a/b)", "")
    assert RuleWords(chinese).severity(gone) == "说明"


def test_every_language_has_the_names_of_columns():
    assert set(COLUMN_WORDS) == set(LANGUAGES)
    assert len({len(words.header) for words in COLUMN_WORDS.values()}) == 1
