"""One run, published: the lock, what was published before, the manifest, and the edition itself."""

from sitrep.publish.edition import edition
from sitrep.publish.lock import locked
from sitrep.publish.past import earlier, imprint, name, numbers, sent, standing, unchanged
from sitrep.publish.provenance import changes, inputs, manifest, software

__all__ = [
    "changes", "earlier", "edition", "imprint", "inputs", "locked", "manifest", "name", "numbers", "sent", "software",
    "standing", "unchanged",
]  # fmt: skip
