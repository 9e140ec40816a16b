"""The file store: whole files under our own names, or none."""

import errno
import os
import re
from pathlib import Path

import pytest

from marketplace.adapters.files import FileStore, stored_name, stored_stem
from marketplace.core.errors import NotFound, Unavailable


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "media")


def files_below(store: FileStore) -> list[Path]:
    return [path for path in store.root.rglob("*") if path.is_file()]


def test_what_is_put_in_comes_out_the_same(store: FileStore) -> None:
    name = store.put(b"paper", ".pdf")

    with store.open(name) as file:
        assert file.read() == b"paper"
    assert store.read(name) == b"paper"
    assert store.size(name) == 5
    assert store.path(name) == store.root / name[:2] / name
    assert files_below(store) == [store.path(name)]


def test_names_are_random_and_hold_no_word_of_the_user(store: FileStore) -> None:
    names = {store.put(b"same", ".jpg") for _ in range(20)}

    assert len(names) == 20
    assert all(re.fullmatch(r"[0-9a-f]{32}\.jpg", name) for name in names)


def test_sizes_of_a_photo_share_a_stem(store: FileStore) -> None:
    stem = stored_stem()

    names = [store.put(b"x", f"-{size}.webp", stem=stem) for size in (320, 640)]

    assert names == [f"{stem}-320.webp", f"{stem}-640.webp"]


def test_deleted_file_is_gone_and_may_be_deleted_again(store: FileStore) -> None:
    name = store.put(b"x", ".pdf")

    store.delete(name)
    store.delete(name)

    with pytest.raises(NotFound):
        store.open(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../../etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "/etc/passwd",
        "a" * 32 + ".pdf/../../../etc/passwd",
        "a" * 32 + ".pdf\n",
        "a" * 32 + ".pdf\x00.jpg",
        "A" * 32 + ".pdf",
        "a" * 32,
        "a" * 31 + "/.pdf",
        "a" * 32 + ".pdf",
    ],
)
def test_name_that_is_not_ours_or_not_there_is_not_found(store: FileStore, name: str) -> None:
    for ask in (store.path, store.open, store.read, store.size):
        with pytest.raises(NotFound):
            ask(name)


def test_foreign_name_is_not_deleted_either(store: FileStore) -> None:
    with pytest.raises(NotFound):
        store.delete("../precious.pdf")


@pytest.mark.parametrize("suffix", ["pdf", ".PDF", "/../x.pdf", ".p/df", "-" + "a" * 13 + ".pdf", ".tar.gz"])
def test_suffix_is_ours_too(suffix: str) -> None:
    with pytest.raises(ValueError, match="not a suffix"):
        stored_name(suffix)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_full_disk_says_so_and_leaves_nothing(store: FileStore, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def full(_: int) -> None:
        raise OSError(number, "no room")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unavailable) as refused:
        store.put(b"x" * 1000, ".pdf")

    assert refused.value.code == "storage_full"
    assert files_below(store) == []


def test_other_faults_of_the_disk_are_not_hidden(store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: int) -> None:
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="broken"):
        store.put(b"x", ".pdf")

    assert files_below(store) == []
