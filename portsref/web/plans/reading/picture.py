"""The picture of a plan on a page, and the same in words."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from portsref.catalogue.catalogue import Catalogue
from portsref.exporters.documents.picture import graph_in, picture_words
from portsref.exporters.documents.svg_file import MOST_ARROWS, MOST_BOXES
from portsref.exporters.language import Language, find_language
from portsref.pictures.graph import Graph
from portsref.pictures.joining import Line, Node, line_to_itself
from portsref.pictures.labels import ports_in_full
from portsref.pictures.layout import Picture, lay_out
from portsref.pictures.measures import UPRIGHT
from portsref.pictures.svg import NO_LINKS, Links, PictureWords, names_of, svg_of
from portsref.planning.rules import Endpoint, Rule, RuleSet
from portsref.web.plans.reading.between import Between
from portsref.web.plans.reading.display import Display
from portsref.web.plans.reading.rule_rows import RuleRows
from portsref.web.plans.reading.shapes import Shape, Shapes
from portsref.web.shared.row_words import catalogue_language


@dataclass(frozen=True, slots=True)
class ConnectionText:
    """An arrow in words, how many rules it stands for, and what leads to these; `id` is its own."""

    id: str
    source: str
    destination: str
    ports: str
    rules: int
    crosses_zones: bool
    query: str
    in_form: str


class LegendText(NamedTuple):
    """What a kind of line means."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class BoxText:
    """The ends of a box, and what leads to all their rules."""

    id: str
    name: str
    query: str
    in_form: str


class PictureSheet:
    """Groups and places outside with what may connect to what, in the reader's language."""

    def __init__(
        self, shown: RuleSet, catalogue: Catalogue, rows: RuleRows, display: Display
    ) -> None:
        self._rows = rows
        self._shown = shown
        self._catalogue = catalogue
        self._display = display

    @cached_property
    def _language(self) -> Language:
        return find_language(catalogue_language(), self._catalogue)

    @cached_property
    def graph(self) -> Graph:
        """Its ends and edges."""
        shown = self._shown
        return graph_in(self._language, shown.document, shown.all_rules, self._end_name)

    def _end_name(self, end: Endpoint, rule: Rule) -> str:
        """What an end is called in the table, but for groups whatever their packets are sent to."""
        if end.kind == "group":
            return end.name
        return self._rows.end_name(end, rule.causes[0].reason.product)

    @property
    def is_small_enough(self) -> bool:
        """Tell whether there is not more than anybody could see."""
        return len(self.graph.ends) <= MOST_BOXES and len(self.graph.edges) <= MOST_ARROWS

    @cached_property
    def _picture(self) -> Picture:
        return lay_out(self.graph)

    @property
    def shapes(self) -> Shapes:
        """The picture, whose arrows and boxes lead to their rules."""
        return self._in_shapes(Links(self._query_of_line, self._query_of_node))

    @property
    def shapes_in_form(self) -> Shapes:
        """The picture where only a form leads further: arrows and boxes lead to their words."""
        return self._in_shapes(Links(_place_of_line, _place_of_node))

    def _in_shapes(self, links: Links) -> Shapes:
        wide, upright = self._picture, lay_out(self.graph, UPRIGHT)
        return Shapes(
            Shape(self._drawn(wide, links, "picture-wide"), wide.width),
            Shape(self._drawn(upright, links, "picture-upright"), upright.width),
        )

    @property
    def svg_on_paper(self) -> SafeString:
        """The picture where nothing can be pressed."""
        return self._drawn(self._picture, NO_LINKS, "picture")

    def _drawn(self, picture: Picture, links: Links, name: str) -> SafeString:
        title = self._shown.document.title
        words = picture_words(self._language, title, self.graph)
        drawn = svg_of(picture, words, links, name=name)
        return mark_safe("".join(drawn))  # noqa: S308 - it escapes

    @property
    def _nodes(self) -> tuple[Node, ...]:
        return tuple(box.node for box in self._picture.boxes)

    def _query_of_line(self, line: Line) -> str:
        return self._display_of(line).query

    def _query_of_node(self, node: Node) -> str:
        return self._display_of_node(node).query

    def _display_of_node(self, node: Node) -> Display:
        return replace(self._display, view="table", between=Between(either=_keys(node)))

    def _display_of(self, line: Line) -> Display:
        ends = (self._nodes[number] for number in (line.source, line.destination))
        return replace(self._display, view="table", between=Between(*map(_keys, ends)))

    @cached_property
    def boxes(self) -> tuple[BoxText, ...]:
        """The boxes by their ends."""
        words = picture_words(self._language, "", self.graph)
        return tuple(self._box(node, words) for node in self._nodes)

    def _box(self, node: Node, words: PictureWords) -> BoxText:
        display = self._display_of_node(node)
        return BoxText(f"box-{node.number}", names_of(node, words), display.query, display.in_form)

    @property
    def legend(self) -> tuple[LegendText, ...]:
        """What its lines mean, as far as it has such lines."""
        has_zones = any(end.zone for end in self.graph.ends)
        crossing = gettext("crosses zones") if has_zones else gettext("from or to the outside")
        within = gettext("within a zone") if has_zones else gettext("between groups")
        lines = [route.line for route in self._picture.routes]
        found = (
            (any(line.crosses_zones for line in lines), LegendText("crossing", crossing)),
            (not all(line.crosses_zones for line in lines), LegendText("within", within)),
            (
                any(node.among for node in self._nodes),
                LegendText("among", gettext("between hosts of a group")),
            ),
        )
        return tuple(text for is_there, text in found if is_there)

    @cached_property
    def connections(self) -> tuple[ConnectionText, ...]:
        """All that the picture says, box after box."""
        words = picture_words(self._language, "", self.graph)
        return tuple(self._connection(line, words) for line in self._lines())

    def _lines(self) -> Iterator[Line]:
        """The lines of each box, first the one to itself."""
        lines: dict[int, list[Line]] = {}
        for route in self._picture.routes:
            lines.setdefault(route.line.source, []).append(route.line)
        for node in self._nodes:
            if node.among:
                yield line_to_itself(node)
            yield from lines.get(node.number, ())

    def _connection(self, line: Line, words: PictureWords) -> ConnectionText:
        display = self._display_of(line)
        return ConnectionText(
            id=_id(line.source, line.destination),
            source=names_of(self._nodes[line.source], words),
            destination=names_of(self._nodes[line.destination], words),
            ports=ports_in_full(line.allowed),
            rules=line.rules,
            crosses_zones=line.crosses_zones,
            query=display.query,
            in_form=display.in_form,
        )


def _keys(node: Node) -> tuple[str, ...]:
    """What the rules call the ends of a box."""
    return tuple(end.key[1] for end in node.ends)


def _id(source: int, destination: int) -> str:
    return f"connection-{source}-{destination}"


def _place_of_line(line: Line) -> str:
    return f"#{_id(line.source, line.destination)}"


def _place_of_node(node: Node) -> str:
    return f"#box-{node.number}"
