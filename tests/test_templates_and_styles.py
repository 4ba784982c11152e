"""Templates and style sheets have one shape: an element, a declaration a line, 120 columns."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static" / "css").rglob("*.css"))

COLUMNS = 120
INDENT = 2
BLOCK_ELEMENTS = set(
    re.findall(
        r"\w+",
        """article aside blockquote body caption col colgroup dd details div dl dt fieldset
        figcaption figure footer form h1 h2 h3 h4 head header hr html legend li link main meta nav
        ol optgroup option p pre script section summary table tbody td th thead title tr ul""",
    )
)
EMPTY_ELEMENTS = {"br", "col", "hr", "img", "input", "link", "meta"}
AS_WRITTEN = {"pre", "textarea"}
TAGS_WITH_END = {"block", "blocktranslate", "for", "if", "ifchanged", "partialdef", "with"}
MIDDLE_TAGS = {"elif", "else", "empty", "plural"}
TOKEN = re.compile(
    r"\{%\s*(?P<tag>\w+).*?%\}|\{\{.*?\}\}|\{#.*?#\}"
    r"|</(?P<close>[a-z]\w*)>|<(?P<open>[a-z]\w*)|(?P<end>/?>)|(?P<quote>[\"'])"
    r"|(?P<attribute>[\w-]+)(?==)"
)

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
STRING = re.compile(r"\"[^\"]*\"")
IN_PARENTHESES = re.compile(r"\([^()]*\)")
LISTED_SELECTORS = re.compile(r"(?![\w-]+: ).*, .*[{,]$")
DECLARATION = re.compile(r"[\w-]+:( |$)")


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def problems_of_lines(text: str) -> Iterator[str]:
    """What no line of any file may have."""
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > COLUMNS:
            yield f"{number}: {len(line)} columns"
        if "\t" in line:
            yield f"{number}: a tab"
        if line != line.rstrip():
            yield f"{number}: blanks at the end"
    if not text.endswith("\n") or text.endswith("\n\n"):
        yield "must end with one line end"


@dataclass
class Reader:
    """Reads a template line by line, and knows what is open: its name, and how far it is in."""

    open: list[tuple[str, int]] = field(default_factory=list)
    quote: str = ""
    attributes: list[str] = field(default_factory=list)

    def problems(self, text: str) -> Iterator[str]:
        for number, line in enumerate(text.split("\n"), 1):
            indent = len(line) - len(line.lstrip())
            if indent and self.is_as_written and not self.is_in_tag:
                yield f"{number}: indented where blanks are shown"
            if line and self.counts and indent != (wanted := self.indent_of(line.lstrip())):
                yield f"{number}: indented by {indent}, not by {wanted}"
            goes_on = self.is_in_tag
            self.attributes = []
            opened = [token for token in self.read(line, indent) if token in BLOCK_ELEMENTS]
            if len(opened) > 1:
                yield f"{number}: more than one element: {', '.join(opened)}"
            if len(self.attributes) > self.allowed(goes_on=goes_on):
                yield f"{number}: more than one attribute: {', '.join(self.attributes)}"
        if self.open:
            yield f"not closed: {self.open[-1][0]}"

    @property
    def counts(self) -> bool:
        """Whether indentation says anything here."""
        return not self.quote and not self.is_as_written

    @property
    def is_as_written(self) -> bool:
        """Whether every blank is shown; templates are loaded without those that begin a line."""
        return any(name in AS_WRITTEN for name, _ in self.open)

    def indent_of(self, line: str) -> int:
        """How far a line has to be in: what it closes is where it was opened."""
        if not self.open:
            return 0
        first = TOKEN.match(line)
        tag = first["tag"] or "" if first else ""
        closes = tag.startswith("end") or tag in MIDDLE_TAGS
        closes = closes or bool(first and (first["close"] or first["end"]))
        return self.open[-1][1] + (0 if closes else INDENT)

    @property
    def is_in_tag(self) -> bool:
        """Whether a tag is begun and not ended."""
        return any(name.startswith("<") for name, _ in self.open)

    def allowed(self, *, goes_on: bool) -> int:
        """How many attributes a line may have; a broken tag has none beside its name."""
        if goes_on:
            return 1
        return 0 if self.is_in_tag else COLUMNS

    def read(self, line: str, indent: int) -> Iterator[str]:
        """Take in a line; the names of the elements that begin in it."""
        for token in TOKEN.finditer(line):
            inside = self.open[-1][0] if self.open else ""
            if tag := token["tag"]:
                self.read_tag(tag, indent)
            elif (quote := token["quote"]) and (self.quote or inside.startswith("<")):
                self.quote = {quote: "", "": quote}.get(self.quote, self.quote)
            elif self.quote:
                continue
            elif token["attribute"]:
                self.attributes.append(token["attribute"])
            elif token["open"]:
                self.attributes = []
                self.open.append((f"<{token['open']}", indent))
                yield token["open"]
            elif token["close"]:
                self.leave(token["close"])
            elif token["end"] and inside.startswith("<"):
                _, where = self.open.pop()
                if token["end"] == ">" and inside[1:] not in EMPTY_ELEMENTS:
                    self.open.append((inside[1:], where))

    def read_tag(self, tag: str, indent: int) -> None:
        if tag in TAGS_WITH_END:
            self.open.append((f"{{% {tag}", indent))
        elif tag.startswith("end"):
            self.leave(f"{{% {tag.removeprefix('end')}")

    def leave(self, name: str) -> None:
        last, _ = self.open.pop()
        assert last == name, f"{name} closes {last}"


def problems_of_template(text: str) -> list[str]:
    return [*problems_of_lines(text), *Reader().problems(text)]


def problems_of_style(text: str) -> list[str]:
    return [*problems_of_lines(text), *problems_of_declarations(text)]


def problems_of_declarations(text: str) -> Iterator[str]:
    """What is packed on one line, and lines that are not as far in as what is open."""
    depth = 0
    goes_on = False
    for number, line in enumerate(COMMENT.sub(as_comment, text).split("\n"), 1):
        words = STRING.sub('""', line.strip())
        if len(re.findall(r"[;{}]", words)) > 1 or re.search(r"[;{}].", words):
            yield f"{number}: more than one declaration or rule"
        if not goes_on and LISTED_SELECTORS.match(IN_PARENTHESES.sub("", words)):
            yield f"{number}: more than one selector"
        depth -= words.count("}")
        wanted = INDENT * (depth + (goes_on and not words.startswith(")")))
        if words and len(line) - len(line.lstrip()) != wanted:
            yield f"{number}: indented by {len(line) - len(line.lstrip())}, not by {wanted}"
        depth += words.count("{")
        goes_on = (goes_on or bool(DECLARATION.match(words))) and not words.endswith(";")


def as_comment(comment: re.Match[str]) -> str:
    """As many lines as before, without the words of the comment."""
    return "\n" * comment[0].count("\n")


@pytest.mark.parametrize("file", STYLES, ids=name)
def test_a_style_sheet_has_a_declaration_a_line(file: Path):
    assert problems_of_style(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f".x {{\n  --y: {'z' * 120};\n}}\n", "2: 128 columns"),
        (".x {\n\tcolor: red;\n}\n", "2: a tab"),
        (".x {\n  color: red; \n}\n", "2: blanks at the end"),
        (".x { color: red; }\n", "1: more than one declaration or rule"),
        (".x {\n  color: red; top: 0;\n}\n", "2: more than one declaration or rule"),
        (".x, .y {\n  color: red;\n}\n", "1: more than one selector"),
        (".x {\n  color: red; }\n", "2: more than one declaration or rule"),
        (".x {\ncolor: red;\n}\n", "2: indented by 0, not by 2"),
        ("@media print {\n.x {\n  color: red;\n}\n}\n", "2: indented by 0, not by 2"),
        (".x {\n  transition:\n  color 1s,\n    top 1s;\n}\n", "3: indented by 2, not by 4"),
    ],
)
def test_packed_declarations_are_told(text: str, problem: str):
    assert problem in problems_of_style(text)


def test_long_values_and_lists_of_selectors_go_over_lines():
    text = """/* A comment; over
   two lines: { */
