"""Draws an Update over its picture; decides nothing. Everything scales with the picture's size.

Two layers, so that whoever mirrors the picture can do it between them: the body moves with the picture, text must
not. Both draw in place on a (h, w, 3) uint8 blue-green-red picture.
"""

from formcheck.overlay.body import draw_body
from formcheck.overlay.panel import draw_message, draw_panel

__all__ = ["draw_body", "draw_message", "draw_panel"]
