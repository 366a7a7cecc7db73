"""Files appear whole or not at all, and only their owner may read them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from formcheck.errors import OutputError
from formcheck.files import make_folder, write_whole

posix = pytest.mark.skipif(os.name != "posix", reason="file modes and limits are POSIX's")


@contextmanager
def little_room(size: int) -> Iterator[None]:
    """No file may grow beyond so many bytes, as on a disk that is full."""
    import resource  # noqa: PLC0415 (POSIX only)

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_what_was_written_is_there(tmp_path: Path) -> None:
    write_whole(tmp_path / "out.json", b"whole")
    assert (tmp_path / "out.json").read_bytes() == b"whole"
    assert os.listdir(tmp_path) == ["out.json"]


def test_a_file_is_replaced(tmp_path: Path) -> None:
    write_whole(tmp_path / "out.json", b"first")
    write_whole(tmp_path / "out.json", b"")
    assert (tmp_path / "out.json").read_bytes() == b""


@posix
def test_only_the_owner_may_read_a_file(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_whole(tmp_path / "out.json", b"mine")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out.json").stat().st_mode) == 0o600


@posix
def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    write_whole(target, b"old")
    with little_room(1000), pytest.raises(OutputError, match=r"out\.json.*make room"):
        write_whole(target, b"x" * 100_000)
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["out.json"]


def test_a_file_that_cannot_take_its_place_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "out.json").mkdir()
    with pytest.raises(OutputError, match=r"Cannot write to .*out\.json"):
        write_whole(tmp_path / "out.json", b"whole")
    assert os.listdir(tmp_path) == ["out.json"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"nowhere.*another place"):
        write_whole(tmp_path / "nowhere" / "out.json", b"whole")


def test_an_interruption_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "out.json", b"whole")
    assert os.listdir(tmp_path) == []


def test_a_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    folder = tmp_path / "some" / "where"
    assert make_folder(folder) == folder
    assert make_folder(folder) == folder
    assert os.listdir(folder) == []


@posix
def test_a_new_folder_is_its_owner_s_and_an_old_one_stays_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir(mode=0o755)
    for name, mode in (("new", 0o700), ("old", 0o755)):
        assert stat.S_IMODE(make_folder(tmp_path / name).stat().st_mode) == mode


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    for folder in (tmp_path / "taken", tmp_path / "taken" / "below"):
        with pytest.raises(OutputError, match="Cannot write to"):
            make_folder(folder)


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    with pytest.raises(OutputError, match="Permission denied"):
        make_folder(folder)
