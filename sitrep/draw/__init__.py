"""Pictures as SVG: the only package that knows matplotlib.

`trend` draws what was reported day by day, `watermark` the word across a draft. Shapes are placed by plain arithmetic
(`trend`, `labels`), then painted (`paint`) and made fit to stand inside a page (`svg`).
"""

from sitrep.draw.trend import trend
from sitrep.draw.watermark import watermark

__all__ = ["trend", "watermark"]
