"""Is the right body in the right place? Checks that exercises put together; each says what to change.

A check asks more of somebody who arrives than of somebody who is already at work (`body.rest` is known), so that
nobody is thrown out for a wobble at the edge.
"""

from __future__ import annotations

from formcheck.position.lying import (
    knees_bent,
    lying_on_back,
    lying_on_side,
    near_side,
    top_leg_straight,
    top_side,
)
from formcheck.position.picture import (
    NOBODY,
    centred,
    either,
    in_view,
    large_enough,
    plausible,
    present,
    visible,
    working,
)
from formcheck.position.refusal import in_no
from formcheck.position.upright import (
    KNEE_BELOW,
    KNEES_LEVEL,
    facing_front,
    half_kneeling,
    knee_below,
    lower_knee,
    on_both_feet,
    shoulder_width,
    sitting,
    sitting_on_floor,
    standing,
)

__all__ = [
    "KNEES_LEVEL",
    "KNEE_BELOW",
    "NOBODY",
    "centred",
    "either",
    "facing_front",
    "half_kneeling",
    "in_no",
    "in_view",
    "knee_below",
    "knees_bent",
    "large_enough",
    "lower_knee",
    "lying_on_back",
    "lying_on_side",
    "near_side",
    "on_both_feet",
    "plausible",
    "present",
    "shoulder_width",
    "sitting",
    "sitting_on_floor",
    "standing",
    "top_leg_straight",
    "top_side",
    "visible",
    "working",
]
