"""The command line: finds the verb, runs it, and turns what went wrong into a message and an exit code."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from sitrep import __version__
from sitrep.errors import ConfigError, SitrepError

VERBS = {
    "init": "start a workspace: configuration, templates and example seeds",
    "check": "say what is wrong with the configuration, or what would be built",
    "build": "read the seeds and publish an edition",
    "clear": "make a draft that somebody has read the edition that is sent",
    "deliver": "send what is queued to clearers, recipients, folder and command",
    "verify": "say whether a published edition is what it was, and make it again",
    "status": "say which edition is out, what waits, and what a build would change",
    "doctor": "say whether this machine and workspace can make and publish a report",
    "schedule": "print the crontab line or the systemd timer that builds this workspace's report",
    "preview": "show the page in the browser while you work, made anew at each change",
    "extract": "print the facts of documents, one JSON object a line",
    "lexicon": "check that the words of each language find what their examples say",
    "places": "fill the P-codes of OCHA's list into config/places/",
    "facts": "list the facts of the seeds, or write the sheet in which officers review them",
    "decide": "read what officers decided in a sheet into config/decisions.csv",
    "explain": "print a document with what became of every number in it",
    "why": "print the tree behind a published figure, down to its sentences",
}
ABOUT = "From a folder of texts to a situation report in which every figure leads to its sentence."
# What a command loads and makes it keeps to its end: to look for what may go every 700 objects costs it 5 in 100.
SELDOM = (50_000, 20, 50)
EPILOG = "Exit codes and where to read on: README.md. Help for one verb: sitrep VERB --help."


def main(words: Sequence[str] | None = None) -> int:
    """The exit code of `sitrep WORDS…`; messages go to stderr."""
    gc.set_threshold(*SELDOM)
    _open_standard_streams()
    words = list(sys.argv[1:] if words is None else words)
    try:
        options = _options(words)
        code: int = options.run(options)
        sys.stdout.flush()
        return code
    except SitrepError as error:
        # a mistake in configuration says itself where it is: `config/report.yaml:12: …`, a line each
        print(error if isinstance(error, ConfigError) else f"sitrep: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:  # the reader of our output went away (`| head`): nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if "--debug" in words:
            raise
        print(_bug(error, words), file=sys.stderr)
        return 1


def _open_standard_streams() -> None:
    """Standard streams that whoever started us had closed lead nowhere.

    Otherwise the next file opened, an edition's or the lock, would get the number of one, and what is printed to it.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, errors="replace"))  # noqa: SIM115 - open until we end


def _options(words: Sequence[str]) -> argparse.Namespace:
    """What was asked for. Only the module of the verb that was named is imported."""
    parser = argparse.ArgumentParser(prog="sitrep", description=ABOUT, epilog=EPILOG)
    parser.add_argument("--version", action="version", version=f"sitrep {__version__}")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an unexpected error")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    named = next((word for word in words if not word.startswith("-")), None)
    for verb, meaning in VERBS.items():
        command = verbs.add_parser(verb, help=meaning, description=meaning[0].upper() + meaning[1:] + ".")
        if verb == named:
            module = import_module(f"sitrep.commands.{verb}")
            module.arguments(command)
            command.set_defaults(run=module.run)
    return parser.parse_args(words)


def _bug(error: Exception, words: Sequence[str]) -> str:
    what = " ".join(str(error).split()) or "no message"
    return (
        f"sitrep: unexpected {type(error).__name__}: {what[:300]}\n"
        f"This is a bug; the last edition stands. Run `sitrep --debug {' '.join(words)}` and report what it prints."
    )
