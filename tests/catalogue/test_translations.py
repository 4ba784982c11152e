"""Translations of products: none is missing, none is left over."""

from dataclasses import replace

import pytest

from portsref.catalogue.folders import OUR_DATA
from portsref.catalogue.translations import missing_translations, unused_translations
from portsref.documents.files import shown
from portsref.documents.problems import Problem

TRANSLATED = tuple((OUR_DATA / "translations" / "zh-Hans").glob("*.yaml"))
FILE = shown(OUR_DATA / "translations" / "zh-Hans" / "cilium.yaml")


@pytest.fixture
def with_sentences(catalogue):
    def change(change_sentences):
        chinese = catalogue.translations["zh-Hans"]
        sentences = change_sentences(dict(chinese["cilium"]))
        return replace(catalogue, translations={"zh-Hans": {**chinese, "cilium": sentences}})

    return change


@pytest.fixture(scope="session")
def problems(catalogue):
    return (*missing_translations(catalogue), *unused_translations(catalogue))


def in_file(file, problems):
    return [problem for problem in problems if problem.file == file]


@pytest.mark.parametrize("file", sorted(TRANSLATED), ids=lambda file: file.stem)
def test_what_readers_see_is_translated(file, problems):
    assert in_file(shown(file), problems) == []


def test_no_file_of_translations_is_missing(problems):
    assert {problem.file for problem in problems} <= set(map(shown, TRANSLATED))


def test_a_text_without_chinese_is_a_problem(catalogue, with_sentences):
    cilium = catalogue.products["cilium"]
    told = [cilium.summary, cilium.options[0].label, cilium.listeners[0].purpose]
    changed = with_sentences(
        lambda sentences: {text: words for text, words in sentences.items() if text not in told}
    )
    assert in_file(FILE, missing_translations(changed)) == [
        Problem(FILE, "", f"no translation of {text!r}") for text in told
    ]


def test_a_translation_of_nothing_is_a_problem(with_sentences):
    changed = with_sentences(lambda sentences: sentences | {"Something else.": "别的。"})
    assert in_file(FILE, unused_translations(changed)) == [
        Problem(FILE, "", "'Something else.' is not in the product")
    ]


def test_names_may_be_translated_but_need_not_be(catalogue, with_sentences):
    name = catalogue.products["cilium"].components[0].name
    without = with_sentences(lambda s: {text: words for text, words in s.items() if text != name})
    assert in_file(FILE, missing_translations(without)) == []
    assert in_file(FILE, unused_translations(with_sentences(lambda s: s | {name: "代理"}))) == []
