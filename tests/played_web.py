"""The open web as tests see it: a real HTTP server on this machine that plays every host, behind Gatepost's real door."""

import threading
from collections.abc import Mapping
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import urllib3

from bot.platforms.open_web import OpenWeb

Page = tuple[int, str]  # status, and where it passes on to


class PlayedWeb(OpenWeb):
    """Every name is found and answers 200, except what `pages` says: an address without its scheme to (status, where to)."""

    def __init__(self, pages: Mapping[str, Page] | None = None) -> None:
        super().__init__(resolve=lambda host, port: [] if host in self.lost else [(self.numbers.get(host, "93.184.216.34"), port)])
        self.pages: dict[str, Page] = dict(pages or {})
        self.numbers: dict[str, str] = {}  # what a name answers with, where a test wants it to be private
        self.lost: set[str] = set()  # names that nobody knows
        self.asked: list[str] = []

    def _pool(self, scheme: str, host: str, address: tuple[str, int], timeout: float) -> urllib3.HTTPConnectionPool:
        _Handler.web = self
        return urllib3.HTTPConnectionPool("127.0.0.1", _server(), timeout=timeout, maxsize=1)


class _Handler(BaseHTTPRequestHandler):
    web: PlayedWeb
    protocol_version = "HTTP/1.0"

    def do_HEAD(self) -> None:
        address = f"{self.headers['Host']}{urlsplit(self.path).path}".rstrip("/")
        type(self).web.asked.append(f"{self.command} {address}")
        status, onward = type(self).web.pages.get(address, (200, ""))
        if status == 0:
            self.close_connection = True
            return
        self.send_response(status)
        if onward:
            self.send_header("Location", onward)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        self.do_HEAD()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@cache
def _server() -> int:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port
