"""Where traffic runs, by a product: its pod network, how the control plane reaches it, places."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from portsref.catalogue.products import (
    SERVERS_RUN_PODS,
    ControlPlaneToPods,
    Place,
    PodTraffic,
    Product,
)
from portsref.web.reference.rows import Link, Reader, source_links
from portsref.web.shared.joining import clauses, items, labelled
from portsref.web.shared.row_words import PLAN_CONDITIONS, PLAN_VALUES, condition_phrases, word


@dataclass(frozen=True, slots=True)
class Told:
    """Something that a product says of its network: when it holds, and where that stands."""

    text: str
    sources: tuple[Link, ...]
    when: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question about the pod network, and what the product answers."""

    about: str
    answers: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class PlaceText:
    """Somebody outside, with the DNS names that its name does not tell already."""

    mark: str
    name: str
    dns: tuple[str, ...]


def questions(reader: Reader, product: Product) -> tuple[Question, ...]:
    """What the product answers; it is silent about what does not concern it."""
    travel = tuple(_travel(reader, product, told) for told in product.pod_traffic)
    reached = tuple(_reached(reader, product, told) for told in product.control_plane_to_pods)
    asked = (
        Question(word(PLAN_CONDITIONS, "pod-traffic"), travel),
        Question(word(PLAN_CONDITIONS, "control-plane-to-pods"), reached),
        Question(gettext("Default networks"), tuple(_networks(reader, product))),
        Question(word(PLAN_CONDITIONS, SERVERS_RUN_PODS), tuple(_servers(reader, product))),
    )
    return tuple(question for question in asked if question.answers)


def places(reader: Reader, product: Product) -> tuple[PlaceText, ...]:
    """Everybody outside whom the product knows."""
    return tuple(_place(reader, product, place) for place in product.places)


def _travel(reader: Reader, product: Product, told: PodTraffic) -> Told:
    ways = [word(PLAN_VALUES, way) for way in told.how]
    text = ways[0]
    if len(ways) > 1:
        text = gettext("partly %(one)s and partly %(other)s") % {"one": ways[0], "other": ways[1]}
    return Told(text, source_links(told.source), *_condition(reader, product, told))


def _reached(reader: Reader, product: Product, told: ControlPlaneToPods) -> Told:
    text = word(PLAN_VALUES, told.how)
    return Told(text, source_links(told.source), *_condition(reader, product, told))


def _condition(
    reader: Reader, product: Product, told: PodTraffic | ControlPlaneToPods
) -> tuple[str, str]:
    phrases = condition_phrases(reader.catalogue, product, told.when)
    return clauses(phrases), reader.text(told.note, product.product)


def _networks(reader: Reader, product: Product) -> Iterator[Told]:
    told = product.pod_networks
    if told is None:
        return
    sources = source_links(told.source)
    setting = reader.text(told.setting, product.product)
    named = ((gettext("Pods"), told.pods), (gettext("Services"), told.services))
    parts = [labelled(name, items(networks)) for name, networks in named if networks]
    yield Told(clauses(parts), sources, note=setting)


def _servers(reader: Reader, product: Product) -> Iterator[Told]:
    told = product.servers_run_pods
    if told is not None:
        runs = gettext("yes, by default") if told.default == "yes" else gettext("no, by default")
        setting = reader.text(told.setting, product.product)
        yield Told(runs, source_links(told.source), note=setting)


def _place(reader: Reader, product: Product, place: Place) -> PlaceText:
    return PlaceText(
        mark=f"place-{place.id}",
        name=reader.text(place.name, product.product),
        dns=tuple(name for name in place.dns if name not in place.name),
    )
