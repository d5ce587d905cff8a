"""config/publishing.yaml: what happens with an edition once it is built. It decides no byte of an edition."""

import re
from typing import Annotated

from pydantic import AfterValidator

from sitrep.config import values
from sitrep.config.base import Settings
from sitrep.config.values import Line, Lines

# The trend reads the last five issues before the one that is built.
FEWEST = 6
SITE = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~%/-]*)?", re.ASCII)


def served(value: str) -> str:
    """The address of a folder on the web, with the / at its end.

    >>> served("https://example.org/sitrep"), served("")
    ('https://example.org/sitrep/', '')
    """
    if value and not SITE.fullmatch(value):
        raise ValueError("must be a web address such as https://example.org/sitrep/, without user, password, ? or #")
    return f"{value.rstrip('/')}/" if value else ""


class Publishing(Settings):
    """config/publishing.yaml."""

    site: Annotated[Line, AfterValidator(served)] = ""
    keep: Annotated[int | None, values.whole(FEWEST, 9999)] = None
    pinned: Lines = ()
