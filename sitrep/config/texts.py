"""Text that the office writes into sections, from Markdown files below config/."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sitrep import markdown
from sitrep.config.mistakes import line_of
from sitrep.config.settings import SectionChoice
from sitrep.config.values import text
from sitrep.shown import show
from sitrep.yamlfile import Mistake, Node

LIMIT = 20_000  # characters: some six pages, and no section is longer


def files(folder: Path, sections: Sequence[SectionChoice]) -> tuple[Path, ...]:
    """The files that the sections name, each once."""
    named = sorted({name for section in sections for name in section.text_file.values()})
    return tuple(folder / "config" / name for name in named)


def written(folder: Path, sections: Sequence[SectionChoice]) -> tuple[SectionChoice, ...]:
    """The sections with the content of their files as their text. ValueError for a file that `mistakes` names."""
    return tuple(
        section.model_copy(update={"text": {code: _read(folder, name) for code, name in section.text_file.items()}})
        if section.text_file else section for section in sections
    )  # fmt: skip


def mistakes(folder: Path, sections: Sequence[SectionChoice], entries: Node, file: str) -> Iterator[Mistake]:
    """What is wrong with the files that the sections name. `entries` is their list in `file`."""
    for at, section in enumerate(sections):
        for name in dict.fromkeys(section.text_file.values()):
            try:
                found = markdown.mistakes(_read(folder, name))
            except ValueError as error:
                yield Mistake(file, line_of(entries, (at, "text_file")), f"text_file: {show(name)} {error}")
            else:
                yield from (Mistake(f"config/{show(name)}", line, told) for line, told in found)


def _read(folder: Path, name: str) -> str:
    """The text of a file below config/; ValueError with the reason if it cannot be taken."""
    home = (folder / "config").resolve()
    path = (home / name).resolve()
    if not path.is_relative_to(home):
        raise ValueError("leads out of config/ – put the file itself there")
    if not path.is_file():
        raise ValueError(f"is not there – write {show(str(home / name))}, or take the line out")
    try:
        with path.open(encoding="utf-8-sig") as opened:
            return text(opened.read(LIMIT + 1), LIMIT)
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8 – save it as UTF-8") from None
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror}") from error
