"""What a browser, or what makes HTML of a document, reads of it."""

from dataclasses import dataclass

import html5lib

XHTML = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Read:
    """The text of headings and of each cell of each table, all elements, and all links."""

    headings: list[str]
    tables: list[list[list[str]]]
    elements: set[str]
    links: list[str]


def read_html(text, *, strict):
    """Parse by the standard's own algorithm; with `strict` an error of its is an error here."""
    page = html5lib.HTMLParser(strict=strict).parse(text)
    elements = [element for element in page.iter() if isinstance(element.tag, str)]
    return Read(
        headings=[_text(each) for each in elements if _name(each) in {"h1", "h2", "h3", "h4"}],
        tables=[
            [
                [_text(cell) for cell in row.iter() if _name(cell) in {"th", "td"}]
                for row in table.iter(f"{XHTML}tr")
            ]
            for table in page.iter(f"{XHTML}table")
        ],
        elements=set(map(_name, elements)),
        links=[link.get("href") for link in page.iter(f"{XHTML}a")],
    )


def _name(element):
    return str(element.tag).removeprefix(XHTML)


def _text(element):
    """The text of an element, in which every line stands for itself."""
    parts = [element.text or ""]
    for child in element:
        begin = " " if _name(child) in {"br", "span"} else ""
        parts += [begin, _text(child), child.tail or ""]
    return " ".join("".join(parts).split())
