"""A hundred texts that mean harm to whoever opens a file, and what must hold of a Word document in spite of them."""

import io
import re
import zipfile

from lxml import etree

FORMULAS = [
    "=cmd|'/C calc'!A0", "=1+1", "=HYPERLINK(\"https://evil.example\",\"x\")", "+1", "+cmd|'/C calc'!A0", "-1",
    "-2+3+cmd|'/C calc'!A0", "@SUM(1+1)*cmd|'/C calc'!A0", "@A1", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "  +1",
    " \t@A1",
    "\u200b=1+1", "\ufeff=1+1", "\u00a0=1+1", "\u2028=1+1", "＝1+1", "＋1", "－1", "＠A1", "a;=1+1", "a; =1+1",
    "a;+1;-1;@A1", "a\t=1+1", "a\n=1+1", "a\r\n=1+1", "\"=1+1", "\",=1+1", "\";=1+1", "',=1+1", "'=1+1", "=\"a\"&A1",
    "=WEBSERVICE(A1)", "=DDE(\"cmd\";\"/C calc\";\"x\")", "%0A=1+1", "|=1+1", "=-1", "=+1", "=@A1", "=\n1",
    "\x00=1+1", "\x1f=1+1", "\x85=1+1",
]  # fmt: skip
MARKUP = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "<b>",
    "</w:t></w:r></w:p>", "<w:p/>", "<w:fldSimple w:instr=\"DDEAUTO c:\\\\windows\\\\cmd.exe\"/>", "]]>",
    "<![CDATA[x]]>", "<!--", "-->", "<?xml?>", "<!DOCTYPE x [<!ENTITY a \"b\">]>", "&a;", "&amp;", "&lt;b&gt;",
    "&#0;", "&#x1;", "&#xD800;", "&#xFFFE;", "'\"'\"", "\" w:evil=\"1", "{{ 7 * 7 }}", "{% raw %}", "{unknown}",
    "{0.__class__}", "%s%n", "${x}", "$(id)", "`id`", "../../x", "C:\\x", "a/b", "file:///etc/passwd",
    "javascript:alert(1)", "data:text/html,x", "https://example.org/\" onclick=\"x", "https://example.org/a;=1",
    "mailto:a@example.org",
]  # fmt: skip
SIGNS = [
    "\x00", "\x01\x02", "a\x07b", "a\x0bb", "a\x0cb", "\x1b[31mred", "\x7f", "\x9b31m", "\ud800", "\udfff",
    "a\udc80b", "\ufffe", "\uffff", "\U0001fffe", "\u202egnp.exe", "\u2066a\u2069", "\u200f", "\u061c", "\u2028",
    "\u2029", "\u00a0", "�", "e\u0301" * 50, "Z͑ͫ̓" * 40, "😀" * 50,
    "إدلب", "\u200fإدلب 5,000+\u200f", "x" * 40000, "a " * 20000, "\n" * 100,
]  # fmt: skip
ALL = [*FORMULAS, *MARKUP, *SIGNS]

ALLOWED_FIELDS = {"PAGE", "NUMPAGES"}


def assert_sound(document: bytes) -> None:
    """The document's parts are XML; it has no field but page numbers, no macro, and leads to the web alone."""
    with zipfile.ZipFile(io.BytesIO(document)) as opened:
        assert opened.testzip() is None
        names = opened.namelist()
        trees = {name: etree.fromstring(opened.read(name)) for name in names if name.endswith((".xml", ".rels"))}
    assert not any(re.search(r"vba|embeddings|activeX", name) for name in names)
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    for name, tree in trees.items():
        assert {field.get(f"{word}instr") for field in tree.iter(f"{word}fldSimple")} <= ALLOWED_FIELDS
        assert not list(tree.iter(f"{word}instrText", f"{word}object", f"{word}control"))
        if name.endswith(".rels"):
            outside = [relation.get("Target") for relation in tree if relation.get("TargetMode") == "External"]
            assert all(re.match(r"https?://[^\s\"]+$", target) for target in outside), outside
