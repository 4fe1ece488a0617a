"""Gatepost as a newcomer meets it: the practice academy served by its own process, and Chromium to open it with."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys.reading import Read, read

SCREENS = Path(__file__).resolve().parents[1] / ".artifacts" / "screens"
PHONE, DESK = 390, 1280
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_S = 60

# Pages of one kind differ most where a thing may be in many states; of every other kind one is as good as another.
MANY_STATES = re.compile(r"/(drafts|comments|facts|strays|cases)/N")

# What a person with poor sight, a small screen or a screen reader would trip over.
FAULTS = """() => {
  const faults = []
  const sideways = document.documentElement.scrollWidth - window.innerWidth
  if (sideways > 0) {
    const wide = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > window.innerWidth + 1)
    faults.push(`scrolls sideways by ${sideways}: ${wide.slice(-1).map((e) => e.outerHTML.slice(0, 120))}`)
  }
  const headings = document.querySelectorAll('h1').length
  if (headings !== 1) faults.push(`${headings} h1`)
  if (!document.title.trim()) faults.push('no title')
  for (const one of document.querySelectorAll('input, select, textarea')) {
    if (['hidden', 'submit', 'button'].includes(one.type)) continue
    const named = [...(one.labels ?? [])].some((label) => label.textContent.trim())
    if (!named && !one.ariaLabel && !one.getAttribute('aria-labelledby')) faults.push(`no label: ${one.outerHTML.slice(0, 120)}`)
  }
  for (const one of document.querySelectorAll('img:not([alt])')) faults.push(`no alt: ${one.outerHTML.slice(0, 120)}`)
  const ids = [...document.querySelectorAll('[id]')].map((e) => e.id)
  for (const id of new Set(ids.filter((id, n) => ids.indexOf(id) !== n))) faults.push(`twice on the page: id ${id}`)
  return faults
}"""


@dataclass
class Served:
    """A running installation. People sign in with their part of the address before the @ and the practice password."""

    address: str
    password: str
    emails: dict[str, str]
    browser: Browser
    drawn: set[tuple[str, ...]] = field(default_factory=set)  # shapes of pages that were looked at

    @contextmanager
    def signed_in(self, who: str, width: int = DESK, *, scripts: bool = True) -> Iterator[Page]:
        """Somebody's browser, after they typed their email and password."""
        with self.window(width, scripts=scripts) as page:
            page.goto(f"{self.address}/sign-in")
            page.get_by_label("Email").fill(self.emails[who])
            page.get_by_label("Password").fill(self.password)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url(f"{self.address}/")
            yield page

    @contextmanager
    def window(self, width: int, *, scripts: bool = True) -> Iterator[Page]:
        context: BrowserContext = self.browser.new_context(viewport={"width": width, "height": 844}, java_script_enabled=scripts, locale="en-GB")
        context.set_default_timeout(20_000)
        try:
            yield context.new_page()
        finally:
            context.close()


