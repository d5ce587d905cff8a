"""The walls of DESIGN: floors, cycles, doors, sizes, classes, names. Each is read off the source with `ast`."""

import ast
import io
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "sitrep"

FLOORS = {
    # the ground: nouns, refusals, their wording, and where the cache is
    "model": -1, "errors": -1, "shown": -1, "zipped": -1, "cachefolder": -1,
    "bundled": 0, "cache": 0, "clock": 0, "markdown": 0, "program": 0, "progress": 0, "records": 0, "sandbox": 0,
    "workbook": 0, "yamlfile": 0,
    "language": 1, "scratch": 1,
    "config": 2, "sources": 2, "extract": 2,
    "reading": 3, "review": 3, "reconcile": 3,
    "draw": 4, "withhold": 4,
    "report": 5, "export": 5,
    "publish": 6,
    "stages": 7,
    "clearing": 8,
    "build": 9, "verifying": 9,
    "preview": 10, "doctor": 10,
    "commands": 11, "cli": 11,
}  # fmt: skip
SAME_FLOOR = {("cli", "commands")}  # the dispatcher and what it dispatches to

DOORS = {
    "anyascii": "sitrep.language.places",
    "rapidfuzz": "sitrep.language.places",
    "fasttext": "sitrep.language.detection",
    "openpyxl": "sitrep.workbook",
    "yaml": "sitrep.yamlfile",
    "pydantic": "sitrep.config",
    "numpy": "sitrep.reconcile",  # what pandas columns are made of
    "pandas": "sitrep.reconcile",
    "matplotlib": "sitrep.draw",
    "fontTools": "sitrep.draw",
    "jinja2": "sitrep.report.html",
    "markupsafe": "sitrep.report.html",
    "weasyprint": "sitrep.report.pdf",
    "babel": "sitrep.report.wording",
    "docx": "sitrep.export",
}
LATE = ("openpyxl", "docx", "pandas", "numpy", "matplotlib", "weasyprint")

ASKED_FOR_BY_LIBRARIES = {
    "BaseModel", "BaseHTTPRequestHandler", "HTMLParser", "ImmutableSandboxedEnvironment", "URLFetcher",
}
FORBIDDEN = {"util", "utils", "helper", "helpers", "manager", "handler", "process", "data", "kpi"}
MODULE_LINES, FUNCTION_LINES = 400, 40


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


TREES = {name_of(path): ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
PATHS = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def unit(module: str) -> str:
    """The part of the house a module belongs to: `sitrep.draw.svg` → `draw`."""
    return module.split(".")[1] if "." in module else ""


def imports(module: str) -> Iterator[str]:
    """Everything a module imports, wherever in it the import stands; modules of sitrep by their own name."""
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: relative import"
            assert node.module is not None
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in TREES else node.module


def code_lines(text: str, start: int = 1, end: int | None = None) -> int:
    """How many of the lines hold code: not blank, not comment, not docstring."""
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT):
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            lines.difference_update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    total = len(text.splitlines())
    return sum(start <= line <= min(end or total, total) for line in lines)


def functions(module: str) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(TREES[module]) if isinstance(node, ast.FunctionDef))


def test_every_module_has_a_floor() -> None:
    assert {unit(module) for module in TREES if "." in module} <= set(FLOORS)


@pytest.mark.parametrize("module", TREES)
def test_imports_come_from_lower_floors(module: str) -> None:
    here = unit(module)
    for imported in imports(module):
        there = unit(imported) if imported.startswith("sitrep.") else here
        allowed = there == here or (here, there) in SAME_FLOOR or FLOORS[there] < FLOORS[here]
        assert allowed, f"{module} (floor {FLOORS[here]}) imports {imported} (floor {FLOORS[there]})"


def test_no_import_goes_round_in_a_circle() -> None:
    graph = {module: {name for name in imports(module) if name in TREES and name != module} for module in TREES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(reversed(error.args[1])))


@pytest.mark.parametrize("module", TREES)
def test_libraries_are_imported_only_behind_their_doors(module: str) -> None:
    libraries = {name.split(".")[0] for name in imports(module)} - sys.stdlib_module_names - {"sitrep"}
    for library in libraries:
        door = DOORS.get(library, "nowhere")
        assert module == door or module.startswith(door + "."), f"{module} imports {library}; its door is {door}"


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["check"]], ids=" ".join)
def test_heavy_libraries_stay_out_of_quick_commands(words: list[str]) -> None:
    program = f"""
import contextlib, io, sys
from sitrep.cli import main
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    try: code = main({words!r})
    except SystemExit as end: code = end.code
print(code, *(name for name in {LATE!r} if name in sys.modules))
"""
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.stdout.strip() == "0", f"exit code and what was loaded: {ran.stdout}{ran.stderr}"


@pytest.mark.parametrize("module", TREES)
def test_modules_and_functions_stay_small(module: str) -> None:
    text = PATHS[module].read_text("utf-8")
    assert code_lines(text) <= MODULE_LINES
    for node in functions(module):
        lines = code_lines(text, node.lineno, node.end_lineno)
        assert lines <= FUNCTION_LINES, f"{module}.{node.name} has {lines} lines of code"


def is_frozen(mark: ast.expr) -> bool:
    """True of `@dataclass(frozen=True, …)`."""
    return (
        isinstance(mark, ast.Call)
        and ast.unparse(mark.func) in ("dataclass", "dataclasses.dataclass")
        and any(word.arg == "frozen" and ast.unparse(word.value) == "True" for word in mark.keywords)
    )


def test_classes_are_values_or_errors() -> None:
    # A named tuple is a value too, made in a fifth of the time: for what a sentence has by the dozen.
    allowed = {"Exception", "ValueError", "NamedTuple", *ASKED_FOR_BY_LIBRARIES}  # and what is made of these
    for path in [PATHS["sitrep.errors"], *PATHS.values()]:
        for node in ast.walk(TREES[name_of(path)]):
            if isinstance(node, ast.ClassDef) and not any(is_frozen(mark) for mark in node.decorator_list):
                bases = {ast.unparse(base).split(".")[-1] for base in node.bases}
                assert bases & allowed, f"{path}:{node.lineno}: class {node.name} is neither value nor error"
                allowed.add(node.name)


@pytest.mark.parametrize("module", TREES)
def test_public_functions_are_typed_and_documented(module: str) -> None:
    assert ast.get_docstring(TREES[module]), f"{module} has no docstring"
    for node in TREES[module].body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            assert all(arg.annotation for arg in given), f"{module}.{node.name}: an argument has no type"
            assert node.returns, f"{module}.{node.name} does not say what it returns"
            assert ast.get_docstring(node), f"{module}.{node.name} has no docstring"


@pytest.mark.parametrize("module", TREES)
def test_names_say_something(module: str) -> None:
    names = set(module.split(".")) | {node.name for node in functions(module)}
    for name in names:
        assert not FORBIDDEN & set(name.strip("_").split("_")), f"{module}: {name}"


def test_lines_of_code_are_counted_without_words() -> None:
    text = '"""Doc\nstring."""\n\n# comment\ndef f():\n    """Doc."""\n    return """a\nb"""\n'
    assert code_lines(text) == 3
    assert code_lines(text, 5, 8) == 3
