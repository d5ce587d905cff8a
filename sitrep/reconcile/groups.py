"""Who was counted: which groups lie inside others, and which cannot share a person."""

from functools import cache

# A narrower group points to the next wider one; None is everyone. A medic or a journalist is a civilian under the
# law of armed conflict, and so are children, women, men and the elderly unless the text says otherwise.
WIDER: dict[str, str | None] = {
    "civilians": None, "fighters": None, "soldiers": None, "police": None, "hospitals": None, "schools": None,
    "children": "civilians", "women": "civilians", "men": "civilians", "elderly": "civilians",
    "aid_workers": "civilians", "medics": "aid_workers", "journalists": "civilians",
}
# Pairs inside one of these sets are disjoint, so their counts may be added.
DISJOINT = (
    frozenset({"civilians", "fighters", "soldiers", "police"}),
    frozenset({"children", "women", "men"}),
    frozenset({"hospitals", "schools"}),
)
# Of these nearly everyone is a civilian, and sources use "people" and "civilians" for one and the same count.
CIVILIAN_BY_NATURE = frozenset({"displaced", "idps", "refugees", "returned", "affected", "in_need", "reached"})


def counted(indicator: str, group: str | None) -> str | None:
    """The group that a count is compared by: "displaced civilians" and "displaced people" are one.

    >>> counted("idps", "civilians"), counted("killed", "civilians")
    (None, 'civilians')
    """
    return None if group == "civilians" and indicator in CIVILIAN_BY_NATURE else group


@cache
def line(group: str | None) -> tuple[str, ...]:
    """The group and all the wider ones, widest first.

    >>> line("medics")
    ('civilians', 'aid_workers', 'medics')
    """
    found: list[str] = []
    while group is not None:
        found.insert(0, group)
        group = WIDER.get(group)
    return tuple(found)


@cache
def overlap(one: str | None, other: str | None) -> bool:
    """Whether somebody may be counted in both groups.

    >>> overlap("children", "civilians"), overlap("children", "women"), overlap("medics", "soldiers")
    (True, False, False)
    """
    return not any(
        a != b and a in apart and b in apart
        for apart in DISJOINT for a in line(one) for b in line(other)
    )
