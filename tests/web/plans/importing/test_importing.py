"""A plan from what people have: read, shown part by part with its sources, accepted, composed."""

import json
import logging
import re
import zlib
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portsref.planning.engine import plan_rules
from portsref.planning.presets import find_preset
from portsref.web.plans.models import Draft
from portsref.web.plans.saving import save_new_plan
from tests.web.plans.pages import open_by_link, press, read_form, text

pytestmark = pytest.mark.django_db

IMPORT = "/plans/new/import/"
KUBEADM = """\
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
kubernetesVersion: v1.36.1
controlPlaneEndpoint: 198.51.100.10:6443
networking:
  podSubnet: 10.244.0.0/16
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
bootstrapTokens:
- token: s3cr3t-token-1
---
unknown: s3cr3t-value-2
"""
NODES = """\
NAME   STATUS   ROLES           AGE   VERSION   INTERNAL-IP
cp1    Ready    control-plane   10d   v1.35.4   192.0.2.11
w1     Ready    worker          10d   v1.35.4   192.0.2.65
"""
PART = re.compile(
    r'<input\s+class="part__tick"\s+type="(\w+)"\s+id="([^"]*)"\s+name="([^"]*)"\s+value="([^"]*)"'
    r"\s+(checked)?\s*(disabled)?"
)


def read(client: Client, paste: str, address: str = IMPORT, **more: object):
    return client.post(address, {"do": "read", "paste": paste, **more})


def parts(page) -> list[tuple[str, dict[str, object], bool]]:
    """What each tick of a page is called and sends, and whether it is ticked."""
    return [
        (name, json.loads(unescape(value)), bool(checked))
        for _kind, _id, name, value, checked, _disabled in PART.findall(text(page))
        if value
    ]


def take(client: Client, *pieces: object, address: str = IMPORT, **more: object):
    values = [one if isinstance(one, str) else json.dumps(one) for one in pieces]
    return client.post(address, {"do": "take", "part": values, **more})


def ticked(page) -> list[object]:
    return [piece for name, piece, is_ticked in parts(page) if is_ticked and name == "part"]


def follow(client: Client, response):
    assert response.status_code == 303
    return client.get(response.headers["Location"].partition("#")[0])


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_the_form_says_how_to_get_what_is_pasted(prefix, client):
    page = client.get(f"{prefix}{IMPORT}")
    assert page.status_code == 200
    assert "helm list -A -m 0 -o json" in text(page)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_each_part_is_shown_with_its_tick_where_it_was_read_and_how_sure_it_is(client):
    page = read(client, KUBEADM)
    assert page.status_code == 200
    group = {"name": "control-plane", "roles": ["control-plane"]}
    api = {"name": "api", "roles": ["api-endpoint"], "addresses": ["198.51.100.10"]}
    assert parts(page) == [
        ("part", {"kubernetes": "1.36"}, True),
        ("part", {"groups": [group]}, True),
        ("part", {"groups": [api], "api_endpoint": {"group": "api", "ports": "6443"}}, True),
        ("part", {"networks": {"pods": ["10.244.0.0/16"]}}, True),
        ("part", {"picks": [{"product": "kubeadm"}]}, True),
        (
            "part",
            {"picks": [{"product": "kubeadm", "options": {"api-load-balancer": "external"}}]},
            False,
        ),
    ]
    html = text(page)
    assert "paste:3" in html
    assert "kubernetesVersion" in html
    assert "what stands in front may be a load balancer" in html
    assert re.findall(r'class="tag[^"]*">(\w+)<', html) == ["stated"] * 5 + ["guessed"]
    assert "is of no kind that is known here" in html
    assert re.search(r"Secrets left out</dt>\s*<dd>tokens: 1</dd>", html)


def test_sources_that_differ_are_both_shown_and_neither_is_chosen(client):
    page = read(client, f"{KUBEADM}$ kubectl get nodes\n{NODES}")
    chosen = [(name, piece) for name, piece, _ in parts(page) if name.startswith("choice-")]
    assert chosen == [
        ("choice-kubernetes-0", {"kubernetes": "1.36"}),
        ("choice-kubernetes-0", {"kubernetes": "1.35"}),
    ]
    assert 'value="" checked' in re.sub(r"\s+", " ", text(page))
    page = follow(
        client, take(client, *ticked(page), **{"choice-kubernetes-0": '{"kubernetes":"1.35"}'})
    )
    assert page.context["plan_form"].document.kubernetes == "1.35"


def test_what_is_accepted_is_a_draft_in_the_composer_that_undo_takes_back(client):
    page = read(client, NODES)
    page = follow(client, take(client, *ticked(page)))
    document = page.context["plan_form"].document
    assert [(group.name, [*map(str, group.addresses)]) for group in document.groups] == [
        ("control-plane", ["192.0.2.11"]),
        ("workers", ["192.0.2.65"]),
    ]
    assert page.context["draft"].undo == "Parts of files taken over"
    page = press(client, page, "undo")
    assert [group.addresses for group in page.context["plan_form"].document.groups] == [(), ()]
    assert Draft.objects.count() == 1


