"""Translations of products: none is missing, none is left over."""

from dataclasses import replace

import pytest

from portsref.catalogue.translations import missing_translations, unused_translations
from portsref.documents.problems import Problem

FILE = "translations/zh-Hans/cilium.yaml"


@pytest.fixture
def with_sentences(catalogue):
    def change(change_sentences):
        chinese = catalogue.translations["zh-Hans"]
        sentences = change_sentences(dict(chinese["cilium"]))
        return replace(catalogue, translations={"zh-Hans": {**chinese, "cilium": sentences}})

    return change


def test_our_products_are_all_translated(catalogue):
    assert missing_translations(catalogue) == []
    assert unused_translations(catalogue) == []


def test_a_text_without_chinese_is_a_problem(catalogue, with_sentences):
    cilium = catalogue.products["cilium"]
    told = [cilium.summary, cilium.options[0].label, cilium.listeners[0].purpose]
    changed = with_sentences(
        lambda sentences: {text: words for text, words in sentences.items() if text not in told}
    )
    assert missing_translations(changed) == [
        Problem(FILE, "", f"no translation of {text!r}") for text in told
    ]


def test_a_translation_of_nothing_is_a_problem(with_sentences):
    changed = with_sentences(lambda sentences: sentences | {"Something else.": "别的。"})
    assert unused_translations(changed) == [
        Problem(FILE, "", "'Something else.' is not in the product")
    ]


def test_names_may_be_translated_but_need_not_be(catalogue, with_sentences):
    name = catalogue.products["cilium"].components[0].name
    without = with_sentences(lambda s: {text: words for text, words in s.items() if text != name})
    assert missing_translations(without) == []
    assert unused_translations(with_sentences(lambda s: s | {name: "代理"})) == []
