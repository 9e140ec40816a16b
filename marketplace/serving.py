"""Serving the site with gunicorn, set up in code: two processes with threads suit one small machine."""

from typing import TYPE_CHECKING, Any

from flask import Flask

from marketplace.config import Settings
from marketplace.operation import figures
from marketplace.operation import logging as lines
from marketplace.web.database import database

if TYPE_CHECKING:
    from gunicorn.app.base import BaseApplication

WORKERS = 2
THREADS = 4


def serve(app: Flask) -> None:
    """Serve until a signal ends it; requests under way are finished first."""
    settings: Settings = app.config["SETTINGS"]
    lines.start(settings)
    figures.share(settings)
    # Connections must not be shared by the processes that gunicorn forks.
    database().close()
    _application(app, options_for(settings)).run()


def options_for(settings: Settings) -> dict[str, Any]:
    """Return gunicorn's settings."""
    return {
        "bind": f"{settings.host}:{settings.port}",
        "workers": WORKERS,
        "threads": THREADS,
        "worker_class": "gthread",
        "graceful_timeout": 10,
        "timeout": 60,
        "keepalive": 5,
        "control_socket_disable": True,
        "loglevel": "warning",
        "logger_class": _logger_class(),
    }


def _logger_class() -> type:
    from gunicorn.glogging import Logger

    class Lines(Logger):  # type: ignore[misc]
        """Says what gunicorn says in the same lines as everything else."""

        def setup(self, cfg: Any) -> None:
            """Let the lines go to our own handler."""
            super().setup(cfg)
            self.error_log.handlers.clear()
            self.error_log.propagate = True

    return Lines


def _application(app: Flask, options: dict[str, Any]) -> "BaseApplication":
    from gunicorn.app.base import BaseApplication

    class Server(BaseApplication):  # type: ignore[misc]
        """Hands our app and settings to gunicorn."""

        def load_config(self) -> None:
            """Take over the settings that this gunicorn knows."""
            for key, value in options.items():
                if key in self.cfg.settings:
                    self.cfg.set(key, value)

        def load(self) -> Flask:
            """Return the app."""
            return app

    return Server()
