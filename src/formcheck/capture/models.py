"""The pose model: found where it lies, else made or fetched once, and verified by its sha256 every time.

The manifest (`models/manifest.json`) names the variants and their sources. No recent MediaPipe package
carries weights, but an older wheel on the package index does, so the ordinary variant is built from that
wheel: this needs no host but the index that formcheck itself came from, and always gives the same bytes.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from formcheck.assets import CHECKOUT, PACKAGED
from formcheck.capture import bundle
from formcheck.errors import ModelError

ENVIRONMENT = "FORMCHECK_MODEL"
"""Name of the environment variable that points at a bundle, like `--model` does."""

_PARTS = ("pose_detector.tflite", "pose_landmarks_detector.tflite")
_FOLDER = CHECKOUT / "models"
_CONNECT_S = 5.0

Progress = Callable[[str, "float | None"], None]
"""Told what is being done, and the fraction of it that is done (None: unknown)."""
Source = Mapping[str, Any]
"""One source of a bundle, as the manifest writes it."""
Route = Callable[[Source, Path, Progress], None]
"""Writes the bundle of a source to a path; raises ModelError or OSError when it cannot."""
Pip = Callable[[list[str]], None]
"""Runs pip with these arguments; raises ModelError when it fails."""


@dataclass(frozen=True)
class Model:
    """A bundle that is there and whole."""

    name: str
    """The variant's name; for a file of somebody's own, its file name without suffix."""
    path: Path
    """The `.task` file."""
    sha256: str
    """Of the file, in hexadecimal."""


@dataclass(frozen=True)
class Variant:
    """One line of `formcheck models list`."""

    name: str
    present: bool
    """There and whole."""
    path: Path
    """Where the bundle is, or would be put."""
    size: int | None
    """Bytes; None while it is not there."""
    licence: str
    source: str
    """The source that is tried first."""


def silent(what: str, done: float | None) -> None:
    """Progress that nobody watches."""


def run_pip(arguments: list[str]) -> None:
    """Run this interpreter's pip, with the user's own pip settings."""
    quietly = ["--quiet", "--no-input", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", *arguments, *quietly]
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, text=True, check=False)
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        raise ModelError(said[-1].strip() if said else f"pip ended with status {done.returncode}")


def from_wheel(source: Source, target: Path, progress: Progress, pip: Pip = run_pip) -> None:
    """Build the bundle from the weights inside an older MediaPipe wheel, fetched by pip."""
    with tempfile.TemporaryDirectory(prefix="formcheck-") as folder:
        progress(f"downloading {source['requirement']} from the package index", None)
        # The named wheel whatever the platform at hand: only its weights are used, nothing in it is run.
        pip(["download", "--no-deps", "--only-binary=:all:", f"--python-version={source['python']}",
             f"--platform={source['platform']}", f"--dest={folder}", source["requirement"]])  # fmt: skip
        wheel = Path(folder) / source["wheel"]
        if not wheel.is_file():
            raise ModelError(f"pip did not deliver {wheel.name}")
        _verify(wheel.name, wheel.read_bytes(), source["wheel_sha256"])
        with zipfile.ZipFile(wheel) as archive:
            parts = {part["name"]: _part(archive, part) for part in source["parts"]}
    progress("building the pose model", 0.5)
    bundle.write_bundle(target, parts)
    progress("building the pose model", 1.0)


def from_url(source: Source, target: Path, progress: Progress) -> None:
    """Download the bundle as its makers publish it."""
    what = f"downloading {source['url'].rsplit('/', 1)[-1]}"
    try:
        with urllib.request.urlopen(source["url"], timeout=_CONNECT_S) as answer, target.open("wb") as file:
            size = int(answer.headers.get("Content-Length") or 0)
            while chunk := answer.read(1 << 18):
                file.write(chunk)
                progress(what, min(1.0, file.tell() / size) if size else None)
    except http.client.HTTPException as error:
        raise ModelError(f"the download broke off: {error!r}") from error


ROUTES: Mapping[str, Route] = {"wheel": from_wheel, "url": from_url}


@dataclass(frozen=True)
class Store:
    """Where the bundles live, what is known of them, and how they are got. The tests make small ones."""

    folder: Path
    manifest: Mapping[str, Any]
    routes: Mapping[str, Route] = field(default_factory=lambda: ROUTES)

    @classmethod
    def default(cls) -> Store:
        """A checkout's own `models/` folder where it serves, else the user's cache folder."""
        if (manifest := _FOLDER / "manifest.json").is_file():
            if os.access(_FOLDER, os.W_OK) or any(_FOLDER.glob("*.task")):
                return cls(_FOLDER, json.loads(manifest.read_text(encoding="utf-8")))
        else:
            manifest = PACKAGED / "models.json"
        # Not at the top: a checkout never needs it, and `formcheck --help` has half a second.
        from platformdirs import user_cache_path  # noqa: PLC0415

        folder = user_cache_path("formcheck", appauthor=False) / "models"
        return cls(folder, json.loads(manifest.read_text(encoding="utf-8")))

    def entry(self, variant: str) -> Mapping[str, Any]:
        """What the manifest says of a variant."""
        known = self.manifest["variants"]
        if variant not in known:
            raise ModelError(f"There is no pose model '{variant}'; choose one of {', '.join(known)}.")
        entry: Mapping[str, Any] = known[variant]
        return entry

    def path(self, variant: str) -> Path:
        """Where a variant's bundle is, or would be put."""
        return self.folder / str(self.entry(variant)["file"])

    def present(self, variant: str) -> Model | None:
        """The variant's bundle if it is there and whole."""
        path = self.path(variant)
        if not path.is_file():
            return None
        sha256 = _sha256(path.read_bytes())
        known = any(source["sha256"] == sha256 for source in self.entry(variant)["sources"])
        return Model(variant, path, sha256) if known else None


