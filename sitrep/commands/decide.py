"""`sitrep decide`: what officers decided in a sheet, checked as a whole and added to `config/decisions.csv`."""

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sitrep import clock, publish, review
from sitrep import config as settings
from sitrep.commands.facts import Seen, seen
from sitrep.commands.options import workspace
from sitrep.errors import ConfigError
from sitrep.model import Decision, Fact
from sitrep.publish import disk
from sitrep.review import rulings, sheet
from sitrep.shown import show

if TYPE_CHECKING:
    from sitrep.config import Config

LIMIT_BYTES = 50_000_000  # 100,000 rows with their sentences are some 20 MB

Rows = Sequence[tuple[int, Mapping[str, str]]]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the sheet and whose decisions it holds."""
    parser.add_argument("file", metavar="FILE.xlsx", type=Path, help="a sheet that `sitrep facts --review` wrote")
    parser.add_argument("--by", metavar="NAME", default="", help="who decided, where the column `who` is empty")
    workspace(parser, "config/ and seeds/")


def run(options: argparse.Namespace) -> int:
    """Adds the decisions and prints them; gives 0. Raises ConfigError with every mistake; then nothing was written."""
    name = show(options.file.name)
    rows = sheet.filled(_content(options.file), name)
    config = settings.load(options.workspace)
    with publish.locked(config.out):  # two officers at once would each write the file without the other's decisions
        known = seen(config)
        today = clock.read(config.period.timezone).now.date()
        decided = _decisions(rows, name, options.by, today, known, config)
        fresh = _fresh(decided, known.decisions)
        if fresh:
            _append(config.decisions, fresh)
    new = frozenset(fresh)
    for row, one in decided:
        print(f"{name}: row {row}: {_told(one)}{'' if one in new else _stands(one, known.decisions)}")
    print(f"{review.NAME}: {len(fresh)} added, {len(decided) - len(fresh)} were there already")
    return 0


def _content(file: Path) -> bytes:
    if not file.is_file():
        raise ConfigError(f"{show(str(file))}: no such file – `sitrep facts --review FILE.xlsx` writes one")
    if file.stat().st_size > LIMIT_BYTES:
        raise ConfigError(f"{show(str(file))}: larger than {LIMIT_BYTES // 1_000_000} MB – this is no sheet of facts")
    try:
        return file.read_bytes()
    except OSError as error:
        raise ConfigError(f"{show(str(file))}: cannot be read: {error.strerror}") from error


def _decisions(
    rows: Rows, name: str, by: str, today: date, known: Seen, config: "Config"
) -> list[tuple[int, Decision]]:
    """The decision of each row. Raises ConfigError with the mistakes of all rows."""
    units = review.units(config)
    facts = {fact.id: fact for fact in known.read}
    decided: list[tuple[int, Decision]] = []
    wrong: list[tuple[int, str]] = []
    for row, cells in rows:
        given = {name: cells.get(name, "") for name in sheet.DECIDED}
        given |= {"action": given["decision"].lower(), "fact": cells.get("id", ""), "who": given["who"] or by}
        given["when"] = given["when"] or today.isoformat()
        told = [_in_sheet(one) for one in review.mistakes(given, units)]
        if not told:
            one = review.decision(given, row)
            told = list(_unknown(one, today, facts, known, config))
            if not told:
                read = facts[one.fact]
                decided.append((row, replace(
                    one, sentence=review.sentence(read), number=review.number(read), indicator=read.indicator,
                )))  # fmt: skip
        wrong += [(row, one) for one in told]
    wrong += _not_applied(decided, known, config)
    if wrong:
        raise ConfigError("\n".join(f"{name}: row {row}: {one}" for row, one in sorted(wrong)))
    return decided


def _in_sheet(told: str) -> str:
    """A mistake with the columns called as they are in the sheet."""
    column, _, rest = told.partition(": ")
    return f"{({'action': 'decision', 'fact': 'id'}).get(column, column)}: {rest}"


def _unknown(
    one: Decision, today: date, facts: Mapping[str, Fact], known: Seen, config: "Config"
) -> Iterator[str]:
    """What a decision names that is not there: facts, places, days to come."""
    if one.fact not in facts:
        yield f"id: no fact {one.fact} is read from the seeds now – write a fresh sheet with `sitrep facts --review`"
    names_fact = one.action in ("merge", "split") or one.field == "part_of" and one.value != rulings.NOTHING
    if names_fact and one.value not in facts:
        yield f"value: no fact {one.value} is read from the seeds – copy the id of the other one"
    if one.when > today:
        yield f"when: {one.when} is yet to come – today is {today}"
    if one.field == "place" and one.value != rulings.NOTHING:
        read = facts.get(one.fact)
        countries = tuple(code for code in (read.country if read else None, config.country) if code)
        if rulings.whereabouts(one.value, known.gazetteer, countries)[0] is None:
            where = " or ".join(dict.fromkeys(countries)) or "the world"
            yield (
                f'value: no place "{show(one.value)}" is known in {where} – write its id, or add it to config/places/'
            )


def _not_applied(
    decided: Sequence[tuple[int, Decision]], known: Seen, config: "Config"
) -> Iterator[tuple[int, str]]:
    """What would come of no decision of the sheet once it stood behind those that are there already."""
    marked = [replace(one, line=-row) for row, one in decided]  # no line of the file is negative
    units = review.units(config)
    _, orphans = review.decided(known.read, [*known.decisions, *marked], known.gazetteer, config.country, units)
    for orphan in orphans:
        if orphan.decision.line < 0:
            yield -orphan.decision.line, review.why(orphan)


def _same(one: Decision) -> tuple[str, ...]:
    return (one.fact, one.action, one.field, one.value, one.who, one.why)


def _fresh(decided: Sequence[tuple[int, Decision]], there: Sequence[Decision]) -> list[Decision]:
    """The decisions that do not stand in the file, each once: a sheet that is read twice adds nothing twice."""
    known = {_same(one) for one in there}
    fresh: list[Decision] = []
    for _, one in decided:
        if _same(one) not in known:
            known.add(_same(one))
            fresh.append(one)
    return fresh


def _told(one: Decision) -> str:
    what = f"{one.action} {one.fact}"
    if one.action == "correct":
        what += f", {one.field}: {show(one.value)}"
    elif one.value:
        what += f" with {one.value}" if one.action == "merge" else f" from {one.value}"
    return f"{what} ({show(one.who)}, {one.when}: {show(one.why)})"


def _stands(one: Decision, there: Sequence[Decision]) -> str:
    """That a decision is there already, and whether another has been made since."""
    same = next((other for other in there if _same(other) == _same(one)), None)
    if same is None:
        return " – twice in this sheet, added once"
    last = [other for other in there if review.slot(other) == review.slot(one)][-1]
    since = f"; line {last.line} overrules it: give another reason to decide anew" if last.line > same.line else ""
    return f" – stands on line {same.line} already{since}"


def _append(path: Path, fresh: Sequence[Decision]) -> None:
    """The file with more lines at its end, in one step: it is never half written, and what is there stays."""
    path = path.resolve()  # an office may have a link to a shared folder here
    with disk.reported(path):
        path.parent.mkdir(exist_ok=True)
        there = path.exists()
        raw = path.read_bytes() if there else b""
        disk.put(path, review.added(raw, fresh), path.stat().st_mode & 0o777 if there else 0o644)
