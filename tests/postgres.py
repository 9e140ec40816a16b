"""A private PostgreSQL server for the tests, from the system's package: on a socket in a temporary folder."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

MEMORY = "/dev/shm"
"""A folder in memory, where there is one: the tests make and drop a database each second."""
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=200")


def find_binaries() -> Path | None:
    """Return the folder with initdb and postgres, newest version first, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if found:
        return found[0].parent
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb else None


@dataclass
class PostgresServer:
    """A running server; ``url`` of its maintenance database."""

    process: "subprocess.Popen[bytes]"
    folder: Path
    url: str

    @classmethod
    def start(cls, binaries: Path) -> "PostgresServer":
        """Make a cluster and start it. As root it runs as the user postgres, which initdb insists on."""
        folder = Path(tempfile.mkdtemp(prefix="etalase-pg-", dir=MEMORY if os.access(MEMORY, os.W_OK) else None))
        drop: list[str] = []
        if os.geteuid() == 0:
            drop = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
            shutil.chown(folder, "postgres", "postgres")
        clean = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        cluster = folder / "cluster"
        subprocess.run(
            [*drop, binaries / "initdb", "-D", cluster, "-U", "test", "-A", "trust", "-E", "UTF8", "--no-sync"],
            check=True,
            capture_output=True,
            cwd="/",
            env=clean,
        )
        options = [part for setting in FAST for part in ("-c", setting)]
        process = subprocess.Popen(
            [*drop, binaries / "postgres", "-D", cluster, "-k", folder, *options],
            cwd="/",
            env=clean,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        server = cls(process, folder, f"postgresql+psycopg://test@/postgres?host={folder}")
        server._wait()
        return server

    def create(self, name: str) -> str:
        """Make an empty database and return its URL."""
        _execute(self.url, f'CREATE DATABASE "{name}"')
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    @staticmethod
    @contextmanager
    def copy_of(template_url: str) -> Iterator[str]:
        """Copy a template database for one test and drop it afterwards."""
        # Copying files is three times as fast as writing each page to the log, which has been the default since 15.
        template = make_url(template_url)
        server = template.set(database="postgres").render_as_string(hide_password=False)
        name = f"test_{uuid4().hex}"
        _execute(server, f'CREATE DATABASE "{name}" TEMPLATE "{template.database}" STRATEGY FILE_COPY')
        try:
            yield template.set(database=name).render_as_string(hide_password=False)
        finally:
            _execute(server, f'DROP DATABASE "{name}" WITH (FORCE)')

    def stop(self) -> None:
        """Stop at once: SIGTERM would wait for open connections."""
        self.process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        self.process.kill()
        self.process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _wait(self) -> None:
        for _ in range(300):
            try:
                _execute(self.url, "SELECT 1")
            except OperationalError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("the PostgreSQL of the tests did not start")


def _execute(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()
