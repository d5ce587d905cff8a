"""A child that loads libraries: `python -m sitrep.doctor.imports` reads their names as JSON from standard input.

It writes as JSON which of them cannot be loaded, and why. A library that crashes takes this process with it and not the
doctor; so that it is named all the same, each name stands on standard error before its library is loaded.
"""

import contextlib
import json
import sys
from collections.abc import Iterable
from importlib import import_module


def failed(names: Iterable[str]) -> dict[str, str]:
    """By name the reason why a module cannot be loaded.

    >>> failed(["json", "sitrep.no_such_part"])
    {'sitrep.no_such_part': "ModuleNotFoundError: No module named 'sitrep.no_such_part'"}
    """
    reasons = {}
    for name in names:
        print(f"while {name} was loaded", file=sys.stderr, flush=True)
        try:
            import_module(name)
        except Exception as error:  # a shared library that is missing is an OSError, one that does not fit anything
            reasons[name] = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
    return reasons


def main() -> None:
    """The child."""
    asked = json.load(sys.stdin)
    with contextlib.redirect_stdout(sys.stderr):  # some libraries print what they lack
        reasons = failed(asked)
    print(json.dumps(reasons))


if __name__ == "__main__":
    main()
