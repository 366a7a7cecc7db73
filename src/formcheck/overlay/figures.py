"""The bodies of the drawn set-up: thick lines in metres, as the camera sees them and from beside it."""

from __future__ import annotations

from dataclasses import dataclass

from formcheck.exercise import Figure, View

Place = tuple[float, float]
"""Metres: to the right of the middle of the body, and above the floor."""


@dataclass(frozen=True)
class Limb:
    """A thick line with round ends; a head is a short one."""

    places: tuple[Place, ...]
    thick: float
    """Metres."""


Outline = tuple[Limb, ...]



def _raised(outline: Outline, by: float) -> Outline:
    """The same body so many metres higher."""
    return tuple(Limb(tuple((x, y + by) for x, y in limb.places), limb.thick) for limb in outline)


_LYING: Outline = (
    Limb(((-0.74, 0.24), (-0.72, 0.24)), 0.19),
    Limb(((-0.5, 0.2), (-0.7, 0.06), (-0.82, 0.1)), 0.08),
    Limb(((-0.5, 0.3), (-0.5, 0.16), (-0.05, 0.14), (-0.05, 0.26), (-0.5, 0.3)), 0.15),
)
"""On one side, without legs."""
_TRUNK_END = Limb(((0.0, 0.12), (0.0, 0.34)), 0.2)
"""The trunk of somebody on their side, seen from the feet."""
_SEAT = Limb(((-0.24, 0.4), (0.24, 0.4)), 0.04)
_HANGING = 0.15
"""Metres that a table is higher than a chair: shins hang."""
_STEP = 0.17
"""Metres: 15–20 cm (spec SC3)."""
_STANDING_FRONT: Outline = (
    Limb(((0.0, 1.56), (0.0, 1.6)), 0.19),
    Limb(((-0.12, 1.36), (0.12, 1.36), (0.09, 0.96), (-0.09, 0.96), (-0.12, 1.36)), 0.14),
    Limb(((0.0, 1.35), (0.0, 1.0)), 0.24),
    *(Limb(((s * 0.19, 1.36), (s * 0.25, 1.1), (s * 0.26, 0.85)), 0.08) for s in (-1, 1)),
    *(Limb(((s * 0.1, 0.92), (s * 0.11, 0.5), (s * 0.12, 0.06)), 0.12) for s in (-1, 1)),
)
_STANDING_PROFILE: Outline = (
    Limb(((0.0, 1.56), (0.0, 1.6)), 0.19),
    Limb(((0.0, 1.36), (0.0, 0.96)), 0.2),
    Limb(((0.0, 0.92), (0.0, 0.5), (0.0, 0.06), (-0.15, 0.04)), 0.12),
)
_KNEELING_PROFILE: Outline = (
    Limb(((0.0, 1.14), (0.0, 1.18)), 0.19),
    Limb(((0.0, 0.94), (0.0, 0.54)), 0.2),
    Limb(((0.0, 0.5), (-0.42, 0.47), (-0.42, 0.06), (-0.56, 0.04)), 0.12),
    Limb(((0.0, 0.5), (0.0, 0.07), (0.42, 0.06), (0.52, 0.03)), 0.12),
)
_KNEELING_FRONT: Outline = (
    Limb(((0.0, 1.14), (0.0, 1.18)), 0.19),
    Limb(((-0.12, 0.94), (0.12, 0.94), (0.09, 0.54), (-0.09, 0.54), (-0.12, 0.94)), 0.14),
    Limb(((0.0, 0.93), (0.0, 0.58)), 0.24),
    *(Limb(((s * 0.19, 0.94), (s * 0.25, 0.68), (s * 0.17, 0.5)), 0.08) for s in (-1, 1)),
    Limb(((-0.1, 0.48), (-0.12, 0.06)), 0.13),
    Limb(((0.1, 0.5), (0.1, 0.07)), 0.12),
)
"""Who is filmed from the side off the floor kneels on one knee (spec E05)."""
SEEN: dict[View | Figure, Outline] = {
    View.STAND_FRONT: _STANDING_FRONT,
    View.STAND_SIDE: _KNEELING_PROFILE,
    View.LIE_FRONT: (
        *_LYING,
        Limb(((-0.02, 0.1), (0.4, 0.08), (0.82, 0.06), (0.84, 0.0)), 0.11),
        Limb(((-0.02, 0.25), (0.4, 0.21), (0.82, 0.17), (0.84, 0.11)), 0.11),
    ),
    View.LIE_SIDE: (
        Limb(((-0.74, 0.11), (-0.72, 0.11)), 0.19),
        Limb(((-0.52, 0.12), (-0.02, 0.12)), 0.2),
        Limb(((0.0, 0.11), (0.24, 0.46), (0.44, 0.06), (0.58, 0.05)), 0.12),
    ),
    View.SIT_FRONT: _raised((
        _SEAT,
        Limb(((0.0, 1.12), (0.0, 1.16)), 0.19),
        Limb(((-0.12, 0.92), (0.12, 0.92), (0.1, 0.52), (-0.1, 0.52), (-0.12, 0.92)), 0.14),
        Limb(((0.0, 0.9), (0.0, 0.55)), 0.24),
        *(Limb(((s * 0.12, 0.47), (s * 0.13, 0.06)), 0.13) for s in (-1, 1)),
    ), _HANGING),
    View.FLOOR_SIDE: (
        Limb(((-0.5, 0.84), (-0.5, 0.88)), 0.19),
        Limb(((-0.53, 0.62), (-0.52, 0.12)), 0.22),
        Limb(((-0.45, 0.1), (-0.2, 0.5), (-0.02, 0.1), (0.1, 0.05)), 0.12),
        Limb(((-0.52, 0.62), (-0.4, 0.36), (-0.16, 0.4)), 0.08),
        Limb(((-0.5, 0.07), (-0.05, 0.08), (0.34, 0.06), (0.37, 0.16)), 0.12),
    ),
    Figure.KNEES_BENT: (
        *_LYING,
        Limb(((-0.02, 0.1), (0.26, 0.02), (0.54, 0.06), (0.6, 0.03)), 0.11),
        Limb(((-0.02, 0.25), (0.27, 0.14), (0.55, 0.17), (0.61, 0.14)), 0.11),
    ),
    Figure.KNEE_FORWARD: (
        *_LYING,
        Limb(((-0.02, 0.1), (0.4, 0.08), (0.82, 0.06), (0.84, 0.0)), 0.11),
        Limb(((-0.02, 0.22), (0.22, -0.04), (0.56, -0.06), (0.62, -0.08)), 0.11),
    ),
    Figure.PROPPED: (
        Limb(((-0.64, 0.54), (-0.62, 0.54)), 0.19),
        Limb(((-0.46, 0.38), (-0.5, 0.06), (-0.62, 0.0)), 0.09),
        Limb(((-0.46, 0.42), (-0.48, 0.36), (-0.05, 0.22), (-0.04, 0.3), (-0.46, 0.42)), 0.15),
        Limb(((-0.02, 0.2), (0.4, 0.2), (0.82, 0.12), (0.84, 0.06)), 0.11),
        Limb(((-0.02, 0.29), (0.4, 0.27), (0.82, 0.19), (0.84, 0.13)), 0.11),
        Limb(((0.27, 0.07), (0.28, 0.07)), 0.15),
    ),
    Figure.FLAT: (
        Limb(((-0.86, 0.11), (-0.84, 0.11)), 0.19),
        Limb(((-0.64, 0.12), (-0.14, 0.12)), 0.2),
        Limb(((-0.12, 0.11), (0.3, 0.09), (0.74, 0.07)), 0.12),
    ),
    Figure.ON_STEP: (
        Limb(((0.04, _STEP / 2), (0.4, _STEP / 2)), _STEP),
        *_raised(_STANDING_FRONT[:3], _STEP),
        *(Limb(((s * 0.19, 1.53), (s * 0.33, 1.3), (s * 0.15, 1.14)), 0.08) for s in (-1, 1)),
        Limb(((0.1, 1.09), (0.11, 0.67), (0.12, 0.23)), 0.12),
        Limb(((-0.1, 1.09), (-0.12, 0.67), (-0.14, 0.26)), 0.12),
    ),
}
"""The body as the camera sees it."""
FROM_THE_SIDE: dict[View | Figure, Outline] = {
    View.STAND_FRONT: _STANDING_PROFILE,
    View.STAND_SIDE: _KNEELING_FRONT,
    View.LIE_FRONT: (_TRUNK_END, Limb(((-0.06, 0.06), (-0.06, 0.2)), 0.1)),
    View.LIE_SIDE: (Limb(((-0.14, 0.12), (0.14, 0.12)), 0.2), Limb(((-0.08, 0.12), (-0.08, 0.46)), 0.12)),
    View.SIT_FRONT: _raised((
        _SEAT,
        Limb(((0.12, 1.12), (0.12, 1.16)), 0.19),
        Limb(((0.12, 0.92), (0.12, 0.52)), 0.2),
        Limb(((0.1, 0.47), (-0.3, 0.47), (-0.3, 0.06), (-0.42, 0.04)), 0.12),
    ), _HANGING),
    View.FLOOR_SIDE: (
        Limb(((0.0, 0.84), (0.0, 0.88)), 0.19),
        Limb(((0.0, 0.62), (0.0, 0.12)), 0.26),
        Limb(((0.12, 0.1), (0.1, 0.48), (-0.02, 0.08)), 0.12),
        Limb(((-0.12, 0.08), (-0.18, 0.06), (-0.18, 0.16)), 0.12),
    ),
    Figure.KNEES_BENT: (
        _TRUNK_END,
        Limb(((0.0, 0.1), (-0.3, 0.06), (0.0, 0.06)), 0.1),
        Limb(((0.0, 0.28), (-0.3, 0.2), (0.0, 0.16)), 0.1),
    ),
    Figure.KNEE_FORWARD: (
        Limb(((0.03, 0.12), (-0.05, 0.32)), 0.2),
        Limb(((0.0, 0.24), (-0.34, 0.08), (-0.2, 0.06)), 0.1),
    ),
    Figure.PROPPED: (
        *_raised((_TRUNK_END,), 0.14),
        Limb(((-0.16, 0.07), (0.16, 0.07)), 0.15),
    ),
    Figure.FLAT: (Limb(((-0.14, 0.12), (0.14, 0.12)), 0.2),),
    Figure.ON_STEP: (
        Limb(((-0.14, _STEP / 2), (0.2, _STEP / 2)), _STEP),
        *_raised(_STANDING_PROFILE, _STEP),
    ),
}
"""The same as somebody beside sees it, the camera to the left. Who is on the floor is seen from the feet."""
