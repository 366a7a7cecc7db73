"""The points of a movement screen: what the camera saw in a set, by a published sheet. Never a diagnosis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from formcheck.sheet import Item, Sheet
from formcheck.update import Rep


def item_points(item: Item, reps: Sequence[Rep]) -> int | None:
    """The points of one line of the sheet; None if it could not be judged in any repetition."""
    limits = set(item.limits)
    seen = [rep for rep in reps if not limits.issubset(rep.unread)]
    if not seen:
        return None
    failed = sum(not limits.isdisjoint(rep.faults) for rep in seen)
    warned = sum(not limits.isdisjoint(rep.faults + rep.warned) for rep in seen)
    return item.failed if failed >= item.reps else item.warned if warned >= item.reps else 0


def screen_document(sheet: Sheet, reps: Sequence[Rep]) -> dict[str, Any]:
    """The sheet, filled in, as plain values; points and band are null where no line or not every line was seen."""
    items = {item.id: item_points(item, reps) for item in sheet.items}
    seen = [points for points in items.values() if points is not None]
    points = sum(seen) if seen else None
    whole = points is not None and len(seen) == len(items)
    return {
        "points": points,
        "of": sheet.most,
        "band": next(band for most, band in sheet.bands if sum(seen) <= most) if whole else None,
        "items": items,
        "source": sheet.source,
    }


def screen_words(screen: dict[str, Any]) -> str:
    """The filled-in sheet in one or two sentences."""
    if screen["points"] is None:
        return "Screen: nothing was seen that could be scored."
    shown = ", ".join(f"{id} {points}" for id, points in screen["items"].items() if points)
    unseen = ", ".join(id for id, points in screen["items"].items() if points is None)
    band = f", “{screen['band']}” on the published sheet" if screen["band"] else ""
    return (
        f"What the camera saw: {screen['points']} of {screen['of']} points{band}"
        + (f" ({shown})" if shown else "")
        + (f"; not seen: {unseen}" if unseen else "")
        + ". Fewer is steadier: compare with your own earlier days. It is no diagnosis."
    )
