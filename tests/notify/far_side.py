"""The other side of a channel, played by real servers on this machine: a web server that takes JSON, and a small mail server."""

import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Hook:
    """A web server. `answers` is what it says next time and from then on; `taken` what it was sent."""

    port: int = 0
    answers: int = 200
    taken: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    before: Callable[[], None] = lambda: None  # runs when a request has been read and before it is answered

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks/very-secret-token"


@contextmanager
def hook(port: int = 0) -> Iterator[Hook]:
    far = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["content-length"])))
            far.taken.append(sent)
            far.paths.append(self.path)
            far.before()
            self.send_response(far.answers)
            if 300 <= far.answers < 400:
                self.send_header("location", f"http://127.0.0.1:{far.port}/elsewhere")
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the library's name for it
            """Quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

    server = Server(("127.0.0.1", port), Handler)
    far.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield far
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Mail:
    """A mail server. `refuses` is the answer to the sender's address, such as "530 Authentication required"; empty takes everything."""

    port: int = 0
    refuses: str = ""
    taken: list[tuple[str, str]] = field(default_factory=list)  # (to, the whole message)


@contextmanager
def mail() -> Iterator[Mail]:
    far = Mail()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 mail.academy.example")
            to = ""
            while line := self.rfile.readline().decode().strip():
                verb = line[:4].upper()
                if verb == "RCPT":
                    to = line.partition("<")[2].partition(">")[0]
                if verb == "DATA":
                    self._say("354 go on")
                    body = b"".join(iter(self.rfile.readline, b".\r\n"))
                    far.taken.append((to, body.decode()))
                self._say(far.refuses if verb == "MAIL" and far.refuses else "221 bye" if verb == "QUIT" else "250 ok")
                if verb == "QUIT":
                    return

        def _say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = daemon_threads = True

    server = Server(("127.0.0.1", 0), Handler)
    far.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield far
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
