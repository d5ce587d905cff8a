"""What is known of a sentence when its counts become facts, and what is carried to it from those before."""

from collections.abc import Mapping
from typing import NamedTuple

from sitrep.extract import scene, timeline, voices
from sitrep.extract.chunks import Chunked
from sitrep.extract.elided import Label
from sitrep.extract.links import Link
from sitrep.extract.names import Line
from sitrep.extract.setting import Setting
from sitrep.language.dates import Mention
from sitrep.language.own import Own
from sitrep.language.reader import Language
from sitrep.model import Document

LIMIT_PLACE = 3  # sentences over which a place is carried


class Carried(NamedTuple):
    """What is carried through a document from sentence to sentence."""

    met: voices.Voices
    days: timeline.Timeline = timeline.Timeline()
    site: scene.Site | None = None
    site_at: int = 0  # position of the sentence that named it
    site_block: int = -1
    seen: tuple[scene.Site, ...] = ()  # the last that were named
    under: scene.Site | None = None  # the place of the heading above
    voice: str | None = None
    voice_at: int = 0
    voice_block: int = -1
    source: str | None = None  # who vouches for the rows below the last heading, as that says
    actor: str | None = None
    actor_at: int = 0
    actor_block: int = -1
    actor_site: str | None = None  # the place of what they did
    actor_mixed: bool = False  # whether its paragraph told of another before
    actor_row: bool = False  # whether a row of a list told of it, which is no other row's
    title_actor: str | None = None  # who did what the title tells of
    agency: str | None = None  # the last that gave aid or spoke
    line: Line | None = None  # the sentence before
    label: Label | None = None  # what the rows under the last heading count
    links: tuple[Link, ...] = ()  # of the last sentence that had any
    links_at: int = 0
    drafts: tuple[int, ...] = ()  # positions of theirs
    older: tuple[tuple[Link, int], ...] = ()  # the last counts of the document with the positions of their drafts


class View(NamedTuple):
    """All that is known of a sentence when its links become drafts."""

    document: Document
    language: Language
    around: Setting
    home: scene.Site | None
    carried: Carried
    position: int
    chunked: Chunked
    sites: tuple[scene.Site, ...]
    events: tuple[Mention, ...]
    spoken: tuple[voices.Said, ...]
    speaking: frozenset[int]  # tokens that name voices
    line: Line
    own: Mapping[Link, Own]  # links that are an own indicator's of the office
