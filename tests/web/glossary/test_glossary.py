"""The Chinese of pages, catalogue and scenarios keeps to the glossary."""

import re
from collections.abc import Iterator

import polib
import pytest
from django.conf import settings

from portsref.catalogue.folders import OUR_DATA
from portsref.catalogue.load import load_catalogue
from tests.web.glossary.rules import BANNED, REQUIRED, SHAPES

# Rules about facts hold in the catalogue's translations too; the others are about our own pages.
FACTS = (
    "loopback", "Mutating", "kubelet", "authentication", "IP protocol", "cloud provider",
    "provision", "namespace", "profiling", "races", "bare", "flags", "cleartext", "catalogue",
)  # fmt: skip
IN_SCENARIOS = frozenset(
    {
        "您",
        "目标地址",
        "本地回路",
        "裸金属",
        "提供商",
        "编制",
        "期待",
        "安静",
        "无认证",
        "变更 Webhook",
    }
)
_HOLES = re.compile(r"%\(\w+\)[sdr]|\{\w*\}")
_TAGS = re.compile(r"<[^>]+>")


def faults(english: str, chinese: str, *, is_fact: bool) -> Iterator[str]:
    """What is wrong with one translation."""
    said = _HOLES.sub("…", english)
    for pattern, has, has_not in REQUIRED:
        if (is_fact and not any(word in pattern for word in FACTS)) or not re.search(pattern, said):
            continue
        if has and not any(word in chinese for word in has):
            yield f"needs {' or '.join(has)}: {english!r} ⇒ {chinese!r}"
        yield from (
            f"{word} is not the word: {english!r} ⇒ {chinese!r}"
            for word in has_not
            if word in chinese
        )
    for word, why, exception in BANNED:
        if word in chinese and not (exception and re.search(exception, english)):
            yield f"{word}: {why}: {english!r} ⇒ {chinese!r}"
    plain = _HOLES.sub("", _TAGS.sub("", chinese))
    yield from (
        f"{why}: {english!r} ⇒ {chinese!r}" for pattern, why in SHAPES if re.search(pattern, plain)
    )


def messages() -> Iterator[tuple[str, str]]:
    """Each message of the pages with its Chinese."""
    for entry in polib.pofile(str(settings.LOCALE_PATHS[0] / "zh_Hans/LC_MESSAGES/django.po")):
        english = " ".join(filter(None, (entry.msgid, entry.msgid_plural)))
        for chinese in entry.msgstr_plural.values() or [entry.msgstr]:
            yield english, chinese


def test_messages_keep_to_the_glossary():
    found = [fault for pair in messages() for fault in faults(*pair, is_fact=False)]
    assert not found, "\n".join(found)


def test_translations_of_the_catalogue_keep_to_the_glossary():
    sources = load_catalogue().translations["zh-Hans"]
    pairs = (pair for sentences in sources.values() for pair in sentences.items())
    found = [fault for pair in pairs for fault in faults(*pair, is_fact=True)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "path", sorted(OUR_DATA.glob("scenarios/*.zh-Hans.md")), ids=lambda p: p.name
)
def test_scenarios_keep_to_the_glossary(path):
    text = path.read_text(encoding="utf-8")
    assert not [word for word, _, _ in BANNED if word in IN_SCENARIOS and word in text]


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Did you mean 6443?", "您要找的是不是 6443？"),
        ("Crosses a zone", "跨区域"),
        ("One. Two.", "一。 二。"),
    ],
)
def test_the_glossary_is_known_to_refuse(english, chinese):
    assert list(faults(english, chinese, is_fact=False))
