"""Report → HTML for screen or print, by templates. Door of jinja2.

Templates are looked for in the workspace first, then in the package. They may be written by office staff and print
text from anywhere, so they run in a sandbox, every value is escaped, and nothing but our own charts is markup.
"""

import base64
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from sitrep import bundled
from sitrep.draw import kept, place_map, png, trend, watermark
from sitrep.errors import ConfigError
from sitrep.model import Map, Report, Section, Trend
from sitrep.report.explained import Explanation
from sitrep.report.look import Look
from sitrep.report.opened import FIRST, quotes

# Control characters and the marks that turn the direction of all text after them; no report needs any of them.
UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]|[\ud800-\udfff]")
# What a template can raise while it prints, besides jinja2's own errors.
MISTAKES = (jinja2.TemplateError, TypeError, ValueError, LookupError, AttributeError, ArithmeticError)
WEBFONTS = Path(__file__).parent.parent / "webfonts"
# Drawings that a medium needs: the page on a screen holds one for wide and one for narrow windows.
SIZES = {"print": ("print",), "screen": ("screen", "phone")}


def html(report: Report, templates: Path, medium: str) -> str:
    """The page of `report` as one HTML text; `medium` is screen (to be sent as it is), print (to become a PDF) or word.

    That of `word` is the page of print with its pictures as PNG, which every text processor knows.
    `templates` is the workspace's folder, which may lack any file or be missing. Raises ConfigError with file and line
    for a mistake in a template.
    """
    charts, mark, annex = _charts(report, medium), _draft(report), _annex(report)
    paper = "screen" if medium == "screen" else "print"
    if paper == "print" and annex == "web":
        report = replace(report, sections=tuple(section for section in report.sections if section.id != "annex"))
    values = {
        "report": report, "medium": paper, "charts": charts, "watermark": mark, "annex": annex,
        "quotes": quotes(report) if paper == "screen" else {}, "linked": _linked(report, paper),
        "first_quotes": FIRST,
        "webfonts": _webfonts(report.direction, paper), **report.content,
    }
    return _rendered("report.html", templates, values)


def explained(told: Explanation, templates: Path, look: Look) -> str:
    """The page of `sitrep explain` as one HTML text that needs nothing else. Raises ConfigError as `html` does."""
    return _rendered("explain.html", templates, {"told": told, "medium": "screen", "look": look})


def archive(page: Mapping[str, Any], templates: Path) -> str:
    """The page of all editions as one HTML text; `page` is what its template is given. ConfigError as `html` raises."""
    values = {"medium": "screen", "webfonts": _webfonts(page["direction"], "screen"), **page}
    return _rendered("archive.html", templates, values)


def mail(told: Mapping[str, Any], templates: Path) -> str:
    """The HTML part of a message, as `told` by `sitrep.publish.letter`. Raises ConfigError as `html` does."""
    return _rendered("mail.html", templates, told)


def _rendered(name: str, templates: Path, values: Mapping[str, Any]) -> str:
    folders = (templates, bundled.folder("templates"))
    try:
        return environment(folders).get_template(name).render(values)
    except MISTAKES as mistake:
        raise ConfigError(_told(mistake, folders)) from mistake


