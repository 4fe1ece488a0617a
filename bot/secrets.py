"""Keeping secrets: credentials encrypted at rest with rotating keys, and seals that a changed row cannot forge."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping, Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import Misconfigured


class Vault:
    """Encrypts with the newest key and reads with any. A credential that goes in is never shown again, only used."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._seals = [hashlib.sha256(b"gatepost seal " + key.encode()).digest() for key in keys]

    def lock(self, credentials: Mapping[str, str]) -> str:
        return self._fernet.encrypt(json.dumps(dict(credentials), sort_keys=True).encode()).decode()

    def unlock(self, locked: str) -> dict[str, str]:
        """Raises Misconfigured when no key fits, naming the next step and nothing of the content."""
        try:
            content = json.loads(self._fernet.decrypt(locked.encode()))
        except InvalidToken:
            raise Misconfigured(
                "A stored credential cannot be read with the keys in GATEPOST_SECRET_KEYS. Put the older key back at the end of the list, "
                "or connect the account again."
            ) from None
        return {str(name): str(value) for name, value in content.items()}

    def relock(self, locked: str) -> str:
        """The same secret under the newest key, so that an old key can be retired."""
        self.unlock(locked)  # says in words which key is missing
        return self._fernet.rotate(locked.encode()).decode()

    def seal(self, *parts: object) -> str:
        """A keyed mark over the parts: somebody with the database but not the keys cannot make one."""
        return _mark(self._seals[0], parts)

    def sealed(self, mark: str, *parts: object) -> bool:
        return any(hmac.compare_digest(mark.encode(), _mark(key, parts).encode()) for key in self._seals)

    @property
    def name_key(self) -> bytes:
        """What names are hashed with: the oldest key, so that adding a newer one does not empty the register."""
        return hashlib.sha256(b"gatepost names " + self._seals[-1]).digest()


def new_key() -> str:
    return Fernet.generate_key().decode()


def new_token() -> str:
    """256 bits, safe in an address."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """What is stored instead of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _mark(key: bytes, parts: Sequence[object]) -> str:
    return hmac.new(key, json.dumps([str(part) for part in parts]).encode(), hashlib.sha256).hexdigest()
