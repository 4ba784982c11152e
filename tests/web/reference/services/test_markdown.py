import pytest

from portsref.web.shared.markdown import HeadingLink, render_markdown


def test_headings_keep_their_anchors_and_make_the_contents():
    text = render_markdown("## On the wire {#wire}\n\nBytes.\n\n## 通信过程 {#set}\n")
    assert text.html == '<h2 id="wire">On the wire</h2>\n<p>Bytes.</p>\n<h2 id="set">通信过程</h2>'
    assert text.headings == (HeadingLink("wire", "On the wire"), HeadingLink("set", "通信过程"))


def test_tables_are_aligned_without_style():
    html = render_markdown("| a |\n|--:|\n| 1 |").html
    assert 'align="right"' in html
    assert "style" not in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<p onclick="alert(1)" style="color: red" class="x">words</p>',
        "[link](javascript:alert(1))",
        '<iframe src="https://example.com/"></iframe>',
        '<img src="https://example.com/x.png" alt="">',
    ],
)
def test_what_could_run_or_load_something_is_dropped(text):
    html = render_markdown(text).html
    for bad in ("script", "onclick", "style", "class", "iframe", "img", "src"):
        assert bad not in html


def test_code_that_scrolls_can_be_reached_by_keyboard():
    assert '<pre tabindex="0"><code>' in render_markdown("```yaml\nkind: Service\n```").html
