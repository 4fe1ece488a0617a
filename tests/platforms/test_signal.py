"""The signal to an address outside: taken, refused, lost or slow, it never stops work, and the address is in no word that is said (C33)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any

import pytest

from bot.engine import pulse as pulses
from bot.engine.pulse import Pulse
from bot.platforms.signal import Signal
from bot.reports import working
from tests.scene import Scene

SECRET = "3fd1c6e2-very-secret"


@dataclass
class Outside:
    url: str = ""
    answers: int = 200
    asked: list[str] = field(default_factory=list)
    hold: threading.Event = field(default_factory=threading.Event)


@contextmanager
def outside() -> Iterator[Outside]:
    far = Outside()
    far.hold.set()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            far.asked.append(self.path)
            far.hold.wait(5)
            self.send_response(far.answers)
            if far.answers == 302:
                self.send_header("location", "/elsewhere")
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the library's name for it
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    far.url = f"http://127.0.0.1:{server.server_port}/ping/{SECRET}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield far
    finally:
        far.hold.set()
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(("answers", "said"), [(200, ""), (204, ""), (302, "answered 302"), (404, "answered 404"), (500, "answered 500")])
def test_C33_what_came_of_it_is_a_sentence_without_the_address(answers: int, said: str, caplog: pytest.LogCaptureFixture) -> None:
    with outside() as far:
        far.answers = answers
        trouble = Signal(far.url).send()
        assert said in trouble
        assert bool(trouble) is bool(said)
        assert far.asked == [f"/ping/{SECRET}"], "once, and no redirect is followed"
    assert SECRET not in trouble + repr(Signal(far.url)) + caplog.text


def test_C33_an_address_that_is_slow_or_gone_costs_little(caplog: pytest.LogCaptureFixture) -> None:
    with outside() as far:
        far.hold.clear()
        assert "did not answer" in Signal(far.url, timeout_s=0.1).send()
    assert "could not be reached" in Signal(far.url).send()
    assert "could not be reached" in Signal(f"http://[broken/{SECRET}").send()
    assert SECRET not in caplog.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_C33_it_is_sent_only_while_sweeps_are_as_they_should_be(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(pulses, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    with outside() as far:
        pulse = Pulse(scene.engine, 5, 4, Signal(far.url))
        pulse.begin()
        pulse.signal()
        assert far.asked == [], "nothing was swept yet"
        pulse.swept(0.1, [], 50)
        pulse.signal()
        assert len(far.asked) == 1
        clock[0] = 61.0
        pulse.swept(0.1, ["publish"], 50)
        pulse.signal()
        assert len(far.asked) == 1, "part of the work is not done: the service outside raises the alarm"
        pulse.swept(0.1, [], 50)
        pulse.signal()
        assert len(far.asked) == 2
        far.answers = 500
        pulse.signal()
    with scene.session() as session:
        (row,) = working.standing(session).rows
    assert row.signal_at is not None
    assert row.signal_since is not None
    assert "answered 500" in row.signal_trouble


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_C33_a_database_that_takes_no_beat_silences_the_signal(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(pulses, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    with outside() as far:
        pulse = Pulse(scene.engine, 5, 4, Signal(far.url))
        pulse.begin()
        pulse.swept(0.1, [], 50)

        def full(*_: object, **__: object) -> bool:
            raise OSError("the disk is full")

        monkeypatch.setattr(working, "note", full)
        for _ in range(4):
            clock[0] += 20
            pulse.swept(0.1, [], 50)
        pulse.signal()
        assert far.asked == []
