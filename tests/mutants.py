"""How many small changes of the code do the tests notice? `make mutants`; not part of CI.

`python tests/mutants.py [FILE…]` changes one condition, operator or number of a module at a time,
in a copy of the project, and prints every change that all tests which concern it let pass.
"""

import argparse
import ast
import copy
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django.core.management  # noqa: F401 - imported here once, and not for each change
import hypothesis  # noqa: F401
import pydantic  # noqa: F401
import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
QUICK = ("rules", "selection", "merging", "findings", "packets", "finding_kinds", "topologies")
ENGINE = [
    f"tests/planning/test_{name}.py"
    for name in (*QUICK, "stored", "bounds", "official_tables", "properties")
]
# What to change, and the tests that concern it, the quick ones first.
TESTS = {
    "portsref/ports.py": ["tests/test_ports.py"],
    "portsref/addresses.py": ["tests/test_addresses.py"],
    "portsref/planning/document.py": ["tests/cli/test_validate.py", "tests/documents", *ENGINE],
    "portsref/planning": ENGINE,
    "portsref/exporters": ["tests/exporters", "tests/cli/test_export.py", "tests/cli/test_diff.py"],
}
# Without the web, which none of them needs, without words, and without what varies.
WITHOUT = [f"-pno:{plugin}" for plugin in ("django", "xdist", "playwright", "terminal")]
OPTIONS = ["-x", "-c", os.devnull, "--rootdir=.", "--hypothesis-profile=ci", *WITHOUT]
PAIRS = ["Lt LtE", "Gt GtE", "Eq NotEq", "Is IsNot", "In NotIn", "Add Sub", "BitAnd BitOr"]
PAIRED = [[getattr(ast, name) for name in pair.split()] for pair in PAIRS]
OTHER = {one: other for pair in PAIRED for one, other in (pair, pair[::-1])}
OTHER_NAME = {"any": "all", "all": "any", "min": "max", "max": "min", "sorted": "list"}


def mutants_of(source: bytes) -> Iterator[tuple[str, bytes]]:
    """Every small change of a module, as lines of a diff, and the module with it."""
    lines = source.splitlines(keepends=True)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines))]
    for node, is_test in expressions(ast.parse(source)):
        begin = starts[node.lineno - 1] + node.col_offset
        end = starts[node.end_lineno - 1] + node.end_col_offset
        for text in map(ast.unparse, changes(node, is_test=is_test)):
            difference = f"{node.lineno}\n- {ast.unparse(node)}\n+ {text}"
            yield difference, source[:begin] + f"({text})".encode() + source[end:]


def expressions(node: ast.AST) -> Iterator[tuple[ast.expr, bool]]:
    """All that is worked out when the code runs, and whether it decides by itself."""
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list"} or isinstance(node, ast.TypeAlias):
            continue  # types, and how classes are made
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.expr):
                yield child, name in {"test", "ifs"}
            if isinstance(child, ast.AST):
                yield from expressions(child)


def changes(node: ast.expr, *, is_test: bool) -> Iterator[ast.expr]:
    """What may stand in the place of an expression, each a likely slip."""
    match node:
        case ast.BoolOp(values=values):
            for number in range(len(values)):
                rest = values[:number] + values[number + 1 :]
                yield but(node, values=rest) if len(rest) > 1 else rest[0]
        case ast.Compare(ops=[ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE()]):
            yield but(node, ops=[OTHER[type(node.ops[0])]()])
        case _ if is_test:
            yield from (ast.Constant(True), ast.Constant(False))
        case ast.Compare(ops=[op]) if type(op) in OTHER:
            yield but(node, ops=[OTHER[type(op)]()])
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.BinOp(op=op) if type(op) in OTHER:
            yield from (but(node, op=OTHER[type(op)]()), node.left)
        case ast.Constant(value=int(value)):
            yield ast.Constant(not value if isinstance(value, bool) else value + 1)
        case ast.Call(func=ast.Name(id=name)) if name in OTHER_NAME:
            kept = [] if name == "sorted" else node.keywords
            yield but(node, func=ast.Name(OTHER_NAME[name]), keywords=kept)


def but(node: ast.expr, **fields: object) -> ast.expr:
    """The same expression with other fields."""
    other = copy.copy(node)
    vars(other).update(fields)
    return other


def passes(folder: Path, tests: list[str]) -> bool:
    """Run test files one by one, until one fails, in a process of their own."""
    if child := os.fork():
        return os.waitpid(child, 0)[1] == 0
    try:
        signal.alarm(600)  # ends the process: an endless loop is noticed too
        os.chdir(folder)
        sys.path[:] = [str(folder), *(path for path in sys.path if Path(path).resolve() != ROOT)]
        settings.configure(USE_I18N=False)
        os._exit(any(pytest.main([*OPTIONS, test]) for test in tests))
    finally:
        os._exit(1)


def try_module(file: Path, folder: Path, tests: list[str]) -> None:
    """Print the changes of one module that no test notices, and how many were noticed."""
    source = (folder / file).read_bytes()
    if not passes(folder, tests):
        sys.exit(f"{file}: its tests fail without any change")
    mutants, killed = list(mutants_of(source)), 0
    for difference, changed in mutants:
        (folder / file).write_bytes(changed)
        if passes(folder, tests):
            print(f"{file}:{difference}", flush=True)
        else:
            killed += 1
    (folder / file).write_bytes(source)
    print(f"{file}: {killed} of {len(mutants)} noticed", flush=True)


def main() -> None:
    """Try the modules that were named, or all."""
    parser = argparse.ArgumentParser(description="Which small changes do the tests let pass?")
    parser.add_argument("files", nargs="*", default=TESTS, help="modules or folders of them")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "portsref"
        shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(".*", "var", "browser"))
        for part in parser.parse_args().files:
            found = [folder / part, *sorted((folder / part).rglob("*.py"))]
            for file in (one.relative_to(folder) for one in found if one.is_file()):
                if file.name not in {"presets.py", "schema.py"}:  # data and wiring
                    tests = next(TESTS[key] for key in TESTS if file.is_relative_to(key))
                    try_module(file, folder, tests)


if __name__ == "__main__":
    sys.dont_write_bytecode = True  # a change within a second of the last one is read all the same
    main()
