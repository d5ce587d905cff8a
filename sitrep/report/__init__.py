"""Figures → Report → pages: `compose` makes the sections, `html` and `pdf` print them.

The functions stand in their modules (`compose.reports`, `html.html`, `pdf.pdf`), so that the child process that
writes a PDF loads neither templates nor charts.
"""
