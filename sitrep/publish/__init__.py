"""One run, published: the lock, what was published before, the manifest, and the edition itself."""

from sitrep.publish.edition import edition
from sitrep.publish.lock import locked
from sitrep.publish.past import Previous, name, numbers, previous, unchanged
from sitrep.publish.provenance import inputs, manifest

__all__ = ["Previous", "edition", "inputs", "locked", "manifest", "name", "numbers", "previous", "unchanged"]
