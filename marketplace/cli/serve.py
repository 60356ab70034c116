"""Serve the site: gunicorn with threads, and the worker beside it."""

import gc
import importlib
import threading
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from marketplace import create_app
from marketplace.cli.flusher import Flusher
from marketplace.infra.jobs import Worker, registry


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn inside our own command, so that one command is the whole product."""

    def __init__(self, options: dict[str, Any], *, with_worker: bool) -> None:
        """Keep the options; the app is made in each server process."""
        self.options = options
        self.with_worker = with_worker
        self.flusher: Flusher | None = None
        super().__init__()

    def load_config(self) -> None:
        """Hand the options to gunicorn."""
        for name, value in self.options.items():
            self.cfg.set(name, value)
        self.cfg.set("post_worker_init", self._start)
        self.cfg.set("worker_exit", self._stop)

    def _start(self, process: Any) -> None:
        self.flusher = Flusher(process.wsgi)
        self.flusher.start()
        if self.with_worker:
            _start_worker(process)

    def _stop(self, _server: Any, _process: Any) -> None:
        if self.flusher is not None:
            self.flusher.stop()

    def load(self) -> Flask:
        """Make the app."""
        app = create_app()
        gc.freeze()
        return app


def _start_worker(process: Any) -> None:
    """Work on jobs in a thread of this server process (leases keep them apart)."""
    runner = Worker(process.wsgi, registry)
    threading.Thread(target=runner.run_forever, daemon=True, name="worker").start()


@click.command("serve")
@click.option("--host", default="127.0.0.1")
@click.option("--port", default=8000)
@click.option("--processes", default=1, help="Server processes.")
@click.option("--threads", default=8, help="Threads in each.")
@click.option("--worker/--no-worker", default=True, help="Work on jobs as well.")
def serve(host: str, port: int, processes: int, threads: int, worker: bool) -> None:
    """Serve the site."""
    options = {
        "bind": f"{host}:{port}",
        "workers": processes,
        "worker_class": "gthread",
        "threads": threads,
        "timeout": 60,
        "graceful_timeout": 20,
        "keepalive": 5,
        "loglevel": "warning",
        "control_socket_disable": True,
    }
    # Read the code once, before the fork: a killed process is back at once. What was read
    # is for good: the collector need not walk through it, nor copy its pages by doing so.
    gc.disable()
    importlib.import_module("marketplace.app")
    gc.freeze()
    gc.enable()
    click.echo(f"Serving on http://{host}:{port}")
    Server(options, with_worker=worker).run()


COMMANDS = (serve,)
