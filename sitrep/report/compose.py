"""Facts and figures → the Report: its sections, in the order and under the titles that the configuration gives."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sitrep import __version__, bundled, markdown, reconcile, withhold
from sitrep.config.profiles import WEEKLY
from sitrep.config.settings import WRITTEN
from sitrep.model import (
    DRAFT,
    Clearance,
    Coverage,
    Fact,
    Figure,
    Header,
    Orphan,
    Period,
    Previous,
    Rejection,
    Report,
    Section,
)
from sitrep.reconcile.frame import stories, voice
from sitrep.report import (
    chart,
    evidence,
    issues,
    keyfigures,
    locations,
    mapped,
    narrative,
    notices,
    tables,
    topics,
    wording,
)
from sitrep.report import inputs as what
from sitrep.report.inputs import Inputs
from sitrep.report.look import look

if TYPE_CHECKING:
    from sitrep.config import Config
    from sitrep.language.places import Gazetteer

HIGHLIGHTS = 5  # OCHA's digital reports take two to five

Content = Mapping[str, Any] | None


def reports(
    config: "Config", *, gazetteer: "Gazetteer", headers: Sequence[Header], rejections: Sequence[Rejection],
    facts: Sequence[Fact], figures: Sequence[Figure], period: Period, number: int, revision: int,
    earlier: Sequence[Previous] = (), orphans: Sequence[Orphan] = (), withheld: Mapping[str, int] | None = None,
    clearance: Clearance = DRAFT, corrects: Previous | None = None, coverage: Coverage | None = None,
) -> dict[str, Report]:
    """The report in each configured language, by language code. Raises ConfigError for a language without words.

    `withheld` says how much of each kind is not among the nouns, because it must not leave the office; `coverage` what
    was read, where that is more than the headers and facts given.
    """
    base = replace(inputs(
        config, gazetteer=gazetteer, headers=headers, rejections=rejections, facts=facts, figures=figures,
        period=period, number=number, revision=revision, earlier=earlier, orphans=orphans, coverage=coverage,
    ), withheld=withheld or {}, clearance=clearance, corrects=corrects)
    worded = {language: _words(config, language, base.as_of) for language in config.languages}
    return {language: report(replace(base, words=words)) for language, words in worded.items()}


def report(inputs: Inputs) -> Report:
    """The report in one language. A section that has nothing to say is left out."""
    config, words = inputs.config, inputs.words
    wanted = [entry for entry in config.sections if entry.enabled]
    made = [_section(inputs, entry) for entry in wanted if entry.id != "annex"]
    sections = {section.id: section for section in made if section is not None}
    for entry in (entry for entry in wanted if entry.id == "annex"):
        # All that could be printed has its row, so that switching a section off or cutting it short changes nothing.
        whole = [make(inputs, {}) for make in SECTIONS.values()]
        annex = evidence.annex(inputs, [*(section.content for section in sections.values()), *whole])
        sections["annex"] = _written(inputs, entry, {**annex, "paper": entry.options.get("paper", True)})
    titles = _titles(inputs)
    return Report(
        name=_name(inputs), language=words.language, direction=wording.pattern(words, "direction"),
        title=titles["title"],
        number=inputs.number, revision=inputs.revision, period=inputs.period, as_of=inputs.as_of,
        sections=tuple(sections[entry.id] for entry in wanted if entry.id in sections),
        content=_page(inputs, titles), clearance=inputs.clearance,
    )


def _section(inputs: Inputs, entry: Any) -> Section | None:
    make = SECTIONS.get(entry.id)
    options = dict(entry.options)
    content = make(inputs, options) if make else {} if entry.id in WRITTEN else {"options": options}
    made = _written(inputs, entry, content or {})
    return made if made.content or made.text else None


def _written(inputs: Inputs, entry: Any, content: Mapping[str, Any]) -> Section:
    """A section with its title and with what the office writes into it, in the language of the page."""
    language = inputs.words.language
    given = str(entry.title.get(language, "")) or str(content.get("title", ""))
    title = _title(inputs, entry.id, given)
    return Section(entry.id, title, content, markdown.blocks(entry.text.get(language, "")), entry.text_at)


def _title(inputs: Inputs, section: str, given: str) -> str:
    if given:
        return given
    if section == "changes" and inputs.previous_number is None:
        return wording.pattern(inputs.words, "sections.changes_first")
    if not wording.has(inputs.words, f"sections.{section}"):
        return section.replace("_", " ").capitalize()
    return wording.plain(wording.line(inputs.words, f"sections.{section}", number=str(inputs.previous_number)))


def marks(config: "Config", language: str) -> dict[str, str]:
    """The words of a page for what is withheld from it, by kind, and for persons, by "role.<id>"."""
    words = _words(config, language, config.as_of or date.max)
    kinds = {kind: wording.pattern(words, f"withheld.marks.{kind}") for kind in withhold.KINDS}
    person = wording.pattern(words, "withheld.roles.person")
    roles = {"person": person, **words.strings["withheld"]["roles"]}
    return kinds | {f"role.{role}": str(text) for role, text in roles.items()}


# --- what the sections share ----------------------------------------------------------------------------------------


def inputs(
    config: "Config", *, gazetteer: "Gazetteer", headers: Sequence[Header], rejections: Sequence[Rejection],
    facts: Sequence[Fact], figures: Sequence[Figure], period: Period, number: int, revision: int,
    earlier: Sequence[Previous] = (), orphans: Sequence[Orphan] = (), coverage: Coverage | None = None,
) -> Inputs:
    """What all sections are made from, in the first configured language: with note numbers, letters and codes given."""
    as_of = config.as_of or period.end
    base = Inputs(
        config=config, words=_words(config, config.languages[0], as_of), gazetteer=gazetteer,
        headers={header.id: header for header in headers}, rejections=tuple(rejections),
        coverage=coverage or reconcile.coverage(headers, facts, period, as_of),
        facts={fact.id: fact for fact in facts}, figures=tuple(figures), period=period, as_of=as_of,
        number=number, revision=revision, earlier=tuple(earlier), version=__version__,
        letters={}, notes={}, codes={}, twins={}, rows={}, nested=_nested(facts), orphans=tuple(orphans),
    )
    notes = {fact: index for index, fact in enumerate(_cited(base), 1)}
    twins = _twins(base)
    rows = {figure.id: twins[what.kinship(figure)] for figure in base.figures}
    return replace(
        base, notes=notes, letters=_letters(base, notes), codes=_codes(base, notes), twins=twins, rows=rows)


def _words(config: "Config", language: str, as_of: date) -> wording.Words:
    folders = [config.templates, bundled.folder("templates")]
    return replace(wording.words(language, folders), year=as_of.year)


def _nested(facts: Iterable[Fact]) -> dict[str, str]:
    return {what.fact_place(fact): fact.place for fact in facts if fact.place_match == "inside" and fact.place}


def _cited(inputs: Inputs) -> list[str]:
    """Facts in the order of their note numbers: those of the tiles first, then by indicator and place.

    The order hangs on figures alone, so that dropping or moving a section renumbers nothing.
    """
    tiles = keyfigures.tiles(inputs)
    depth = {figure.id: len(what.place_path(inputs, figure.place_id)) for figure in inputs.figures}
    others = sorted(inputs.figures, key=lambda f: (what.order(inputs, f), depth[f.id], f.id))
    found: dict[str, None] = {}
    for figure in [*tiles, *others]:
        inside = [fact for term in figure.terms for fact in term.inside]
        found.update(dict.fromkeys([*figure.facts, *inside, *figure.apart]))
    return [fact for fact in found if fact in inputs.facts]


def _letters(inputs: Inputs, notes: Mapping[str, int]) -> dict[str, str]:
    """A letter for each document that is quoted, in order of publication: A to Z, then AA."""
    quoted = {inputs.facts[fact].document for fact in notes}
    dated = sorted(quoted, key=lambda id: (inputs.headers[id].published or date.max, id))
    return {document: _letter(index) for index, document in enumerate(dated)}


def _letter(index: int) -> str:
    """The letter of the document at `index`, counted from 0.

    >>> _letter(0), _letter(25), _letter(26)
    ('A', 'Z', 'AA')
    """
    head = _letter(index // 26 - 1) if index >= 26 else ""
    return head + chr(ord("A") + index % 26)


def _codes(inputs: Inputs, notes: Mapping[str, int]) -> dict[str, tuple[str, str]]:
    """The voice of each fact and its Admiralty code: that of its claim, else the voice's with nobody to confirm it."""
    codes = {
        fact: (claim.voice, claim.code) for figure in inputs.figures for claim in figure.claims for fact in claim.facts
    }
    first = stories(tuple(inputs.headers.values()))
    for fact_id in notes:
        if fact_id not in codes:
            fact = inputs.facts[fact_id]
            name = voice(fact, inputs.headers[first[fact.document]], inputs.config)
            letter = "F" if name.startswith("document:") else inputs.config.voice(name).reliability
            codes[fact_id] = (name, letter + ("6" if letter == "F" else "3"))
    return {fact: codes[fact] for fact in notes}


