"""Requests that once took seconds to minutes, each of a few kilobytes that anybody may send.

`test_hostile_work.py` counts what they take, `soak.py` sends them to a real server.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

NEW = "/plans/new/"
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
YAML = "application/yaml"
LARGEST_PLAN = 255 * 1024
LARGEST_PASTE = 1024 * 1024
BOUNDARY = "portsref-hostile"

type Document = Mapping[str, object]
type Values = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class HostileRequest:
    """A POST, and the status of its answer.

    `times` is how often it may take what a preset's composer page takes: twice, but for what an
    honest plan of the largest size takes as well.
    """

    name: str
    path: str
    status: int
    body: bytes = field(repr=False)
    content_type: str
    times: int = 2


def hostile_requests() -> Iterator[HostileRequest]:
    """Yield every request that has to have a bound."""
    yield from _comparisons()
    yield from _plans()
    yield from _texts()
    yield from _forms()
    yield from _floods()
    yield from _drafts()
    yield from _logs()
    yield from _imports()


def _imports() -> Iterator[HostileRequest]:
    """A mebibyte of files that are as much to read as can be, and very many parts to accept."""
    cluster = "apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n"
    networks = ",".join(f"10.{n >> 8 & 255}.{n & 255}.0/24" for n in range(65_000))
    values = "".join(f"k{n}: v\n" for n in range(100_000))
    many = "".join(f"k{n}: 1, " for n in range(40_000))
    texts = {
        "lines": "\n" * LARGEST_PASTE,
        "keys": values[:LARGEST_PASTE],
        "commas": f"[{'a,' * (LARGEST_PASTE // 2 - 2)}]",
        "documents": "---\na: 1\n" * (LARGEST_PASTE // 9),
        "broken": "---\n{\n" * (LARGEST_PASTE // 6),
        "networks": f"{cluster}networking: {{podSubnet: '{networks}'}}\n"[:LARGEST_PASTE],
        "slashes": f"a: '{'//' * (LARGEST_PASTE // 2 - 9)} @'",
        "brackets": "[" * LARGEST_PASTE,
        "manifests": _until_full(
            "version: v1alpha1\nmachine: {type: worker}\ncluster:\n  inlineManifests:\n",
            (f"  - contents: '# {n}'\n" for n in range(40_000)),
        ),
        "helmfile": _until_full(
            f"templates: {{a: {{chart: cilium, values: [{{{many}}}]}}}}\nreleases:\n",
            ("- {inherit: [{template: a}]}\n" for _ in range(20_000)),
        ),
    }
    for name, text in texts.items():
        # in the others is nothing of a plan
        status = 200 if name in {"networks", "manifests", "helmfile"} else 422
        yield _import(f"read-{name}", {"do": "read", "paste": text}, status=status)
    pieces = [json.dumps({"networks": {"pods": [f"10.0.{n >> 8}.{n & 255}"]}}) for n in range(1000)]
    yield _import("take-networks", {"do": "take", "part": pieces}, status=422)
    groups = [json.dumps({"groups": [{"name": f"g{n}"}]}) for n in range(1000)]
    yield _import("take-groups", {"do": "take", "part": groups}, status=422)
    deep = ["[" * 60_000 for _ in range(30)]
    yield _import("take-brackets", {"do": "take", "part": deep}, status=422)


def _until_full(head: str, lines: Iterable[str]) -> str:
    """Whole lines behind a head, as many as a paste may have."""
    left = LARGEST_PASTE - len(head)
    kept = []
    for line in lines:
        left -= len(line)
        if left < 0:
            break
        kept.append(line)
    return head + "".join(kept)


def _import(name: str, values: Values, *, status: int) -> HostileRequest:
    fields = [(name, one) for name, said in values.items() for one in _list(said)]
    parts = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields
    )
    body = f"{''.join(parts)}--{BOUNDARY}--\r\n".encode()
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return HostileRequest(name, f"{NEW}import/", status, body, kind, times=40)


def _list(said: str | Sequence[str]) -> Sequence[str]:
    return [said] if isinstance(said, str) else said


def _comparisons() -> Iterator[HostileRequest]:
    """Groups that all overlap, compared address by address."""
    before, after = _overlapping("80"), _overlapping("81")
    body = {"before": before, "after": after}
    yield _api("diff-by-address", "diff?by=address", 422, body)
    yield _api("diff-by-group", "diff", 200, body, times=3)


def _plans() -> Iterator[HostileRequest]:
    """Plans for the composer and for programs."""
    groups = [{"name": f"g{number}"} for number in range(200)]
    yield from _both(
        "changes",
        {"groups": groups, "changes": [{"listener": f"a/b{number}"} for number in range(500)]},
        page=422,
        api=200,
    )
    everybody = [f"g{number}" for number in range(200)]
    narrowed = [{"listener": f"a/b{number}", "peers": everybody} for number in range(150)]
    parts = {"groups": groups, "changes": narrowed}
    yield from _both("narrowed-changes", parts, page=200, api=200, times=12)
    racks = [_worker(number, f"g{number}") for number in range(1000)]
    yield from _both("thousand-groups", {"groups": racks}, page=422, api=200)
    wrong = [{"name": f"g{number}", "addresses": ["x"] * 200} for number in range(200)]
    yield from _both("wrong-addresses", {"groups": wrong}, page=422, api=422)
    wide = [
        {"name": f"g{n}", "roles": ["worker"], "addresses": ["::1-e::"] * 200} for n in range(100)
    ]
    yield from _both("wide-ranges", {"groups": wide}, page=200, api=200, times=30)
    for name, first in (("many-ranges", False), ("one-first-port", True)):
        listeners = [own(f"l{n}", _ranges(n, first=first)) for n in range(55)]
        parts = {"groups": [_worker(0, "w")], "listeners": listeners}
        yield from _both(name, parts, page=200, api=422, times=3)  # a draft that says why


def _texts() -> Iterator[HostileRequest]:
    """Texts that are no plans, or hardly."""
    merges = "".join(f"a{n + 1}: &a{n + 1} {{<<: *a{n}, k{n}: 1}}\n" for n in range(6000))
    texts = {
        "merges": "a0: &a0 {k: 1}\n" + merges,
        "base-60": "a: " + "1:" * (LARGEST_PLAN // 2) + "1",
        "base-60-fraction": "a: " + "1:" * (LARGEST_PLAN // 2) + "1.5",
        "digits": "a: " + "1" * LARGEST_PLAN,
        "tag": "a: !!bool x",
        "brackets": "[" * LARGEST_PLAN,
    }
    for name, text in texts.items():
        status = 422 if name.startswith("base") else 400  # these are texts, but no plan
        body = text.encode()
        yield HostileRequest(f"api-yaml-{name}", "/api/v1/rules", status, body, YAML, times=5)
        yield _form(f"import-yaml-{name}", 422, {"do": "import", "text": text}, times=5)
    yield _form("form-own-lists", 422, {"title": "x", "own": "- - - -\n" * 100_000})


def _forms() -> Iterator[HostileRequest]:
    yield _form("form-empty-groups", 422, {f"groups-{n}-name": "" for n in range(9000)})
    yield _form("form-empty-changes", 422, {f"changes-{n}-listener": "" for n in range(9000)})
    wrong = {f"groups-{n}-addresses": "x " * 200 for n in range(200)}
    yield _form("form-wrong-addresses", 422, wrong | _called("g{}"), times=10)
    yield _form(
        "form-namesakes", 422, {f"groups-{n}-name": f"g{n // 2}" for n in range(200)}, times=10
    )
    yield _form("form-blanks", 200, {"groups-0-name": "a", "groups-0-addresses": " " * 900_000})


def _floods() -> Iterator[HostileRequest]:
    """Thousands of values of one field, all different or all the same."""
    numbers = range(9000)
    many = [f"a{number}" for number in numbers]
    fields = ("picks", "handpicked", "brought", "proxy-direct", "only:k3s", "groups-0-roles",
              "changes-0-peers", "kubernetes", "open")  # fmt: skip
    for name in fields:
        for kind, values in (("many", many), ("same", ["cilium" for _ in numbers])):
            yield _form(f"form-{kind}-{name}", 422, START | {name: values}, times=3)
    half = {"picks": many[:4500]}
    yield _form("form-picks-brought", 422, START | half | {"brought": many[:4500]}, times=3)
    yield _form("form-picks-handpicked", 422, START | half | {"handpicked": many[:4500]}, times=3)
    order = {"changes-0-was": " ".join(many), "changes-0-peers": many[::-1]}
    yield _form("form-former-order", 422, START | order | {"changes-0-narrowed": "on"})
    yield _form("form-options", 422, START | {f"option:k3s:a{n}": "x" for n in numbers}, times=4)
    yield _form(
        "form-add-group",
        422,
        {"do": "add-group"} | {f"groups-{n}-name": "" for n in numbers},
        times=3,
    )
    peers = {f"changes-{n}-peers": "0" for n in numbers}
    yield _form("form-remove-group", 422, {"do": "remove-group:0"} | peers, times=3)


def _drafts() -> Iterator[HostileRequest]:
    """Forms that are kept, undone and compared with what was there before."""
    groups = [{"name": f"g{n}", "roles": ["worker"]} for n in range(200)]
    last = json.dumps(plan(groups=groups))
    options = {f"option:k3s:a{n}": "x" for n in range(4900)}
    for do in ("", "undo", "redo", "add-group"):
        yield _form(f"draft-of-many-options-{do}", 422, START | options | {"do": do}, times=7)
        values = START | {"do": do, "last": last, "draft": "x" * 24, "tab": "y" * 24, "seen": "7"}
        # what is undone is the form itself, and what it was opened with is right
        yield _form(f"draft-of-many-groups-{do}", 200 if do == "undo" else 422, values, times=12)


def _logs() -> Iterator[HostileRequest]:
    lines = {
        "cisco": "%ASA-4-106023: " + "a" * 3980,
        "deny": "Deny" * 900,
        "deny-blanks": "Deny " * 700,
        "permitted": "access-list a permitted b " * 150,
        "pf": " ,," * 1300,
        "fields": "SRC=" * 900,
        "blanks": "x" + " " * 3990 + "x",
    }
    for name, line in lines.items():
        text = "\n".join([line] * 64)
        yield HostileRequest(
            f"page-log-{name}", "/dropped/", 200, urlencode({"lines": text}).encode(), FORM
        )
        yield _api(f"api-log-{name}", "dropped", 200, {"plan": plan(), "lines": text})
    groups = [
        {"name": f"g{number}", "roles": ["client"], "addresses": [f"10.0.{number}.0/24"]}
        for number in range(200)
    ]
    dropped = "SRC=10.0.{0}.5 DST=10.0.{1}.7 LEN=60 PROTO=TCP SPT=40000 DPT={2}"
    text = "\n".join(dropped.format(n, (n + 1) % 200, 1000 + n) for n in range(200))
    yield _api("api-log-of-many", "dropped", 200, {"plan": plan(groups=groups), "lines": text}, 40)


START: Mapping[str, str | Sequence[str]] = {
    "title": "x",
    "picks": ["k3s", "cilium"],
    "groups-0-name": "a",
    "proxy-group": "0",
    "handpicked": ["k3s"],
    "changes-0-listener": "kubernetes/kubelet-api",
    "changes-0-narrowed": "on",
}


def plan(**parts: object) -> Document:
    """A plan document as plain values."""
    return {"schema": "portsref.plan/v1", "title": "Hostile", **parts}


def own(name: str, ports: str) -> Document:
    """A listener of the user's own, from workers to workers."""
    roles = ["worker"]
    what = {"protocol": "TCP", "ports": ports, "purpose": "x"}
    return {"id": name, "roles": roles, "peers": roles, **what}