def find(
    variant: str = "full",
    override: Path | None = None,
    progress: Progress = silent,
    store: Store | None = None,
) -> Model:
    """The bundle to use: `override`, else $FORMCHECK_MODEL, else the variant's own, made if need be."""
    if given := override or os.environ.get(ENVIRONMENT):
        return _given(Path(given))
    return fetch(variant, progress, store)


def fetch(variant: str = "full", progress: Progress = silent, store: Store | None = None) -> Model:
    """A variant's own bundle; made or downloaded, from the first source that delivers, unless it is there whole.

    The file appears whole or not at all, so that two processes may do this at once.
    """
    store = store or Store.default()
    if model := store.present(variant):
        return model
    target = store.path(variant)
    if target.exists():
        progress(f"{target} is damaged and is made anew", None)
    # Ends in .task so that git ignores what a killed process leaves.
    part = target.with_name(f"{target.stem}.{os.getpid()}.part.task")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.touch()  # so that a folder that cannot be written is known before anything is downloaded
    except OSError as error:
        raise _unwritable(target, error) from error
    failures = []
    try:
        for source in store.entry(variant)["sources"]:
            try:
                store.routes[source["kind"]](source, part, progress)
                _verify(target.name, part.read_bytes(), source["sha256"])
            except (ModelError, OSError, zipfile.BadZipFile) as error:
                failures.append(f"{_title(source)}: {_reason(error)}")
            else:
                return _put(part, target, store, variant)
    finally:
        part.unlink(missing_ok=True)
    raise ModelError(_nothing_reached(store, variant, failures))


def variants(store: Store | None = None) -> tuple[Variant, ...]:
    """Every variant of the manifest, there or not."""
    store = store or Store.default()
    return tuple(_variant(store, name) for name in store.manifest["variants"])


def _variant(store: Store, name: str) -> Variant:
    entry, path = store.entry(name), store.path(name)
    present = store.present(name) is not None
    size = path.stat().st_size if present else None
    return Variant(name, present, path, size, entry["licence"], _title(entry["sources"][0]))


def _title(source: Source) -> str:
    if source["kind"] == "wheel":
        return f"{source['requirement']} from the package index"
    return str(source["url"])


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):  # urllib's errors are OSErrors that carry the true one in `reason`
        return str(getattr(error, "reason", None) or error.strerror or error)
    return str(error)


def _nothing_reached(store: Store, variant: str, failures: list[str]) -> str:
    urls = [source["url"] for source in store.entry(variant)["sources"] if source["kind"] == "url"]
    return (
        f"The pose model '{variant}' could not be got. Tried {'; '.join(failures)}. Go online and try again, "
        f"or place it by hand: on another computer download {' or '.join(urls)}, and save it as "
        f"{store.path(variant)}, or anywhere and point --model or {ENVIRONMENT} at it."
    )


def _unwritable(target: Path, error: OSError) -> ModelError:
    return ModelError(
        f"The pose model cannot be written to {target}: {_reason(error)}. Make room or mend the permissions, or "
        f"point --model or {ENVIRONMENT} at a bundle elsewhere."
    )


def _put(part: Path, target: Path, store: Store, variant: str) -> Model:
    try:
        os.replace(part, target)
    except OSError as error:
        # On Windows, while another process that made the same bundle first has it open; its file is as good.
        if model := store.present(variant):
            return model
        raise _unwritable(target, error) from error
    return Model(variant, target, _sha256(target.read_bytes()))


def _given(path: Path) -> Model:
    """A bundle of the user's own choice; its sha256 is not known beforehand, so its inside is looked at."""
    advice = f"Give a MediaPipe pose landmarker bundle (.task), or leave out --model and {ENVIRONMENT}."
    if not path.is_file():
        raise ModelError(f"There is no model file {path}. {advice}")
    try:
        with zipfile.ZipFile(path) as archive:
            whole = set(_PARTS) <= set(archive.namelist()) and archive.testzip() is None
        sha256 = _sha256(path.read_bytes())
    except (zipfile.BadZipFile, OSError) as error:
        raise ModelError(f"{path} is not a pose model, or is damaged: {_reason(error)}. {advice}") from error
    if not whole:
        raise ModelError(f"{path} is not a pose model: it lacks {' or '.join(_PARTS)}, or is damaged. {advice}")
    return Model(path.stem, path, sha256)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _verify(name: str, content: bytes, expected: str) -> None:
    if (sha256 := _sha256(content)) != expected:
        raise ModelError(f"{name} is not the expected file: its sha256 is {sha256}, not {expected}")


def _part(archive: zipfile.ZipFile, part: Mapping[str, Any]) -> bytes:
    content = archive.read(part["member"])
    _verify(part["member"], content, part["sha256"])
    scale = part["normalization"]
    return bundle.with_metadata(content, bundle.normalization(**scale)) if scale else content
