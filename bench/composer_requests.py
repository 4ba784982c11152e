"""Asks the composer within one process and prints, a line of JSON each, what it took."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import django

django.setup()

from django.conf import settings  # noqa: E402 - Django must be set up first
from django.test import Client  # noqa: E402

from bench.figures import best_seconds  # noqa: E402
from portsref.planning.document import PlanDocument, document_from  # noqa: E402
from portsref.planning.presets import find_preset  # noqa: E402
from portsref.web.plans.composer.form_data import data_of  # noqa: E402
from tests.hostile import NEW, HostileRequest, hostile_requests  # noqa: E402

RACKS = 20
WITHOUT_WORKERS = 5
DEAREST = 3

settings.ALLOWED_HOSTS = ["testserver"]


def main() -> None:
    """Print a figure a line."""
    client = Client()
    page = best_seconds(partial(client.get, f"{NEW}?preset=openshift-bare-metal"))
    values: Mapping[str, Sequence[str]] = dict(data_of(large_plan()).lists())
    changed = {**values, "option:calico:bgp": ["yes"]}
    headers = {"HX-Request": "true", "HX-Target": "result"}
    update = partial(client.post, NEW, changed, headers=headers)
    name = "composer, an option of 30 groups"
    tell(name, update, page, detail=f"{len(update().content) / 1000:.0f} kB sent", has_goal=True)
    requests = sorted(hostile_requests(), key=partial(seconds_of, client), reverse=True)
    for request in [one for one in requests if one.times == 2][:DEAREST]:
        tell(f"hostile, {request.name}", partial(send, client, request), page, has_goal=True)
    for request in [one for one in requests if one.times > 2][:DEAREST]:
        tell(f"as large as plans are, {request.name}", partial(send, client, request), page)


def large_plan() -> PlanDocument:
    """A preset with racks of workers and of storage, 30 groups and some 1,200 rules."""
    preset = find_preset("kubeadm-calico")
    data = preset.document().as_data() if preset else {}
    racks = [
        {
            "name": f"rack-{number:02}",
            "roles": ["worker" if number < RACKS else "storage"],
            "addresses": [f"10.0.{number}.0/24"],
            "zone": "core",
        }
        for number in range(RACKS + WITHOUT_WORKERS)
    ]
    return document_from({**data, "groups": [*data["groups"], *racks]})


def send(client: Client, request: HostileRequest) -> object:
    """Send a hostile request."""
    return client.post(request.path, request.body, content_type=request.content_type)


def seconds_of(client: Client, request: HostileRequest) -> float:
    """What a hostile request takes, roughly."""
    return best_seconds(partial(send, client, request), times=2)


def tell(
    name: str, ask: Callable[[], object], page: float, detail: str = "", *, has_goal: bool = False
) -> None:
    """Print one figure: how often a preset's page could be made meanwhile."""
    seconds = best_seconds(ask)
    words = ", ".join(filter(None, [f"{seconds * 1e3:.0f} ms", detail]))
    print(json.dumps([name, seconds / page, f"{words}; the page {page * 1e3:.0f} ms", has_goal]))


main()
