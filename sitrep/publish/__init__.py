"""One run, published: lock, editions of before, manifest, the edition itself; then archive, deliveries, retention."""

from sitrep.publish.archive import derived, served
from sitrep.publish.deliver import delivered, tell
from sitrep.publish.edition import edition
from sitrep.publish.lock import locked
from sitrep.publish.past import earlier, imprint, name, numbers, sent, standing, unchanged
from sitrep.publish.provenance import changes, inputs, manifest, software
from sitrep.publish.prune import pruned

__all__ = [
    "changes", "delivered", "derived", "earlier", "edition", "imprint", "inputs", "locked", "manifest", "name",
    "numbers", "pruned", "sent", "served", "software", "standing", "tell", "unchanged",
]  # fmt: skip
