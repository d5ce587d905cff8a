"""What an officer wrote down about seeds that do not say it themselves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sitrep.errors import ConfigError
from sitrep.shown import show
from sitrep.sources.folder import Seed, suffix
from sitrep.sources.headers import KEYS, keys
from sitrep.yamlfile import Mistake, Node, parsed

NAME = "manifest.yaml"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the manifest says of one seed. `acknowledged`: it cannot be read, and an officer knows, for `reason`."""

    header: Mapping[str, str] = field(default_factory=dict)
    acknowledged: bool = False
    reason: str = ""


NOTHING = Entry()


@dataclass(frozen=True, slots=True)
class Manifest:
    """Entries by the seed's path below its folder, with or without extension."""

    entries: Mapping[str, Entry]

    def of(self, seed: Seed) -> Entry:
        """The entry of a seed; an empty one if it has none."""
        return next((self.entries[name] for name in _names(seed) if name in self.entries), NOTHING)

    def absent(self, seeds: Iterable[Seed]) -> tuple[str, ...]:
        """The names that none of `seeds` has, most likely misspelt."""
        known = {name for seed in seeds for name in _names(seed)}
        return tuple(show(name) for name in self.entries if name not in known)


def _names(seed: Seed) -> tuple[str, str]:
    return seed.below, seed.below.removesuffix(suffix(seed.below))


def entries(paths: Sequence[Path], manifest: Path | None = None) -> Manifest:
    """The manifest given, else those that stand in the folders given or beside the files given.

    Raises ConfigError with every mistake, or if the manifest given is not there.
    """
    beside = dict.fromkeys((path if path.is_dir() else path.parent) / NAME for path in paths)
    files = [manifest] if manifest else [path for path in beside if path.is_file()]
    told: dict[str, Entry] = {}
    mistakes: list[Mistake] = []
    for file in files:
        node, wrong = parsed(file)
        mistakes += wrong
        _add(node, show(str(file)), told, mistakes)
    if mistakes:
        raise ConfigError("\n".join(map(str, sorted(mistakes))))
    return Manifest(told)


def _add(node: Node, name: str, told: dict[str, Entry], mistakes: list[Mistake]) -> None:
    if node.kind != "mapping":
        mistakes.append(Mistake(name, node.line, "must be names of seeds, each with its keys below it"))
        return
    for key, value in node.value:
        entry, wrong = _entry(value if value.kind != "empty" else Node("mapping", key.line, ()), name)
        mistakes += wrong
        told.setdefault(key.value, entry)


def _entry(node: Node, name: str) -> tuple[Entry, tuple[Mistake, ...]]:
    stated, mistakes = keys(node, (*KEYS, "acknowledged", "reason"), name)
    header = {key: text for key, text in stated.items() if key in KEYS}
    said = stated.get("acknowledged", "false").lower()
    if said not in ("true", "false"):
        mistakes += (Mistake(name, node.line, f'acknowledged must be true or false, not "{show(said)}"'),)
    if said == "true" and not stated.get("reason"):
        mistakes += (Mistake(name, node.line, "acknowledged needs a reason: why this seed cannot be read"),)
    return Entry(header, said == "true", stated.get("reason", "")), mistakes
