"""What the small networks of the tests have in common: real HTTP on 127.0.0.1, one request after the other, and every way of going
wrong on demand. What a network keeps, and what it answers, is its own.
"""

import json
import socket
import ssl
import struct
import sys
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

HELD_S = 10  # how long a silent answer keeps the line open; past it the line breaks, which is another trouble


@dataclass
class Fault:
    """One answer gone wrong. `acts`: the network does as asked first. `answer` None: it never comes, or the line breaks (`cut`)."""

    answer: tuple[int, Any] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    acts: bool = False
    cut: bool = False


EVERYWHERE: Mapping[str, Fault] = {
    "silent": Fault(),
    "lost": Fault(acts=True),
    "cut": Fault(cut=True),
    "lost and cut": Fault(acts=True, cut=True),
    "garbled": Fault((200, "<html>welcome to the wireless network</html>")),
}


@dataclass(frozen=True)
class Request:
    """What was asked, as it came."""

    method: str
    address: str  # with its query
    headers: Message
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.address).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.address).query, keep_blank_values=True))

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    def is_a(self, kind: str) -> bool:
        """Whether its body is of this type."""
        return str(self.headers.get("Content-Type", "")).startswith(kind)

    def parts(self) -> Iterator[tuple[str, bool, bytes]]:
        """Of a multipart body: the name, whether it is a file, and what it holds."""
        head = f"Content-Type: {self.headers.get('Content-Type', '')}\r\n\r\n".encode()
        for part in BytesParser().parsebytes(head + self.body).walk():
            data = part.get_payload(decode=True)
            if isinstance(data, bytes):
                yield str(part.get_param("name", header="content-disposition")), bool(part.get_filename()), data


Answer = tuple[int, Any, Mapping[str, str]]  # status, JSON or words, headers


@dataclass(eq=False)
class Order:
    """A fault for the next request that matches."""

    fault: Fault
    method: str
    path: str

    @property
    def never_answers(self) -> bool:
        return self.fault.answer is None and not self.fault.cut


class StandIn(ThreadingHTTPServer, ABC):
    """`with StandIn(faults) as network`. `fail(fault, method, path)` orders a fault for the next request that matches."""

    def __init__(self, faults: Callable[[], Mapping[str, Fault]], certificate: Path | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Line)
        self.url = f"{'https' if certificate else 'http'}://127.0.0.1:{self.server_port}"
        if certificate:
            secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            secure.load_cert_chain(certificate)
            self.socket = secure.wrap_socket(self.socket, server_side=True)
        self.alone, self.over = threading.Condition(), threading.Event()
        self._faults = faults
        self._orders: list[Order] = []

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.005,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.shutdown()
        self.server_close()

    def fail(self, fault: str | Fault, method: str = "", path: str = "") -> None:
        with self.alone:
            self._orders.append(Order(self._faults()[fault] if isinstance(fault, str) else fault, method, path))

    def heard(self, request: Request) -> Answer | Fault:
        """What comes of a request: an answer, or a fault without one."""
        self.note(request)
        order = self._ordered(request.method, request.address)
        if order is None:
            return self.answer(request)
        self._orders.remove(order)
        if order.fault.acts:
            self.answer(request)
        return order.fault if order.fault.answer is None else (*order.fault.answer, order.fault.headers)

    @abstractmethod
    def note(self, request: Request) -> None:
        """Keep of it what the tests look at."""

    @abstractmethod
    def answer(self, request: Request) -> Answer:
        """Do as asked."""

    @contextmanager
    def awaited(self, method: str, address: str) -> Iterator[bool]:
        """A client asks: whether it was ordered that no answer comes. If so, this ends only when the network has met the request,
        because a busy machine may be so late that the client has given up before."""
        with self.alone:
            order = self._ordered(method, address)
        silent = order is not None and order.never_answers
        try:
            yield silent
        finally:
            if silent:
                with self.alone:
                    self.alone.wait_for(lambda: order not in self._orders, HELD_S)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that gave up waiting is what some tests are about; anything else is a fault of this server's."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    def _ordered(self, method: str, address: str) -> Order | None:
        return next((order for order in self._orders if order.method in {"", method} and order.path in address), None)


class _Line(BaseHTTPRequestHandler):
    server: StandIn
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer in one packet: its head alone would wait until the client confirms the last one

    def reply(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with self.server.alone:
            said = self.server.heard(Request(self.command, self.path, self.headers, body))
            self.server.alone.notify_all()
        if isinstance(said, tuple):
            return self.send(*said)
        self.close_connection = True
        if said.cut:  # no lingering: the other side sees a reset, not an end
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        else:
            self.server.over.wait(HELD_S)
        return None

    do_GET = do_POST = do_PUT = do_DELETE = reply  # noqa: N815  # the names http.server looks for

    def send(self, status: int, said: Any, headers: Mapping[str, str]) -> None:
        data = b"" if said is None else (said if isinstance(said, str) else json.dumps(said)).encode()
        self.send_response(status)
        for name, value in {**({} if status == 204 else {"Content-Length": str(len(data))}), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the library's name for it
        """Nothing on standard error."""
