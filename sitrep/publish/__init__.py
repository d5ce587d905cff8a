"""One run, published: the lock, what was published before, the manifest, and the edition itself."""

from sitrep.publish.edition import edition
from sitrep.publish.lock import locked
from sitrep.publish.past import earlier, name, numbers, unchanged
from sitrep.publish.provenance import inputs, manifest

__all__ = ["earlier", "edition", "inputs", "locked", "manifest", "name", "numbers", "unchanged"]