def test_the_kind_can_be_said_where_the_guess_is_wrong(client):
    page = read(client, "a: 1\n", read_as="hosts")
    assert '<option value="hosts" selected>' in text(page)
    assert page.status_code == 422


def test_a_plan_that_is_pasted_is_opened_as_it_is(client):
    document = find_preset("eks").document()
    page = follow(client, read(client, document.as_yaml()))
    assert page.context["plan_form"].document == document
    page = read(client, "schema: portsref.plan/v1\ntitle: x\nking: 1\n")
    assert (page.status_code, "king: is not a known key" in text(page)) == (422, True)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, "Tick at least one part."),
        ({"part": "no json"}, "is no piece of a plan"),
        ({"part": "[" * 100_000}, "is no piece of a plan"),
        ({"part": '{"title":"x"}'}, "is no piece of a plan"),
        ({"part": '{"groups":[{"name":"a","addresses":["x"]}]}'}, "groups[a].addresses[0]"),
        ({"part": '{"groups":[{}]}'}, "groups[0].name"),
        ({"part": '{"picks":"x"}'}, "picks"),
        ({"part": '{"networks":{"pods":["10.0.0.1/8"]}}'}, "networks.pods[0]"),
        ({"part": ['{"kubernetes":"1.36"}'] * 1001}, "more than 1000 parts"),
        ({"gone": '{"groups":[{"name":"\\u0000"}]}'}, "groups"),
        ({"choice-a-0": '{"api_endpoint":{"group":"gone","ports":"1"}}'}, "api_endpoint.group"),
    ],
)
def test_what_no_plan_says_is_refused_with_its_place(values, reason, client):
    page = client.post(IMPORT, {"do": "take", **values})
    assert page.status_code == 422
    assert reason in text(page)
    assert Draft.objects.count() == 0


def test_parts_that_do_not_fit_together_are_shown_once_more(client):
    page = take(client, *({"groups": [{"name": f"g{n}"}]} for n in range(201)))
    assert page.status_code == 422
    assert "at most 200 groups" in text(page)
    assert len(parts(page)) == 201


@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_nothing_that_was_pasted_is_kept_logged_or_shown(prefix, client, caplog):
    secrets = f"{KUBEADM}---\nkind: Secret\ndata: {{a: s3cr3t-data-3}}\n---\n{{broken: s3cr3t-4\n"
    caplog.set_level(logging.DEBUG)
    page = read(client, secrets, f"{prefix}{IMPORT}")
    assert parts(page)
    taken = take(client, *ticked(page), address=f"{prefix}{IMPORT}")
    composer = follow(client, taken)
    with connection.cursor() as cursor:
        kept = ""
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
            kept += repr(cursor.fetchall())
    (draft,) = Draft.objects.all()
    kept += zlib.decompress(draft.packed).decode()
    for where in (text(page), text(composer), taken.headers["Location"], caplog.text, kept):
        assert "s3cr3t" not in where
    assert "192.0.2" not in taken.headers["Location"]


def test_a_plan_is_updated_by_what_differs_as_one_step(client):
    page = follow(client, take(client, *ticked(read(client, NODES))))
    address = page.request["PATH_INFO"]
    answer = client.post(address, {**read_form(page).values, "do": "update"})
    assert answer.headers["Location"] == f"{address}import/"
    moved = NODES.replace("192.0.2.65", "192.0.2.66").replace("v1.35.4", "v1.36.0")
    page = read(client, moved, f"{address}import/")
    workers = {"name": "workers", "roles": ["worker"]}
    both = {**workers, "addresses": ["192.0.2.65", "192.0.2.66"]}
    gone = {"groups": [{"name": "workers", "addresses": ["192.0.2.65"]}]}
    assert parts(page) == [
        ("part", {"kubernetes": "1.36"}, True),
        ("part", {"groups": [both]}, True),
        ("gone", gone, False),
    ]
    assert "until now" in text(page)
    page = follow(
        client,
        take(client, *ticked(page), address=f"{address}import/", gone=json.dumps(gone)),
    )
    document = page.context["plan_form"].document
    assert document.kubernetes == "1.36"
    assert [*map(str, document.group("workers").addresses)] == ["192.0.2.66"]
    page = press(client, page, "undo")
    assert [*map(str, page.context["plan_form"].document.group("workers").addresses)] == [
        "192.0.2.65"
    ]


@pytest.fixture
def saved(catalogue):
    """A saved plan with its address and edit key, and a group that the files call otherwise."""
    document = find_preset("kubeadm-calico").document()
    made = save_new_plan(plan_rules(document, catalogue))
    return made.revision.plan, made.edit_key


