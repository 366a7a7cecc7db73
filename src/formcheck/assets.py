"""What ships with formcheck besides code: from a checkout where it lies, else from inside the package."""

from __future__ import annotations

from pathlib import Path

from formcheck.errors import SourceError

PACKAGED = Path(__file__).parent / "assets"
CHECKOUT = Path(__file__).parents[2]

DEMO_EXERCISE = "hip-abduction"
_DEMO = "abduction_left_faults.mp4"


def clip_folder() -> Path:
    """The folder of clips with truth, which only a checkout has. Raises SourceError elsewhere."""
    folder = CHECKOUT / "fixtures" / "videos"
    if not folder.is_dir():
        raise SourceError("The clips with truth are not installed; name your own, or work in a checkout.")
    return folder


def demo_clip() -> Path:
    """The clip of `formcheck demo`: rendered, with good and faulty repetitions."""
    here = CHECKOUT / "fixtures" / "videos" / _DEMO
    return here if here.is_file() else PACKAGED / _DEMO
