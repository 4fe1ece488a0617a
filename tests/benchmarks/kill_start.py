"""Starting the workers of the kill benchmark: processes of their own, forked from one that has loaded everything already, because
loading it takes longer than most of them live."""

import multiprocessing
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.benchmarks.kill_worker"])


def work(environment: Mapping[str, str], skew_s: float, log: str, began: Connection) -> None:
    """In the new process."""
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(file, 1)
    os.dup2(file, 2)
    os.environ.update(environment)
    from tests.benchmarks import kill_worker

    began.send(os.getpid())
    sys.exit(kill_worker.run(skew_s))


@contextmanager
def worker(environment: Mapping[str, str], skew_s: float, folder: Path) -> Iterator[BaseProcess]:
    """A worker that begins. What is left of it when the block ends is killed."""
    log, (ours, theirs) = folder / "worker.log", FORKS.Pipe(duplex=False)
    child = FORKS.Process(target=work, args=(dict(environment), skew_s, str(log), theirs), daemon=True)
    child.start()
    theirs.close()
    try:
        try:
            ours.recv()
        except EOFError:
            raise RuntimeError(f"the worker ended at once: {log.read_text()[-2000:] if log.exists() else ''}") from None
        yield child
    finally:
        child.kill()
        child.join()
        ours.close()
