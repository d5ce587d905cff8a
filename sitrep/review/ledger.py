"""`config/decisions.csv`: append-only, a line a decision. Read strictly; what is there stays as it is."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from sitrep.config import loading, values
from sitrep.errors import ConfigError
from sitrep.model import ACTIONS, Decision
from sitrep.review.rulings import FIELDS, Units, is_id, problem
from sitrep.shown import hint, show

NAME = loading.DECISIONS
COLUMNS = ("fact", "action", "field", "value", "who", "when", "why", "sentence", "number", "indicator")
REQUIRED = COLUMNS[:7]  # without the others a decision holds as long as the fact keeps its id
LIMIT_BYTES = 20_000_000  # 50,000 decisions
# A spreadsheet would run a cell that begins so; a sentence of a seed may. With a ' before it, it is text.
FORMULA = re.compile(r"'*[=+\-@\t\r]")
GUARDED = re.compile(r"'+[=+\-@\t\r]")


def decisions(path: Path, known: Units) -> tuple[Decision, ...]:
    """The decisions of the file, in its order; none if there is no file. `known` are the units of each indicator.

    Raises ConfigError with every mistake, one a line, each with file and line.
    """
    rows, wrong = _rows(path)
    found: list[Decision] = []
    for line, cells in rows:
        told = list(mistakes(cells, known))
        wrong += [f"{NAME}:{line}: {one}" for one in told]
        if not told:
            found.append(decision(cells, line))
    if wrong:
        raise ConfigError("\n".join(wrong))
    return tuple(found)


def decision(cells: Mapping[str, str], line: int = 0) -> Decision:
    """The decision that cells hold in which there is no mistake."""
    plain = {name: cells.get(name, "").strip() for name in COLUMNS if name != "when"}
    return Decision(**plain, when=date.fromisoformat(cells["when"].strip()), line=line)


def mistakes(cells: Mapping[str, str], known: Units) -> Iterator[str]:
    """What is wrong with the cells of one decision, by the name of their column.

    >>> cells = dict(fact="f1", action="rejct", field="", value="", who="A. N.", when="2026-11-20", why="typing error")
    >>> list(mistakes(cells, {}))
    ['action: unknown word "rejct" – did you mean "reject"?']
    """
    fact, action, field, value = (cells.get(name, "").strip() for name in COLUMNS[:4])
    if not is_id(fact):
        yield f"fact: must be the id of a fact, as `sitrep facts` prints it, not {values.written(fact)}"
    if action not in ACTIONS:
        yield f"action: unknown word {values.written(action)}{hint(action, ACTIONS)}"
    elif action == "correct":
        yield from _correction(field, value, known)
    else:
        yield from _ruling(action, field, value, fact)
    for name in ("who", "why"):
        yield from _line(name, cells.get(name, ""))
    try:
        values.day(cells.get("when", "").strip())
    except ValueError as error:
        yield f"when: {error}"


def _correction(field: str, value: str, known: Units) -> Iterator[str]:
    if field not in FIELDS:
        yield f"field: unknown word {values.written(field)}{hint(field, FIELDS)}"
    elif not value:
        yield f"value: is empty – write what {field} ought to be, or none"
    elif told := problem(field, value, known):
        yield f"value: {told}"


def _ruling(action: str, field: str, value: str, fact: str) -> Iterator[str]:
    if field:
        yield f"field: must be empty, because {action} changes no field – did you mean to correct it?"
    if action in ("accept", "reject"):
        if value:
            yield f"value: must be empty, because {action} changes none – did you mean to correct it?"
    elif not is_id(value):
        yield f"value: must be the id of the other fact, not {values.written(value)}"
    elif value == fact:
        yield "value: is the fact itself – write the id of the other one"


def _line(name: str, text: str) -> Iterator[str]:
    if not text.strip():
        yield f"{name}: is empty"
        return
    try:
        values.line(text)
    except ValueError as error:
        yield f"{name}: {error}"


def _rows(path: Path) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    """The rows of the file with the line each begins on, and what keeps the others from being read."""
    if not path.exists() and not path.is_symlink():
        return [], []
    if not path.is_file():
        return [], [f"{NAME}: is no file"]
    if path.stat().st_size > LIMIT_BYTES:
        return [], [f"{NAME}: is larger than {LIMIT_BYTES // 1_000_000} MB – something else was saved under this name"]
    try:
        return _read(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        return [], [f"{NAME}: not UTF-8 – save it again as CSV UTF-8"]
    except OSError as error:
        return [], [f"{NAME}: cannot be read: {error.strerror}"]


def _read(text: str) -> tuple[list[tuple[int, dict[str, str]]], list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, dict[str, str]]] = []
    wrong: list[str] = []
    begins = 1
    try:
        header = [cell.strip() for cell in next(reader, [])]
        if told := list(_header(header)) if header else []:
            return [], [f"{NAME}:1: {one}" for one in told]
        begins = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(header):
                rows.append((begins, dict(zip(header, map(_unguarded, cells), strict=True))))
            elif any(cell.strip() for cell in cells):
                wrong.append(f"{NAME}:{begins}: {len(cells)} cells under {len(header)} columns")
            begins = reader.line_num + 1
    except csv.Error as error:  # a quote that is never closed swallows the file until a cell is too long
        wrong.append(f"{NAME}:{begins}: no CSV ({error}) – look for a quotation mark that is not closed")
    return [(line, cells) for line, cells in rows if any(cell.strip() for cell in cells.values())], wrong


def _header(header: list[str]) -> Iterator[str]:
    if len(header) == 1 and ";" in header[0]:
        yield "the columns are parted by semicolons – save it as CSV with commas"
        return
    for name in header:
        if name not in COLUMNS:
            yield f'unknown column "{show(name[:60])}"{hint(name[:60], COLUMNS)}'
    for name in REQUIRED:
        if name not in header:
            yield f'no column "{name}" – the columns are {",".join(COLUMNS)}'
    if len(set(header)) < len(header):
        yield "a column stands twice"


def _unguarded(cell: str) -> str:
    return cell[1:] if GUARDED.match(cell) else cell


def _guarded(cell: str) -> str:
    return "'" + cell if FORMULA.match(cell) else cell


def added(raw: bytes, fresh: Iterable[Decision]) -> bytes:
    r"""The bytes of the file with more decisions at its end; what is there stays, byte for byte.

    >>> one = Decision("f1", "reject", "", "", "A. N.", date(2026, 11, 20), "not a toll", "=1", "9", "killed")
    >>> added(b"", [one]).decode().splitlines()[1]
    "f1,reject,,,A. N.,2026-11-20,not a toll,'=1,9,killed"

    Rows take the order of columns and the line ends of the file.
    """
    end = "\r\n" if b"\r\n" in raw else "\n"
    text = raw.decode("utf-8-sig")
    header = [cell.strip() for cell in next(csv.reader(io.StringIO(text, newline="")), [])]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=end)
    if not header:
        header = list(COLUMNS)
        writer.writerow(header)
    elif not text.endswith(("\n", "\r")):
        out.write(end)
    for one in fresh:
        cells = {name: _guarded(str(getattr(one, name))) for name in COLUMNS}
        writer.writerow([cells[name] for name in header])
    return raw + out.getvalue().encode()
