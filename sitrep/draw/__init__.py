"""Pictures as SVG: the only package that knows matplotlib.

`trend` draws what was reported day by day, `place_map` where (`png` is either of them for other programs), `watermark`
the word across a draft. Shapes are placed by plain arithmetic (`trend` with `marks` and `labels`; `map` with `view`,
`land`, `bubbles` and `placing`), then painted (`paint`) and made fit to stand inside a page (`svg`). What was drawn
once is remembered (`kept`).
"""

from sitrep.draw.map import place_map
from sitrep.draw.outlines import has_inner
from sitrep.draw.outlines import known as has_outline
from sitrep.draw.png import png
from sitrep.draw.trend import trend
from sitrep.draw.watermark import watermark

__all__ = ["has_inner", "has_outline", "place_map", "png", "trend", "watermark"]