class _Sandbox(ImmutableSandboxedEnvironment):
    """The library's sandbox, which decides once for all things of a kind whether an attribute of theirs may be read.

    It looks at nothing but their type, and a page of a thousand facts asks a hundred thousand times.
    """

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self._decided: dict[tuple[type, str], bool] = {}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may read it."""
        key = type(obj), attr
        if key not in self._decided:
            self._decided[key] = super().is_safe_attribute(obj, attr, value)
        return self._decided[key]


@lru_cache(maxsize=8)
def environment(folders: tuple[Path, ...]) -> jinja2.Environment:
    """The sandbox that templates of `folders` run in, the first folder that has a template coming first.

    Kept, because reading the templates takes longer than filling them. A file that changes is read again; one that
    is new beside an older one is seen by the next run.
    """
    made = _Sandbox(
        loader=jinja2.FileSystemLoader([str(folder) for folder in folders]),
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_printable,
    )
    made.filters["direction"] = direction
    return made


def _printable(value: Any) -> Any:
    """A value as it is printed: text without characters that could turn or break the page around it."""
    return UNSAFE.sub("", value) if type(value) is str else value


def direction(text: str) -> str:
    """Which way a text runs by its first letter that has a direction; without one from left to right, as numbers do.

    >>> direction("5,000+"), direction("نحو 25"), direction("(Reuters)")
    ('ltr', 'rtl', 'ltr')
    """
    first = next((kind for c in text if (kind := unicodedata.bidirectional(c)) in ("L", "R", "AL")), "L")
    return "ltr" if first == "L" else "rtl"


def _webfonts(direction: str, medium: str) -> Mapping[str, str]:
    """The addresses of the fonts that a page on a screen carries, by weight: readers of Arabic may have none for it."""
    if medium != "screen" or direction != "rtl":
        return {}
    found = {400: "Amiri-Regular.woff2", 700: "Amiri-Bold.woff2"}
    return {
        str(weight): address("font/woff2", (WEBFONTS / name).read_bytes())
        for weight, name in found.items()
    }


def _charts(report: Report, medium: str) -> Mapping[str, Mapping[str, Any]]:
    """The drawings of each section that has a chart: inline SVG for the screen, the address of an image for print."""
    found: dict[str, Mapping[str, Any]] = {}
    colours = report.content["look"].light
    for section in _all(report.sections):
        picture = section.content.get(section.id)
        if isinstance(picture, Map | Trend) and medium == "word":
            found[section.id] = {"print": address("image/png", kept.pixels(png, picture, report.direction, colours))}
        elif isinstance(picture, Map | Trend):
            # Beside another picture it has half of the width; a phone's are drawn for its whole width.
            half = "-half" if section.content.get("beside") else ""
            sizes = {size: size if size == "phone" else size + half for size in SIZES[medium]}
            given = (str(section.content["alt"]), report.direction, colours)
            drawn = {
                size: kept.svg(place_map if isinstance(picture, Map) else trend, picture, form, *given)
                for size, form in sizes.items()
            }
            found[section.id] = {
                size: Markup(svg) if medium == "screen" else image(svg) for size, svg in drawn.items()  # noqa: S704 ours
            }
    return found


def _all(sections: Iterable[Section]) -> Iterator[Section]:
    """The sections, and those that stand within one."""
    for section in sections:
        yield section
        yield from (part for part in section.content.get("parts", ()) if isinstance(part, Section))


def image(svg: str) -> str:
    """An SVG as the address of an image, in base64: no character of it can end an attribute or a CSS string."""
    return address("image/svg+xml", svg.encode())


def address(kind: str, content: bytes) -> str:
    """A picture as the address of itself."""
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def _annex(report: Report) -> str:
    """Where the annex stands: "here" on both media, on the "web" page alone, or "" nowhere."""
    found = (section.content.get("paper", True) for section in report.sections if section.id == "annex")
    return next(("here" if on_paper else "web" for on_paper in found), "")


def _linked(report: Report, medium: str) -> frozenset[str]:
    """The facts whose cards stand on the page: notes of others lead nowhere there."""
    annex = next((section.content for section in report.sections if section.id == "annex"), None)
    if not annex:
        return frozenset()
    return frozenset(card["fact"] for card in annex["cards"][: annex["most"] if medium == "print" else None])


def _draft(report: Report) -> str:
    """The word across each page of a draft, as an image behind the text; "" for a cleared report."""
    if not report.content.get("is_draft"):
        return ""
    return image(kept.svg(watermark, str(report.content["strings"]["status"]["watermark"])))


def _told(mistake: BaseException, folders: tuple[Path, ...]) -> str:
    """The mistake with the template and line that it stands in, as a person finds them."""
    if isinstance(mistake, jinja2.TemplateSyntaxError):
        return f"{_file(mistake.filename or mistake.name or '', folders)}:{mistake.lineno}: {mistake.message}"
    if isinstance(mistake, jinja2.TemplateNotFound):
        name = mistake.name or str(mistake)
        return f"{folders[0] / name}: no such template – write it, or take the section out of `sections:`"
    place = _line_of(mistake.__traceback__, folders)
    return f"{place}: {mistake}" if place else f"{folders[0]}: {mistake}"


def _file(name: str, folders: tuple[Path, ...]) -> str:
    return next((str(folder / name) for folder in folders if (folder / name).is_file()), name)


def _line_of(trace: TracebackType | None, folders: tuple[Path, ...]) -> str:
    """File and line of the innermost template in a traceback."""
    found = ""
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if any(name.startswith(str(folder)) for folder in folders):
            found = f"{name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return found
