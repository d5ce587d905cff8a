"""One run, published: the lock, what was published before, the manifest, the edition itself, and the archive of all."""

from sitrep.publish.archive import derived
from sitrep.publish.edition import edition
from sitrep.publish.lock import locked
from sitrep.publish.past import earlier, imprint, name, numbers, sent, standing, unchanged
from sitrep.publish.provenance import changes, inputs, manifest, software
from sitrep.publish.prune import pruned

__all__ = [
    "changes", "derived", "earlier", "edition", "imprint", "inputs", "locked", "manifest", "name", "numbers", "pruned",
    "sent", "software", "standing", "unchanged",
]  # fmt: skip
