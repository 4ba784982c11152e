"""A real server with saved plans, for what pipelines do with it."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.pipelines.forge import Forge, running_forge
from tests.server import Server

SAVE = """
import json, sys
from pathlib import Path
from portsref.planning.document import parse_document
from portsref.planning.engine import plan_rules
from portsref.web.facts.catalogue import current_catalogue
from portsref.web.plans.review.links import make_link
from portsref.web.plans.saving import save_new_plan
rule_set = plan_rules(parse_document(Path(sys.argv[-1]).read_text()), current_catalogue())
saved = save_new_plan(rule_set)
plan = saved.revision.plan
print(json.dumps([plan.pk, saved.edit_key, make_link(plan, "Network team").key]))
"""


@dataclass(frozen=True, slots=True)
class Links:
    """A saved plan: its link to read, the key of its edit link, and that of a review link."""

    link: str
    api: str
    edit_key: str
    review_key: str


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("server"))
    server.wait()
    yield server
    server.stop()


@pytest.fixture
def save(server: Server, tmp_path: Path) -> Callable[[str], Links]:
    """Save a plan as somebody would in the composer, once."""

    def make(text: str) -> Links:
        file = tmp_path / "first.yaml"
        file.write_text(text)
        made = server.run("-c", f"import django; django.setup()\n{SAVE}", str(file))
        plan, edit_key, review_key = json.loads(made)
        origin = f"http://127.0.0.1:{server.port}"
        link, api = f"{origin}/plans/{plan}/", f"{origin}/api/v1/plans/{plan}"
        return Links(link, api, edit_key, review_key)

    return make


@pytest.fixture
def forge() -> Iterator[Forge]:
    with running_forge() as forge:
        yield forge
