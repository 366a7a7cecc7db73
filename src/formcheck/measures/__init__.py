"""Named body measurements: one body in, one number out. The formulas and signs of the specification's primitives.

Angles are measured in the picture, in pixels: the model's depth bends a straight knee by 15–22°.
"""

from __future__ import annotations

from formcheck.measures.body import (
    Body,
    bend,
    change,
    facing,
    hip_line,
    leg,
    shank,
    thigh,
    trunk_down,
    trunk_length,
)
from formcheck.measures.lying import (
    feet_gap,
    hip_abduction,
    hip_hike,
    knee_bend,
    knee_gap,
    knee_offset,
    knees_apart,
    leg_length_ratio,
    leg_to_trunk,
    roll_back,
    rolled,
    toe_up,
    trunk_tilt,
)
from formcheck.measures.measure import (
    Label,
    Measure,
    Reading,
    measure,
    over,
)
from formcheck.measures.sagittal import (
    bridge_line,
    hip_flexion,
    hip_line_gap,
    knee_flexion,
    to_and_fro,
)
from formcheck.measures.standing import (
    foot_height,
    fppa,
    hip_height,
    hips_above_foot,
    knee_in,
    squat_depth,
    stance_offset,
    trunk_lean,
)

__all__ = [
    "Body",
    "Label",
    "Measure",
    "Reading",
    "bend",
    "bridge_line",
    "change",
    "facing",
    "feet_gap",
    "foot_height",
    "fppa",
    "hip_abduction",
    "hip_flexion",
    "hip_height",
    "hip_hike",
    "hip_line",
    "hip_line_gap",
    "hips_above_foot",
    "knee_bend",
    "knee_flexion",
    "knee_gap",
    "knee_in",
    "knee_offset",
    "knees_apart",
    "leg",
    "leg_length_ratio",
    "leg_to_trunk",
    "measure",
    "over",
    "roll_back",
    "rolled",
    "shank",
    "squat_depth",
    "stance_offset",
    "thigh",
    "to_and_fro",
    "toe_up",
    "trunk_down",
    "trunk_lean",
    "trunk_length",
    "trunk_tilt",
]
