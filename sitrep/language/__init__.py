"""Words → meaning. One folder a language holds its words and its word order; what is here is the same for all.

A language is a folder `sitrep/language/CODE/` with `lexicon.yaml`, `numbers.py`, `dates.py` and `order.py`; `reader`
compiles them. Nothing is imported here, so that whoever asks for places alone does not load the words.
"""
