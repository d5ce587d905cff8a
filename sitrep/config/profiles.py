"""Profiles: which parts a kind of report has, in which order, and how much of each. Two come with the package.

`sections:` in config/report.yaml holds a list for each profile, or one list, which is that of the profile chosen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sitrep.yamlfile import Node

WEEKLY, FLASH = "weekly", "flash"

# An entry is as an office writes it. Weekly: at most three pages before the annex. Flash: one page; its annex, and with
# it the sentence behind every figure, stands on the web page alone.
PROFILES: Mapping[str, Sequence[str | Mapping[str, Any]]] = {
    WEEKLY: (
        "masthead", "key_figures", "highlights", "changes", "key_visual", "issues",
        {"id": "overview", "options": {"max": "8"}}, {"id": "displacement", "options": {"max": "3"}},
        {"id": "casualties", "options": {"max": "3"}}, {"id": "hostilities", "options": {"max": "3"}},
        {"id": "infrastructure", "options": {"max": "3"}}, {"id": "contested", "options": {"max": "3"}},
        {"id": "locations", "options": {"max": "14"}}, "gaps_method",
        {"id": "sources", "options": {"max": "15"}}, "totals", "annex", "rejected", "about",
    ),
    FLASH: (
        "masthead", "key_figures", {"id": "highlights", "options": {"max": "3"}},
        {"id": "overview", "options": {"max": "6"}}, {"id": "contested", "options": {"max": "1"}},
        {"id": "sources", "options": {"max": "3"}}, {"id": "annex", "options": {"paper": "false"}}, "about",
    ),
}  # fmt: skip


def chosen(report: Node, asked: str = "") -> tuple[Node, Mapping[str, Node]]:
    """config/report.yaml with one list of sections, that of its profile; and the lists of all profiles by name.

    The profile is the one `asked` for, else that of the file. Where the file has no list for it, there is none. The
    baseline is a report of the file's own profile, and no other is compared with it.
    """
    if report.kind != "mapping":
        return report, {}
    pairs = {key.value: (key, value) for key, value in report.value if value.kind != "empty"}
    named = pairs.get("profile", (Node("text", report.line, "profile"), Node("text", report.line, WEEKLY)))
    key, sections = pairs.pop("sections", (report, Node("mapping", report.line, ())))
    lists = {name.value: entries for name, entries in sections.value} if sections.kind == "mapping" else {
        str(named[1].value): sections}
    if asked and asked != named[1].value:
        pairs.pop("baseline", None)
    pairs["profile"] = (named[0], replace(named[1], kind="text", value=asked)) if asked else named
    if own := lists.get(str(pairs["profile"][1].value)):
        pairs["sections"] = (key, own)
    return replace(report, value=tuple(pairs.values())), lists