def _twins(inputs: Inputs) -> dict[what.Kinship, Figure]:
    """Of figures made of the same terms the one of the narrowest place: its row stands for all."""
    found: dict[what.Kinship, Figure] = {}
    for figure in sorted(inputs.figures, key=lambda f: (len(what.place_path(inputs, f.place_id)), f.id)):
        found[what.kinship(figure)] = figure
    return found


# --- the page -------------------------------------------------------------------------------------------------------


def _name(inputs: Inputs) -> str:
    """The stem of the report's files, as OCHA's maps are named: country and number, kind, date, language, version."""
    return (
        f"{inputs.config.country}{inputs.number:03}_{_kind(inputs.config.profile)}_{inputs.period.end:%Y%m%d}"
        f"_{inputs.words.language}_v{inputs.revision}"
    )


def _kind(profile: str) -> str:
    """What files of a profile are called, so that those of two profiles never have one name."""
    return "sitrep" if profile == WEEKLY else profile


def _titles(inputs: Inputs) -> dict[str, str]:
    """The title of the report, its short form and the line above the headline, with the country if it has one."""
    words, config = inputs.words, inputs.config
    has_country = what.is_listed(inputs, config.country)
    own = f"page.profiles.{config.profile}"
    product = wording.pattern(words, f"{own}.product" if wording.has(words, own) else "page.product")
    given = {
        "country": what.place_name(inputs, config.country), "title": what.title(inputs),
        "product": "" if product.casefold() in config.title.casefold() else product,
        "kind": wording.pattern(words, f"page.kinds.{config.period.kind}"),
        "number": str(inputs.number), "day": wording.day(words, inputs.as_of, year=True),
    }
    base = "page." if has_country else "page.nowhere."
    keys = {form: base + form for form in ("title", "short_title", "kicker")}
    if wording.has(words, own):
        keys["kicker"] = f"{own}.{'kicker' if has_country else 'kicker_nowhere'}"
    return {form: wording.plain(wording.line(words, key, **given)) for form, key in keys.items()}


