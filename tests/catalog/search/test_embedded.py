"""The embedded index as a set of files: other processes, crashes, damage."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.search.embedded import EmbeddedEngine
from catalog.search.engine import SearchUnavailable, Upsert
from catalog.search.store import Store
from tests.catalog.search.samples import COOPERATIVES, PRODUCTS, product, query

_WRITER = """
import sys
from pathlib import Path
from catalog.search.embedded import EmbeddedEngine
from catalog.search.engine import Upsert
from tests.catalog.search.samples import product
engine, identity = EmbeddedEngine(Path(sys.argv[1])), int(sys.argv[2])
while True:
    engine.apply([Upsert(product(identity + step, "Batik")) for step in range(10)])
    print(identity, flush=True)
    identity += 10
"""


def eventually(check: Callable[[], bool], within_s: float = 5) -> bool:
    """Look again until it is so."""
    deadline = time.monotonic() + within_s
    while not (held := check()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return held


@pytest.fixture
def engine(tmp_path: Path) -> EmbeddedEngine:
    """An engine with the samples."""
    engine = EmbeddedEngine(tmp_path)
    engine.rebuild(PRODUCTS, COOPERATIVES)
    return engine


def test_a_killed_writer_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    EmbeddedEngine(tmp_path).rebuild([], [])
    acknowledged = 0
    for _ in range(3):
        command = [sys.executable, "-c", _WRITER, str(tmp_path), str(acknowledged)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            for line, _ in zip(writer.stdout, range(5), strict=False):
                acknowledged = int(line) + 10
            writer.send_signal(signal.SIGKILL)
            for line in writer.stdout:
                acknowledged = int(line) + 10
        total = EmbeddedEngine(tmp_path).search(query("batik")).total
        assert acknowledged <= total <= acknowledged + 10
        assert total % 10 == 0
        acknowledged = total
    EmbeddedEngine(tmp_path).apply([Upsert(product(99_999, "Lurik"))])
    assert EmbeddedEngine(tmp_path).search(query("lurik")).ids == [99_999]


def test_a_cut_off_file_is_noticed_and_a_rebuild_heals_it(engine: EmbeddedEngine, tmp_path: Path) -> None:
    files = Store(tmp_path).current().joinpath("products").iterdir()
    largest = max((file for file in files if file.suffix != ".json"), key=lambda file: file.stat().st_size)
    with largest.open("r+b") as file:
        file.truncate(largest.stat().st_size // 2)
    reader = EmbeddedEngine(tmp_path)
    with pytest.raises(SearchUnavailable):
        reader.search(query("batik"))
    assert not reader.status().healthy
    EmbeddedEngine(tmp_path).rebuild(PRODUCTS, COOPERATIVES)
    assert reader.search(query("batik")).ids == [5]


@pytest.mark.parametrize("content", ["", "g2-gone", "g-of-before", "../elsewhere", "g2-\xff"])
def test_a_pointer_to_nothing_is_no_index(engine: EmbeddedEngine, tmp_path: Path, content: str) -> None:
    (tmp_path / "current").write_text(content, encoding="latin-1")
    with pytest.raises(SearchUnavailable, match="search_missing"):
        EmbeddedEngine(tmp_path).search(query("batik"))


def test_other_readers_see_commits_and_swaps_by_themselves(engine: EmbeddedEngine, tmp_path: Path) -> None:
    readers = [EmbeddedEngine(tmp_path) for _ in range(2)]
    assert [reader.search(query("lurik")).total for reader in readers] == [0, 0]
    engine.apply([Upsert(product(20, "Lurik"))])
    assert eventually(lambda: all(reader.search(query("lurik")).ids == [20] for reader in readers))
    engine.rebuild([product(21, "Ulos")], [])
    assert eventually(lambda: all(reader.search(query()).ids == [21] for reader in readers))
    generations = {reader.status().generation for reader in readers}
    assert generations == {engine.status().generation}
    assert [path.name for path in tmp_path.glob("g2-*")] == list(generations)


def test_the_writing_process_sees_its_change_at_once(engine: EmbeddedEngine) -> None:
    assert engine.search(query("lurik")).total == 0
    engine.apply([Upsert(product(20, "Lurik"))])
    assert engine.search(query("lurik")).ids == [20]


def test_searching_needs_no_lock_and_a_second_writer_is_told_to_wait(engine: EmbeddedEngine, tmp_path: Path) -> None:
    with Store(tmp_path).writing(0):
        assert EmbeddedEngine(tmp_path).search(query("batik")).ids == [5]
        with pytest.raises(SearchUnavailable, match="search_busy"), Store(tmp_path).writing(0.05):
            pass


def test_what_a_killed_rebuild_left_is_cleared(engine: EmbeddedEngine, tmp_path: Path) -> None:
    left = Store(tmp_path).new_generation()
    engine.rebuild(PRODUCTS, COOPERATIVES)
    assert not left.exists()


def test_threads_search_while_one_writes_and_rebuilds(engine: EmbeddedEngine) -> None:
    failures: list[BaseException] = []
    done = threading.Event()

    def search() -> None:
        try:
            while not done.is_set():
                assert 5 in engine.search(query("batik")).ids
                assert engine.search(query("kripik tmpe")).ids == [1]
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for step in range(5):
        engine.apply([Upsert(product(100 + step, "Batik cap"))])
        engine.rebuild(PRODUCTS, COOPERATIVES)
    done.set()
    for thread in threads:
        thread.join()
    assert not failures


def test_a_common_beginning_is_bounded(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    engine.rebuild((product(number, f"Kain ke{number}x") for number in range(500)), [])
    page = engine.search(query("ke"))
    assert page.total == 64
    assert page.engine_ms < 200
