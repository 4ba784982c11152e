"""What is wrong with a document is said in the reader's language, whatever is wrong."""

import ast
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

import portsref
from portsref.documents.problems import Problem, ProblemsError
from portsref.messages import Message
from portsref.planning.document import document_from, parse_document
from portsref.web.shared.messages import say, say_problem

PACKAGE = Path(portsref.__file__).parent
INVALID = Path(__file__).parents[2] / "catalogue" / "invalid"
START = "schema: portsref.plan/v1\ntitle: x\n"
# Modules whose messages are read on pages; those of the catalogue alone are for contributors.
SAID_ON_PAGES = (
    "addresses.py", "ports.py", "documents", "catalogue/products.py", "planning/document.py",
)  # fmt: skip
EVERYTHING = {
    "schema": "portsref.plan/v1",
    "title": "Everything",
    "request": {"ticket": "CHG-1", "justification": "because", "expires": "2027-06-30"},
    "kubernetes": "1.35",
    "picks": [{"product": "rke2", "options": {"cni": "cilium"}, "include": "all", "only": ["a"]}],
    "groups": [
        {"name": "masters", "roles": ["worker"], "addresses": ["10.0.0.0/28"], "zone": "core"},
        {"name": "api", "os": "windows"},
    ],
    "api_endpoint": {"group": "api", "ports": "443,6443-6445"},
    "outbound_proxy": {"group": "api", "ports": "3128", "direct": ["infrastructure/https"]},
    "changes": [
        {"listener": "kubernetes/nodeport-udp", "excluded": True, "reason": "no UDP"},
        {"listener": "kubernetes/kubelet-api", "ports": "10251", "peers": ["masters"]},
    ],
    "listeners": [
        {
            "id": "agent",
            "protocol": "TCP",
            "ports": "7000",
            "roles": ["worker"],
            "peers": ["control-plane"],
            "purpose": "Our own agent.",
            "binds": "192.0.2.1",
            "since": "1.30",
            "until": "1.35",
        }
    ],
}
ODD = st.sampled_from(
    [None, True, 7, 1.5, "", " x", "x ", "a\x00b", "x" * 5000, "any", "1.", "99999", "9-1", "::%a",
     "10.0.0.1/8", "10.0.0.9-10.0.0.1", "10.0.0.1-::1", "2026-02-30", "9.9", [], ["x"], ["x", "x"],
     ["x"] * 3000, {}, {"x": "y"}, [{}], [None], [7], "ICMP", "a/b"]
)  # fmt: skip


def problems_of(text: str) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        parse_document(text, file="")
    return [say_problem(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (START + "king: a", "king: is not a known key"),
        ("schema: portsref.plan/v1", "title: is missing"),
        (START + "kubernetes: 1.35", "kubernetes: must be text: put it in quotes"),
        (START + "groups: [{name: a, os: bsd}]", "must be 'linux' or 'windows'"),
        (START + "groups: [{name: a, addresses: [10.0.0.1/8]}]", "write 10.0.0.0/8 or 10.0.0.1"),
        (START + "groups: [{name: a, addresses: [1.2.3]}]", "'1.2.3' is not an IPv4 or IPv6"),
        (START + "groups: [{name: a}, {name: a}]", "groups: the group 'a' appears 2 times"),
        (START + "groups: [{name: any}]", "'any' means every address"),
        (START + "groups: {}", "groups: must be a list"),
        (START + "api_endpoint: {group: b, ports: '443'}", "no group 'b'"),
        (START + "api_endpoint: {group: b, ports: '70000'}", "70000 is not a port"),
        ("[]", "is not a plan: it needs `schema: portsref.plan/v1`"),
        ("{", "is not valid YAML or JSON"),
    ],
)
def test_problems_are_said_with_their_place(text, words):
    assert any(words in problem for problem in problems_of(text)), problems_of(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (START + "groups: [{name: a}, {name: a}]", "groups: 主机组“a”出现了 2 次"),
        (START + "groups: [{name: a, os: bsd}]", "groups[a].os: 必须是 'linux' 或 'windows'"),
        (START + "title: y", "不是有效的 YAML 或 JSON：第 3 行：键“title”出现了两次"),
        (
            START + "groups: [{name: a, addresses: [fe80::1%eth0]}]",
            "groups[a].addresses[0]: “fe80::1%eth0”：请去掉接口标识 %eth0",
        ),
    ],
)
def test_problems_are_said_in_the_language_of_the_reader(text, words):
    with translation.override("zh-hans"):
        assert problems_of(text) == [words]


def test_what_is_only_a_text_stays_as_it_is():
    assert say_problem(Problem("", "a", "100 % new")) == "a: 100 % new"


@pytest.mark.parametrize("path", sorted(INVALID.glob("plan-*.yaml")), ids=lambda path: path.stem)
def test_the_reasons_that_commands_print_are_what_pages_say_in_english(path):
    text = path.read_text()
    try:
        parse_document(text, file="")
    except ProblemsError:
        assert problems_of(text) == [text.split("\n", 1)[0].removeprefix("# ")]


@given(st.data())
def test_every_reason_that_a_document_can_have_is_translated(data):
    document = deepcopy(EVERYTHING)
    for _ in range(data.draw(st.integers(1, 3))):
        here, key = data.draw(st.sampled_from(list(_places(document))))
        here[key] = deepcopy(data.draw(ODD))
    try:
        document_from(document)
    except ProblemsError as error:
        for problem in error.problems:
            assert isinstance(problem.message, Message), problem
            with translation.override("zh-hans"):
                said = say(problem.message)
            assert said != problem.reason, problem


def _places(value: object) -> Iterator[tuple[object, object]]:
    """Every place of plain values, as what holds it and its key."""
    rows = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(rows):
        yield value, key
        if isinstance(inner, dict | list):
            yield from _places(inner)


def test_every_message_that_is_raised_is_marked_for_translation():
    paths = [path for name in SAID_ON_PAGES for path in _modules(PACKAGE / name)]
    trees = [ast.parse(path.read_text()) for path in paths]
    marked = {name for tree in trees for name in _marked(tree)}
    raised = {name for tree in trees for name in _raised(tree)}
    assert len(marked) > 40
    assert raised <= marked


def _modules(path: Path) -> list[Path]:
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _marked(tree: ast.AST) -> Iterator[str]:
    """Names of constants that are marked texts."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and _called(node.value) == "gettext_noop":
            yield ast.unparse(node.targets[0])


def _raised(tree: ast.AST) -> Iterator[str]:
    """The texts of messages as the code names them, or as they stand in it.

    A variable holds what the reader of YAML says, or one of the texts of `documents/reasons.py`.
    """
    errors = {"Message", "MessageError", "AddressError", "PortsError", "YamlError"}
    for node in ast.walk(tree):
        if _called(node) in errors:
            text = ast.unparse(node.args[0])
            if isinstance(node.args[0], ast.Constant | ast.JoinedStr) or text.isupper():
                yield text
            elif text.startswith("reasons."):
                yield text.removeprefix("reasons.")


def _called(node: ast.AST) -> str:
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""
