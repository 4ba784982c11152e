from pathlib import Path

import pytest

from portsref.web.site.message_files import compile_messages

TEXT = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "port"
msgstr "{}"

#, fuzzy
msgid "ports"
msgstr "guessed"
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    source = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(TEXT.format("端口"), encoding="utf-8")
    return source


def test_a_file_is_compiled_once(tmp_path: Path, source: Path):
    assert compile_messages([tmp_path]) == [source]
    assert compile_messages([tmp_path]) == []
    assert "端口".encode() in source.with_suffix(".mo").read_bytes()


def test_a_guess_of_gettext_is_not_shown(tmp_path: Path, source: Path):
    compile_messages([tmp_path])
    assert b"guessed" not in source.with_suffix(".mo").read_bytes()


def test_another_text_is_compiled_again(tmp_path: Path, source: Path):
    compile_messages([tmp_path])
    source.write_text(TEXT.format("埠"), encoding="utf-8")
    assert compile_messages([tmp_path]) == [source]
    assert "埠".encode() in source.with_suffix(".mo").read_bytes()


@pytest.mark.parametrize("content", [b"", b"not compiled", b"\xde\x12\x04\x95\0\0"])
def test_a_broken_file_is_compiled_again(tmp_path: Path, source: Path, content: bytes):
    source.with_suffix(".mo").write_bytes(content)
    assert compile_messages([tmp_path]) == [source]
    assert compile_messages([tmp_path]) == []