.x,
a:hover {
  content: "; {";
  transition:
    color 1s,
    top 1s;
  clip-path: polygon(
    0 0, 1px 1px
  );
}
"""
    assert problems_of_style(text) == []


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_a_template_has_an_element_a_line(file: Path):
    assert problems_of_template(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"<p>{'x' * 120}</p>\n", "1: 127 columns"),
        ("<p>\tx</p>\n", "1: a tab"),
        ("<p>x</p> \n", "1: blanks at the end"),
        ("<p>x</p>", "must end with one line end"),
        ("<div><p>x</p></div>\n", "1: more than one element: div, p"),
        ("<li>x</li><li>y</li>\n", "1: more than one element: li, li"),
        ("<p>\nx\n</p>\n", "2: indented by 0, not by 2"),
        ("<p>\n  x\n  </p>\n", "3: indented by 2, not by 0"),
        ("{% if x %}\n<p>x</p>\n{% endif %}\n", "2: indented by 0, not by 2"),
        ("{% if x %}\n  y\n  {% else %}\n  z\n{% endif %}\n", "3: indented by 2, not by 0"),
        ('<p\nclass="x"\n>\n  y\n</p>\n', "2: indented by 0, not by 2"),
        ('<p class="x"\n  id="y"\n>\n  z\n</p>\n', "1: more than one attribute: class"),
        ('<p\n  class="x" id="y"\n>\n  z\n</p>\n', "2: more than one attribute: class, id"),
        ("<pre>\n  x\n</pre>\n", "2: indented where blanks are shown"),
        ("<p>\n  x\n", "not closed: p"),
    ],
)
def test_another_shape_is_told(text: str, problem: str):
    assert problem in problems_of_template(text)


@pytest.mark.parametrize(
    "text",
    [
        '<ul>\n  {% for x in y %}\n    <li><a href="/">{{ x }}</a></li>\n  {% endfor %}\n</ul>\n',
        '<p>\n  {% for x in y %}<a\n    href="{{ x }}"\n  >x</a>{% endfor %}\n</p>\n',
        '<input\n  type="text"\n  {% if x %}autofocus{% endif %}\n>\n',
        '<meta\n  content=\'{\n    "any": "shape"\n  }\'\n>\n',
        "<pre>{% for x in y %}{{ x }}\n{% endfor %}</pre>\n",
    ],
)
def test_what_cannot_be_broken_stays_together(text: str):
    assert problems_of_template(text) == []
