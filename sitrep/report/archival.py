"""What makes one PDF both archival (PDF/A-3a) and accessible (PDF/UA-1), where WeasyPrint writes one or the other.

`finish` runs when all of the PDF is there but not yet written. Source of what it adds: ISO 19005-3 (6.6.2, metadata of
schemas that PDF/A does not know must describe themselves) and ISO 14289-1 (5, the sign of PDF/UA).
"""

from typing import Any

AMBIGUOUS = b"\r\nendstream"
VARIANT = "pdf/a-3a"
RDF_END = b"</rdf:RDF>"
AIIM = "http://www.aiim.org/pdfa/ns/"
# PDF/UA's own sign, and the description of its schema. Both stand inside the one rdf:RDF, because a second is not
# looked at, and the prefixes are those of the standard, because others are refused.
UA_SIGN = f"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="{AIIM}extension/"
  xmlns:pdfaSchema="{AIIM}schema#" xmlns:pdfaProperty="{AIIM}property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
""".encode()


def finish(document: Any, pdf: Any) -> None:
    """WeasyPrint's `finisher`: header cells say what they head, and the metadata names both standards, unpacked."""
    for element in pdf.objects:
        if isinstance(element, dict) and element.get("S") == "/TH":
            row = _object(pdf, element["P"])
            element["A"]["Scope"] = "/Column" if _object(pdf, row["P"]).get("S") == "/THead" else "/Row"
    metadata = _object(pdf, pdf.catalog["Metadata"])
    metadata.compress = False  # an archive must be able to read them without unpacking
    metadata.stream = [part.replace(RDF_END, UA_SIGN + RDF_END) for part in metadata.stream]
    for element in pdf.objects:
        # A newline follows a stream. After a carriage return the two would be taken for one end of line, which is not
        # counted: the length that is written would not be the one that is read (ISO 19005-3, 6.1.7.1). The last byte
        # of what is packed is that of its checksum, so one stream in 256 is better left unpacked.
        if getattr(element, "compress", False) and element.data.endswith(AMBIGUOUS):
            element.compress = False


def closed(pdf: bytes) -> bytes:
    """The file with an end of line of its own after its last stream, the table of objects, which `finish` does not see.

    Where that table ends on a carriage return, the newline behind it becomes both signs; no offset lies behind it.

    >>> closed(b"stream\\n..\\r\\nendstream\\nendobj")
    b'stream\\n..\\r\\r\\nendstream\\nendobj'
    """
    head, sign, tail = pdf.rpartition(b"endstream")
    return head.removesuffix(b"\n") + b"\r\n" + sign + tail if (head + sign).endswith(AMBIGUOUS) else pdf


def _object(pdf: Any, reference: bytes | str) -> Any:
    return pdf.objects[int(reference.split()[0])]
