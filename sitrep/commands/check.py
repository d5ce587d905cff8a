"""`sitrep check`: every mistake in the settings, or what a build would make of them now."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sitrep import clearing, clock, publish, reconcile, review, sources
from sitrep import config as settings
from sitrep.commands.options import profile, workspace
from sitrep.config import Config
from sitrep.errors import ConfigError, PublishFailed
from sitrep.language import places
from sitrep.model import Clock
from sitrep.publish import past
from sitrep.shown import nearest, show

Found = TypeVar("Found")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds where to look."""
    workspace(parser)
    profile(parser)


def run(options: argparse.Namespace) -> int:
    """Prints what would be built; gives 0. Raises ConfigError with every mistake in the files of the staff."""
    mistakes: list[str] = []
    config = understood(options.workspace, options.profile, mistakes)
    seeds = _tried(mistakes, lambda: sources.listed([options.workspace / "seeds"]))
    mistakes += _unreadable(config) if config else []
    if mistakes or config is None or seeds is None:
        raise ConfigError("\n".join(mistakes))
    for name, told in _told(config, seeds, clock.read(config.period.timezone)).items():
        print(f"{name:<10} {told}")
    return 0


def understood(workspace: Path, profile: str, mistakes: list[str]) -> Config | None:
    """The settings, with every mistake noted that stands in them, in the decisions or in the office's own places."""
    config = _tried(mistakes, lambda: settings.load(workspace, profile))
    if config is not None:
        known = config
        _tried(mistakes, lambda: review.decisions(known.decisions, review.units(known)))
        _tried(mistakes, lambda: clearing.asked(known))
    mistakes += places.problems(workspace / "config" / "places")
    return config


def _tried(mistakes: list[str], read: Callable[[], Found]) -> Found | None:
    """What `read` gives, or None with its mistakes noted."""
    try:
        return read()
    except ConfigError as error:
        mistakes += str(error).splitlines()
        return None


def _unreadable(config: Config) -> list[str]:
    """What is wrong with user and password of the mail server; nothing where there is no server."""
    if not config.publishing.mail.server:
        return []
    from sitrep.publish import mail  # imports ssl

    try:
        mail.login(config.publishing.mail, config.folder)
    except PublishFailed as error:
        return [f"config/publishing.yaml: credentials: {error}"]
    return []


def _ways(config: Config) -> dict[str, str]:
    """Whom an edition of the profile would go to, and how."""
    ways, mail = config.publishing, config.publishing.mail
    recipients = (
        f"{one.to} ({', '.join(one.languages)})" if one.languages else one.to
        for one in ways.recipients if not one.profiles or config.profile in one.profiles
    )
    return {
        "drafts to": ", ".join(ways.clearers) or "nobody",
        "sent to": ", ".join(recipients) or "nobody",
        "mail by": f"{mail.server}:{mail.at_port}, {mail.security}, from {mail.sender}" if mail.server else "",
        "copied to": show(str(config.folder / ways.folder)) if ways.folder else "",
        "command": " ".join(map(show, ways.command)),
    }


def _told(config: Config, seeds: sources.Listing, clock: Clock) -> dict[str, str]:
    """What would be built, a line each."""
    period, as_of = reconcile.period(config, clock), reconcile.as_of(config, clock)
    after = config.baseline.number if config.baseline else 0
    number, revision = publish.numbers(config.out, period, after, config.profile)
    name = publish.name(config.country, number, period, revision, config.profile)
    left_out = [section.id for section in config.sections if not section.enabled]
    tiles = ", ".join(indicator.id for indicator in config.indicators.values() if indicator.tile)
    lines = {
        "title": f"{config.title}, {config.country}, clearance {config.clearance}, {config.sensitivity}",
        "period": f"{period.start} to {period.end}, as of {as_of}",
        "languages": ", ".join(config.languages),
        "profile": config.profile,
        "sections": ", ".join(section.id for section in config.sections if section.enabled) or "none",
        "left out": ", ".join(left_out),
        "tiles": f"up to {config.tiles} of {tiles}",
        "voices": f"{len(config.voices)} rated, all others F",
        "seeds": f"{len(seeds.readable)} in {show(str(config.seeds))}",
        "refused": ", ".join(f"{seed.shown} ({seed.refused})" for seed in seeds.refused),
        "note": ", ".join(f"the manifest names {name}, which is not there" for name in seeds.absent),
        "pinned": ", ".join(f"no edition is called {show(name)}{_meant(name, config)}" for name in _unknown(config)),
        "edition": show(str(config.out / "editions" / name)),
        **_ways(config),
    }
    return {name: line for name, line in lines.items() if line}


def _unknown(config: Config) -> list[str]:
    """The pinned names that no edition has: one that is mistyped would keep nothing."""
    return [name for name in config.publishing.pinned if name not in _editions(config)]


def _meant(name: str, config: Config) -> str:
    near = nearest(name, _editions(config))
    return f' – did you mean "{near}"?' if near else ""


def _editions(config: Config) -> set[str]:
    return {one.name for one in past.shelf(config.out)}
