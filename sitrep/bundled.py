"""The workspace folders that travel with the package: `config`, `templates`, `seeds`.

There is one copy of each, at the top of the repository. A wheel carries them in `sitrep/workspace/`.
"""

from pathlib import Path

FOLDERS = ("config", "templates", "seeds")


def folder(name: str) -> Path:
    """Where the folder `name` stands, in a checkout or in an installed package.

    >>> folder("templates").name
    'templates'
    """
    if name not in FOLDERS:
        raise ValueError(f"{name!r} does not travel with the package; these do: {', '.join(FOLDERS)}")
    package = Path(__file__).parent
    installed = package / "workspace"
    return (installed if installed.is_dir() else package.parent) / name
