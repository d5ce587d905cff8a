"""What the staff decided and laid down: settings, time zone, templates, seeds."""

import os

from sitrep import bundled, program, sources
from sitrep.doctor.findings import DISK, SETTINGS, Finding, Office, failure, ok, warning
from sitrep.errors import ConfigError
from sitrep.shown import show

NAMED = 5  # templates; who wants all compares the folders


def configuration(office: Office) -> Finding:
    """Whether the files of the staff are understood."""
    if office.mistakes:
        more = f" (and {len(office.mistakes) - 1} more)" if len(office.mistakes) > 1 else ""
        return failure(SETTINGS, office.mistakes[0] + more, "`sitrep check` lists every mistake")
    return ok(f"the files in {office.folder / 'config'} are understood")


def time_zone(office: Office) -> Finding:
    """Which time it is where the periods are counted."""
    if office.config is None:
        return warning("not known before the configuration is mended", "see above")
    return ok(f"{office.config.period.timezone}, where it is {office.now:%A %Y-%m-%d %H:%M}")


def templates(office: Office) -> Finding:
    """Which templates of the workspace are not those of this release: the office changed them, or they are older."""
    ours, theirs = (program.hashes(folder) for folder in (bundled.folder("templates"), office.folder / "templates"))
    other = [name for name, content in theirs.items() if ours.get(name, content) != content]
    if not other:
        return ok(f"{len(theirs)} in the workspace, none other than in this release")
    named = ", ".join(map(show, other[:NAMED])) + (" …" if len(other) > NAMED else "")
    return ok(
        f"{len(other)} of {len(theirs)} are the office's own or of another release: {named}; delete those that nobody "
        "here changed, and this release's are taken"
    )


def seeds(office: Office) -> Finding:
    """Whether there are seeds, and whether this user may read them. Their contents are not looked at."""
    folder = office.folder / "seeds"
    try:
        listed = sources.listed([folder])
    except ConfigError as error:
        return failure(SETTINGS, str(error).split("\n")[0], "put the texts there; `sitrep check` lists every mistake")
    closed = [seed.below for seed in listed.readable if not os.access(seed.path, os.R_OK)]
    if not os.access(folder, os.R_OK | os.X_OK):
        return failure(DISK, f"{folder} may not be read", "give the user who builds the right to it")
    if closed:
        told = f"{len(closed)} seeds may not be read, {show(closed[0])} for one"
        return warning(told, "give the user who builds the right to them: else they are told as rejected")
    if not listed.readable:
        return warning(f"no seed in {folder}", "put texts there: without any there is nothing to report")
    refused = f", {len(listed.refused)} are of a kind that is not read" if listed.refused else ""
    return ok(f"{len(listed.readable)} in {folder}{refused}")
