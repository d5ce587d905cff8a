"""From a folder of texts to a published situation report, every figure traceable to its sentence."""

__version__ = "0.1.0"