def test_a_saved_plan_is_updated_by_whoever_has_the_edit_link(saved, client):
    plan, key = saved
    address = f"/plans/{plan.pk}/edit/import/"
    assert client.get(address).status_code == 403
    page = open_by_link(client, address, key)
    assert page.status_code == 200
    html = text(client.get(f"/plans/{plan.pk}/manage/"))
    assert f'href="{address}"' in html
    page = read(client, NODES, address)
    pieces = [piece for name, piece, _ in parts(page) if name == "part"]
    assert pieces == [{"kubernetes": "1.35"}]  # both hosts are within the groups of the preset
    taken = take(client, *pieces, address=address)
    page = follow(client, taken)
    assert re.fullmatch(rf"/plans/{plan.pk}/edit/[\w-]{{24}}/", taken.headers["Location"])
    assert page.context["plan_form"].document.kubernetes == "1.35"
    assert page.context["draft"].undo == "Parts of files taken over"
    again = read(client, NODES, f"{taken.headers['Location']}import/")
    assert "The plan says all of it already" in text(again)
    page = press(client, page, "undo")
    assert page.context["plan_form"].document == find_preset("kubeadm-calico").document()


def test_who_only_has_the_address_of_a_draft_gets_one_of_his_own(client):
    page = follow(client, take(client, *ticked(read(client, NODES))))
    address = page.request["PATH_INFO"]
    other = Client()
    taken = take(other, {"kubernetes": "1.36"}, address=f"{address}import/")
    assert taken.headers["Location"] != address
    assert client.get(address).context["plan_form"].document.kubernetes == "1.35"
    assert follow(other, taken).context["plan_form"].document.kubernetes == "1.36"


def test_a_plan_with_problems_has_to_be_corrected_first(client):
    page = follow(client, take(client, *ticked(read(client, NODES))))
    address = page.request["PATH_INFO"]
    values = {**read_form(page).values, "groups-0-addresses": "nonsense"}
    client.post(address, values)
    page = read(client, NODES, f"{address}import/")
    assert (page.status_code, parts(page)) == (422, [])
    assert "The plan has to be corrected first" in text(page)


def test_a_draft_that_is_gone_leads_to_the_start(client):
    gone = client.get(f"/plans/new/{'a' * 24}/import/")
    assert gone.headers["Location"] == f"/plans/new/{'a' * 24}/"


def test_a_composer_that_nobody_changed_yet_is_updated_too(client):
    page = client.get("/plans/new/?preset=kubeadm-calico")
    values = {**read_form(page).values, "do": "update"}
    answer = client.post("/plans/new/", values)
    assert re.fullmatch(r"/plans/new/[\w-]{24}/import/", answer.headers["Location"])
    page = read(client, NODES, answer.headers["Location"])
    assert parts(page) == [("part", {"kubernetes": "1.35"}, True)]


def test_a_script_gets_what_was_read_and_not_the_form(client):
    headers = {"HX-Request": "true", "HX-Target": "reading"}
    html = text(client.post(IMPORT, {"do": "read", "paste": NODES}, headers=headers))
    assert html.lstrip().startswith('<div class="import__reading" id="reading">')
    assert "id_paste" not in html
    html = text(client.post(IMPORT, {"do": "read"}, headers=headers))
    assert "Paste something, or choose a file." in html


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.zip", b"PK\x03\x04broken", "a.zip: is a damaged zip"),
        ("a.yaml", b"\xff\xfe\x00", "a.yaml: is not UTF-8 text"),
        ("<b>.yaml", b"\xff\xfe\x00", "&lt;b&gt;.yaml: is not UTF-8 text"),
        ("a.yaml", b"\x00", "is of no kind that is known here|is no YAML"),
    ],
)
def test_a_file_that_cannot_be_read_says_which_and_why(name, content, reason, client):
    page = read(client, "", files=SimpleUploadedFile(name, content))
    assert page.status_code == 422
    assert re.search(reason, text(page))


def test_the_database_is_asked_as_often_for_much_as_for_little():
    read(Client(), NODES)
    many = NODES + "".join(
        f"n{n}   Ready    worker   10d   v1.35.4   192.0.{n % 200}.{n // 200 + 70}\n"
        for n in range(400)
    )
    counts = []
    for paste in (NODES, many):
        client = Client()  # who has a draft already is asked which there still are
        with CaptureQueriesContext(connection) as reading:
            page = read(client, paste)
        with CaptureQueriesContext(connection) as taking:
            take(client, *ticked(page))
        counts.append((len(reading), len(taking)))
    assert counts[0] == counts[1]
    assert counts[0][0] <= 1


LINE = re.compile(r"<b>([^<]*)</b>.*?part__said\">([^<]*)<", re.DOTALL)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_changes_of_listeners_on_the_same_ports_are_told_apart(client, language):
    range_ = "apiServer: {extraArgs: [{name: service-node-port-range, value: 31000-31999}]}\n"
    head = "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n"
    address = IMPORT if language == "en" else f"/{language}{IMPORT}"
    html = text(read(client, f"{head}{range_}", address))
    lines = LINE.findall(html[html.index('id="section-changes"') :])
    changes = [unescape(f"{title} {said}") for title, said in lines if "kubernetes/" in said]
    assert len(changes) == len(set(changes)) == 5
    on_servers = "kubernetes/nodeport-tcp-control-plane"
    (line,) = (line for line in changes if on_servers in line)
    assert "TCP 30000–32767" in line
    if language == "en":
        assert line.endswith(
            "(NodePort Services) NodePort Services on control-plane nodes over TCP "
            f"({on_servers}); other ports"
        )