def _page(inputs: Inputs, titles: Mapping[str, str]) -> dict[str, Any]:
    """What every part of the page may use: the words, and the lines at its head and foot."""
    words, config = inputs.words, inputs.config
    period = wording.span(words, inputs.period.start, inputs.period.end, year=True)
    as_of = wording.day(words, inputs.as_of)
    return {
        "head": masthead(inputs, {}),
        "strings": words.strings, "locale": wording.pattern(words, "locale").replace("_", "-"),
        "short_title": titles["short_title"],
        "running": wording.plain(wording.line(words, "page.running", period=period, day=as_of)),
        "status": notices.status(words, inputs.clearance), "is_draft": inputs.clearance.status == "draft",
        "notices": notices.notices(inputs), "sensitivity": wording.pattern(words, f"sensitivity.{config.sensitivity}"),
        "disclaimer": _disclaimer(inputs), "organisation": config.organisation,
        "published": inputs.as_of.isoformat(), "profile": config.profile, "look": look(config),
        "notes": inputs.notes, "codes": inputs.codes,
    }


def _disclaimer(inputs: Inputs) -> str:
    given = inputs.config.disclaimer.get(inputs.words.language, "")
    return given or wording.pattern(inputs.words, "about.disclaimer")


def masthead(inputs: Inputs, options: Mapping[str, Any]) -> Content:
    """Who, what, which number and period, what it may be used for."""
    words, config = inputs.words, inputs.config
    # a draft that nobody outside has seen, or that was cleared as it was, revises nothing
    revised = "page.revised" if inputs.corrects else "page.number"
    return {
        "kicker": config.kicker or _titles(inputs)["kicker"], "title": what.title(inputs),
        "number": wording.plain(wording.line(words, revised, number=str(inputs.number), revision=str(inputs.revision))),
        "organisation": config.organisation,
        "period": wording.span(words, inputs.period.start, inputs.period.end, year=True),
        "as_of": wording.day(words, inputs.as_of, year=True), "next": _next(inputs),
        "status": notices.status(words, inputs.clearance), "is_draft": inputs.clearance.status == "draft",
    }