def signs(count: int) -> Iterator[str]:
    """Names of which a slug leaves nothing."""
    marks = "!#$%&()*+,-./:;<=>?"
    return (f"!{one}{other}" for _, one, other in zip(range(count), *_pairs(marks), strict=False))


def _pairs(marks: str) -> tuple[list[str], list[str]]:
    return [one for one in marks for _ in marks], [other for _ in marks for other in marks]


def _worker(number: int, name: str) -> Document:
    address = f"10.{number // 256}.{number % 256}.0/24"
    return {"name": name, "roles": ["worker"], "addresses": [address]}


def _called(name: str) -> dict[str, str]:
    return {f"groups-{number}-name": name.format(number) for number in range(200)}


def _overlapping(ports: str) -> Document:
    groups = [
        {
            "name": f"g{n}",
            "roles": ["worker"],
            "addresses": [f"10.0.0.0/{8 + n % 24}", f"10.{n}.0.0-10.{n + 50}.255.255"],
        }
        for n in range(20)
    ]
    return plan(groups=groups, listeners=[own("x", ports)])


def _ranges(number: int, *, first: bool) -> str:
    """A set of 650 ranges of ports, no other one like it; `first` begins all with port 1."""
    start = 100 * number + 3
    ports = [1, *range(start, start + 1298, 2)] if first else range(start, start + 1300, 2)
    return ",".join(map(str, ports))


def _both(
    name: str, parts: Mapping[str, object], *, page: int, api: int, times: int = 2
) -> Iterator[HostileRequest]:
    document = plan(**parts)
    yield _api(f"api-{name}", "rules", api, document, times=times)
    values = {"do": "import", "text": json.dumps(document)}
    yield _form(f"import-{name}", page, values, times=times)


def _api(name: str, path: str, status: int, body: object, times: int = 2) -> HostileRequest:
    content = json.dumps(body).encode()
    return HostileRequest(name, f"/api/v1/{path}", status, content, JSON, times)


def _form(name: str, status: int, values: Values, times: int = 2) -> HostileRequest:
    body = urlencode(values, doseq=True).encode()
    return HostileRequest(name, NEW, status, body, FORM, times)
