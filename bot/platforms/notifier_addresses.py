"""From what somebody typed to something that can be sent to, or to a sentence that says why not.

Addresses inside the school's own network are allowed: its mail server may stand there, and only an administrator adds one.
What would act on this machine, read its files, or publish to the world is refused: nothing goes round the gate.
"""

import ipaddress
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from apprise import Apprise, AppriseAsset
from apprise.plugins.base import NotifyBase

from bot.platforms.channels import KINDS, Kind

LONGEST = 2_000
EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\"]+")
HOST = re.compile(r"(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")
INSIDE = (".local", ".lan", ".internal", ".home.arpa")
# The library's module behind an address; what is not here may be used under OTHER.
HERE = frozenset({"dbus", "glib", "gnome", "macosx", "windows", "syslog", "blink1"})
PUBLIC = frozenset({"bluesky", "mastodon", "twitter", "misskey", "reddit", "nostr", "aprs", "dapnet", "streamlabs", "github"})
WITH_FILES = frozenset({"fcm", "vapid", "deltachat"})
OF_KIND: Mapping[Kind, frozenset[str]] = {
    Kind.TEAMS: frozenset({"workflows"}),
    Kind.SLACK: frozenset({"slack"}),
    Kind.NTFY: frozenset({"ntfy"}),
}
OF_THE_MACHINE = frozenset(
    ["template", "keyfile", "subfile", "pgp", "pgpkey", "pgpsec", "pem", "smime", "config", "retry", "wait", "rto", "cto", "redirect", "optional"]
)
REFUSED: tuple[tuple[frozenset[str], str], ...] = (
    (HERE, "This would only show something on the computer that Gatepost runs on. Choose a way that reaches a person."),
    (PUBLIC, "This publishes to the world. A notice must never be public, and nothing is published except through the gate."),
    (WITH_FILES, "This needs a file on the computer that Gatepost runs on, which is not supported."),
)
NOT_KNOWN = "Gatepost does not know this kind of address. Copy it again from the service, whole and without spaces."


class BadAddress(ValueError):
    """`field` is what to change, `sentence` why, without a word of the address itself."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field, self.sentence = field, sentence


def service(kind: Kind, given: Mapping[str, str], asset: AppriseAsset, to: str = "") -> NotifyBase:
    """Ready to send. `to` is one person's email, for a mail channel that writes to each. Raises BadAddress."""
    if kind is Kind.EMAIL:
        return _made(_mail(given, to), asset, "server")
    address = given.get("address", "").strip()
    if not address:
        raise BadAddress("address", "Enter the address.")
    if len(address) > LONGEST or re.search(r"[\s\x00-\x1f]", address):
        raise BadAddress("address", "An address has no spaces or line breaks and is not that long. Copy it again from the service.")
    if kind is Kind.WEBHOOK:
        return _made(_webhook(address), asset, "address")
    _harmless(address)
    found = _made(address, asset, "address")
    module = type(found).__module__.removeprefix("apprise.plugins.").split(".")[0]
    for modules, sentence in REFUSED:
        if module in modules:
            raise BadAddress("address", sentence)
    if kind in OF_KIND and module not in OF_KIND[kind]:
        raise BadAddress("address", f"This is not an address of {KINDS[kind][0]}. Copy it again, or choose another kind.")
    if kind is Kind.OTHER and module == "email":
        raise BadAddress("address", "Choose Email above, and enter the mail server and the rest in their own fields.")
    if kind is Kind.OTHER and module.startswith("custom_"):
        raise BadAddress("address", "Choose Webhook above, and enter the address as https://.")
    return found


def shown(kind: Kind, given: Mapping[str, str], asset: AppriseAsset) -> str:
    """What a page may say of the address: whose server, and nothing that opens it. Raises BadAddress."""
    found = service(kind, given, asset, to="somebody@example.org")
    name = str(found.service_name)
    if kind is Kind.EMAIL:
        to = given.get("recipient", "").strip()
        return f"{veiled(to) if to else 'each person at their own address'}, through {given['server'].strip()}"
    if kind in (Kind.WEBHOOK, Kind.TEAMS) or (kind in (Kind.SLACK, Kind.NTFY) and given["address"].strip().startswith("https://")):
        return f"{name if kind is not Kind.WEBHOOK else 'JSON'} at {urlsplit(given['address'].strip()).hostname}, the rest hidden"
    return f"{name}, the rest hidden"