def _next(inputs: Inputs) -> str:
    day = inputs.as_of + timedelta(days=inputs.config.next_issue_days)
    return wording.plain(wording.line(inputs.words, "masthead.next", day=wording.day(inputs.words, day)))


def about(inputs: Inputs, options: Mapping[str, Any]) -> Content:
    """Whom to ask, what not to read into it, and what it was made from."""
    words, contact = inputs.words, inputs.config.contact
    parts = [contact.name, contact.role, contact.email, contact.phone]
    return {
        "contact": tuple(part for part in parts if part), "disclaimer": _disclaimer(inputs),
        "version": wording.plain(wording.line(words, "about.version", version=inputs.version)),
        "inputs": wording.plain(wording.line(words, "about.inputs", digest=inputs.coverage.digest)),
        "sensitivity": wording.pattern(words, f"sensitivity.{inputs.config.sensitivity}"),
        "withheld": _withheld(inputs),
    }


def _withheld(inputs: Inputs) -> wording.Line:
    """How much was withheld of each kind, never what; nothing in an edition that withholds nothing by rule."""
    words = inputs.words
    if inputs.config.sensitivity == "restricted":
        return ()
    told = [wording.counted(words, f"withheld.kinds.{kind}", count) for kind, count in inputs.withheld.items()]
    key = "withheld.told" if told else "withheld.none"
    return wording.line(words, key, list=wording.joined(words, told))


def highlights(inputs: Inputs, options: Mapping[str, Any]) -> Content:
    """Two to five sentences, chosen by rule, then those that the office adds; or the office's alone."""
    override, extra = (_by_hand(inputs, options.get(key, ())) for key in ("override", "extra"))
    found = () if override else narrative.highlights(inputs, int(options.get("max", HIGHLIGHTS)))
    none = () if found or override or extra else (wording.line(inputs.words, "sentences.none"),)
    return {"sentences": found or none, "written": (*override, *extra)}


def _by_hand(inputs: Inputs, given: Any) -> tuple[Any, ...]:
    """Sentences written by the office: one list for every language, or one a language."""
    sentences = given.get(inputs.words.language, ()) if isinstance(given, Mapping) else given
    return tuple(markdown.stretches(sentence) for sentence in sentences)


def overview(inputs: Inputs, options: Mapping[str, Any]) -> Content:
    """The period told in paragraphs; None where nothing was reported."""
    paragraphs = narrative.overview(inputs, options.get("max"))
    return {"paragraphs": paragraphs} if paragraphs else None


def key_visual(inputs: Inputs, options: Mapping[str, Any]) -> Content:
    """Map and trend side by side, each a section of its own; one alone where the other has nothing to show."""
    made = {"map": mapped.mapped(inputs), "trend": chart.trend(inputs)}
    found = {name: content for name, content in made.items() if content is not None}
    beside = {"beside": len(found) > 1}
    parts = (
        Section(name, _title(inputs, name, str(content.get("title", ""))), {**content, **beside})
        for name, content in found.items()
    )
    return {"parts": tuple(parts)} if found else None


SECTIONS: Mapping[str, Callable[[Inputs, Mapping[str, Any]], Content]] = {
    "masthead": masthead, "highlights": highlights, "overview": overview, "about": about,
    "key_visual": key_visual,
    "map": lambda inputs, options: mapped.mapped(inputs),
    "trend": lambda inputs, options: chart.trend(inputs),
    "key_figures": lambda inputs, options: keyfigures.key_figures(inputs),
    "changes": lambda inputs, options: keyfigures.changes(inputs),
    "issues": lambda inputs, options: issues.issues(inputs),
    "contested": lambda inputs, options: tables.contested(inputs, options.get("max")),
    "locations": lambda inputs, options: locations.locations(inputs, options.get("max")),
    "totals": lambda inputs, options: tables.totals(inputs),
    "gaps_method": lambda inputs, options: evidence.gaps_method(inputs),
    "sources": lambda inputs, options: evidence.sources(inputs, options.get("max")),
    "rejected": lambda inputs, options: evidence.rejected(inputs),
    **topics.SECTIONS,
}

