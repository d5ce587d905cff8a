"""Seeds → headers, facts, rejections: what was read before is remembered, the rest is read over all cores.

    one       one seed read, and the result as bytes and back
    cores     seeds over all cores; no crash of a process costs a build
    folder    all seeds, by what is remembered and what is read
    opening   the documents whose facts an edition may tell; the others stay closed

However many processes read, and whatever is remembered, the result is the same.
"""

from sitrep.reading.folder import Found, context, found
from sitrep.reading.opening import Closed, Wanted, filed, lines

__all__ = ["Closed", "Found", "Wanted", "context", "filed", "found", "lines"]