@dataclass
class Walk:
    """One person's way through every page they can reach by links, two steps from the navigation.

    Each page must answer; a page made of parts that nobody saw before is drawn in the browser and looked at.
    """

    served: Served
    who: str
    page: Page
    faults: list[str] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    path: str = ""

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self._noted(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self._noted(str(error)))

    def everywhere(self, most: int = 80) -> list[str]:
        """Opens the pages, one of each kind, or two where there are many states. Returns the paths."""
        shutil.rmtree(SCREENS / self.who, ignore_errors=True)
        opened: list[str] = []
        waiting = self._inside(self.look("/").links["nav"]) or ["/"]
        steps = dict.fromkeys(waiting, 0)
        while waiting and len(opened) < most:
            path = waiting.pop(0)
            kind = _kind(path)
            if self.seen[kind] >= (2 if MANY_STATES.fullmatch(kind) else 1):
                continue
            self.seen[kind] += 1
            found = self.look(path)
            opened.append(path)
            if steps[path] < 2:
                fresh = [link for link in self._inside(found.links["all"]) if link not in steps]
                steps |= dict.fromkeys(fresh, steps[path] + 1)
                waiting.extend(fresh)
        return opened

    def look(self, path: str) -> Read:
        """Asks for one page, and draws it at a desk and on a phone unless one made of the same parts was drawn for somebody before."""
        self.path = path
        answer = self.page.request.get(self.served.address + path)
        if answer.status != 200:
            self._noted(f"status {answer.status}")
            return Read()
        found = read(answer.text())
        if tuple(found.shape) in self.served.drawn:
            return found
        self.served.drawn.add(tuple(found.shape))
        self.page.goto(self.served.address + path)
        for width in (DESK, PHONE):
            self.page.set_viewport_size({"width": width, "height": 844})
            self.faults += [f"{self.who} {path} at {width}: {fault}" for fault in faults(self.page)]
            if os.environ.get("SCREENSHOTS"):
                self.shoot(path, width)
        return found

    def shoot(self, path: str, width: int) -> None:
        name = re.sub(r"[^a-z0-9]+", "-", path.lower()).strip("-") or "today"
        folder = SCREENS / self.who
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{name[:80]}-{width}.png", full_page=True)

    def _inside(self, links: list[str]) -> list[str]:
        """The pages of ours among them, each once."""
        whole = [urlsplit(urljoin(self.served.address + self.path, link)) for link in links]
        ours = [part for part in whole if f"{part.scheme}://{part.netloc}" == self.served.address and not part.path.startswith("/static/")]
        return list(dict.fromkeys(part.path + (f"?{part.query}" if part.query else "") for part in ours))

    def _noted(self, what: str) -> None:
        self.faults.append(f"{self.who} {self.path}: {what}")


def faults(page: Page) -> list[str]:
    """What is wrong with the page as it is drawn now, once all of it has arrived."""
    page.wait_for_load_state()
    found: list[str] = page.evaluate(FAULTS)
    return found


def until(page: Page, address: str, words: str) -> None:
    """Opens the page again and again until it says so, as somebody who waits would."""
    end = time.monotonic() + PATIENCE_S
    while True:
        page.goto(address)
        said = page.locator("main").inner_text()
        if words in said:
            return
        assert time.monotonic() < end, said
        time.sleep(0.5)


def _kind(path: str) -> str:
    """`/drafts/1` and `/drafts/2` are one kind of page; so is a list however it is filtered."""
    parts = urlsplit(path)
    names = sorted(name for name, _ in parse_qsl(parts.query))
    return re.sub(r"[0-9a-f]{16,}|\d+", "N", parts.path) + ("?" + "&".join(names) if names else "")


@contextmanager
def running(folder: Path) -> Iterator[Served]:
    """Type `gatepost practice` and `gatepost serve` in an empty folder, and open Chromium."""
    program = _chromium()
    port = _free_port()
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "GATEPOST_PORT": str(port),
        "GATEPOST_SWEEP_SECONDS": "1",
        "GATEPOST_POLL_SECONDS": "5",
        "GATEPOST_LOG_LEVEL": "warning",
    }
    command = [sys.executable, "-m", "bot"]
    opened = subprocess.run([*command, "practice"], env=environment, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert opened.returncode == 0, opened.stderr
    password = _setting(folder / ".env", "GATEPOST_PRACTICE_PASSWORD")
    emails = {email.partition("@")[0]: email for email in re.findall(r"\S+@\S+", opened.stdout)}
    address = f"http://127.0.0.1:{port}"
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen([*command, "serve"], env=environment, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
        try:
            _answers(f"{address}/readyz", server, folder / "server.log")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=program, headless=True, args=list(FLAGS))
                yield Served(address, password, emails, browser)
                browser.close()
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait(5)


def _chromium() -> str:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        sentence = "Chromium is not installed, so no page can be opened in a browser."
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        pytest.skip(sentence)
    return program


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _setting(file: Path, name: str) -> str:
    return next(line.partition("=")[2] for line in file.read_text(encoding="utf-8").splitlines() if line.startswith(f"{name}="))


def _answers(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and server.poll() is None:
        try:
            with opener.open(url, timeout=5):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    raise RuntimeError(f"Gatepost did not start:\n{log.read_text(encoding='utf-8', errors='replace')[-4000:]}")
