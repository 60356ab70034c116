"""A real server process, for tests and measurements that need one."""

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import requests

ROOT = Path(__file__).parents[1]
Process = subprocess.Popen  # of bytes
WORK = """
from marketplace import create_app
from marketplace.infra.jobs import Worker, registry
Worker(create_app(), registry).run_all()
"""


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Return the environment of a demo site that lives in `folder`."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("MARKETPLACE_")}
    demo = {"MARKETPLACE_DEMO": "1", "MARKETPLACE_DATA_DIR": str(folder)}
    return {**clean, **demo, **more}


def start(env: dict[str, str], *command: str, log: Path) -> Process:
    """Start `python -m …` from the root of the repository; it writes into `log`."""
    with log.open("ab") as out:
        return Process(
            [sys.executable, "-m", *command], cwd=ROOT, env=env, stdout=out, stderr=out
        )


def fill(folder: Path) -> None:
    """Write the demo into a folder and do what waits: its photos get their AVIF files."""
    write(folder)
    run(folder, "-c", WORK)


def write(folder: Path) -> None:
    """Write the demo into a folder."""
    run(folder, "-m", "marketplace", "init")
    run(folder, "-m", "marketplace", "seed")


def run(folder: Path, *command: str) -> None:
    """Run `python …` for the site in `folder`, to its end; raises if it fails."""
    subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment(folder),
        check=True,
        capture_output=True,
    )


def serve(folder: Path, port: int, *options: str, **more: str) -> Process:
    """Start `marketplace serve` and wait until it answers."""
    base = f"http://127.0.0.1:{port}"
    env = environment(folder, MARKETPLACE_BASE_URL=base, **more)
    log = folder / "server.log"
    server = start(env, "marketplace", "serve", "--port", str(port), *options, log=log)
    for _ in range(200):
        try:
            requests.get(f"{base}/en/", timeout=5)
        except requests.ConnectionError:
            time.sleep(0.1)
        else:
            return server
    stop(server)
    raise TimeoutError(f"the server did not start:\n{log.read_text()}")


def stop(process: Process) -> None:
    """End a process we started, gently, then not."""
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def hidden(page: str, name: str) -> str:
    """Return the value of a form's hidden field, empty if there is none."""
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    value = re.search(r'value="([^"]*)"', tag[0]) if tag else None
    return value[1] if value else ""