def veiled(email: str) -> str:
    """`d…@academy.example`."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"


def _mail(given: Mapping[str, str], to: str) -> dict[str, Any]:
    server, sender = given.get("server", "").strip(), given.get("sender", "").strip()
    recipient = given.get("recipient", "").strip() or to
    port = given.get("port", "").strip() or "587"
    if not HOST.fullmatch(server):
        raise BadAddress("server", "Enter the name of the mail server, for example mail.academy.example.sch.uk, without https:// or a path.")
    if not (port.isascii() and port.isdigit() and 1 <= int(port[:6]) <= 65535):
        raise BadAddress("port", "Enter the port as a number from 1 to 65535; 587 is usual.")
    if not EMAIL.fullmatch(sender):
        raise BadAddress("sender", "Enter one email address, like gatepost@academy.example.sch.uk.")
    if not EMAIL.fullmatch(recipient):
        raise BadAddress("recipient", "Enter one email address.")
    user, password = given.get("user", "").strip(), given.get("password", "")
    if bool(user) != bool(password):
        raise BadAddress("password" if user else "user", "Enter both the name and the password to sign in with, or neither.")
    # Encrypted always; only a relay inside the school that asks for no name is taken as it is.
    mode = "ssl" if port == "465" else "insecure" if inside(server) and not user else "starttls"
    return {
        "schema": "mailto" if mode == "insecure" else "mailtos",
        "host": sender.partition("@")[2],
        "smtp_host": server,
        "port": int(port),
        "user": user or None,
        "password": password or None,
        "from_addr": f"Gatepost <{sender}>",
        "targets": [recipient],
        "secure": mode != "insecure",
        "secure_mode": mode,
    }


def _webhook(address: str) -> dict[str, Any]:
    parts = _split(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or not HOST.fullmatch(_bracketed(parts.hostname)):
        raise BadAddress("address", "Enter a web address that begins with https://.")
    if parts.scheme == "http" and not inside(parts.hostname):
        raise BadAddress("address", "Outside the school's own network the address has to begin with https://, so that nobody on the way can read it.")
    try:
        port = parts.port
    except ValueError:
        raise BadAddress("address", "The port in this address is not a number from 1 to 65535.") from None
    return {
        "schema": "jsons" if parts.scheme == "https" else "json",
        "host": _bracketed(parts.hostname),
        "port": port,
        "user": unquote(parts.username) if parts.username else None,
        "password": unquote(parts.password) if parts.password else None,
        "fullpath": parts.path or "/",
        "params": dict(parse_qsl(parts.query, keep_blank_values=True)),
        "secure": parts.scheme == "https",
    }


def inside(host: str) -> bool:
    """Whether a host stands in the school's own network, as its name or number says."""
    host = host.strip("[]").lower()
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith(INSIDE)


def _split(address: str) -> Any:
    try:
        return urlsplit(address)
    except ValueError:
        raise BadAddress("address", NOT_KNOWN) from None


def _harmless(address: str) -> None:
    asked = {name.lower().lstrip("+-:") for name, _ in parse_qsl(_split(address).query, keep_blank_values=True)}
    if asked & OF_THE_MACHINE:
        raise BadAddress("address", "This address asks for files or settings of the computer Gatepost runs on. Leave out what stands after the ?.")
    if "verify" in asked:
        raise BadAddress("address", "The other side's certificate is always checked. Leave out verify= after the ?.")


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _made(spec: str | dict[str, Any], asset: AppriseAsset, field: str) -> NotifyBase:
    try:
        found = Apprise.instantiate(spec, asset=asset, suppress_exceptions=True)
    except Exception as problem:  # noqa: BLE001 -- its text may hold the address, so only its kind is kept
        raise BadAddress(field, f"{NOT_KNOWN} ({type(problem).__name__})") from None
    if found is None:
        raise BadAddress(field, NOT_KNOWN)
    return found
