"""Passwords: argon2id with the library's current parameters, and a floor that keeps out the ones everybody tries."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.errors import BadInput

SHORTEST = 12
LONGEST = 256
_hasher = PasswordHasher()
# Checked when the email is unknown, so that an answer takes as long whether or not somebody is in the register.
_NOBODY = _hasher.hash("nobody has this password")


def check_choice(password: str, again: str, *about: str) -> None:
    """Raises BadInput with what to change. Nothing is asked about digits or symbols: length is what helps."""
    wrong: dict[str, str] = {}
    if len(password) < SHORTEST:
        wrong["password"] = f"Choose a password of at least {SHORTEST} characters. Three random words work well."
    elif len(password) > LONGEST:
        wrong["password"] = f"Choose a password of at most {LONGEST} characters."
    elif len(set(password.casefold())) < 5 or any(part and part.casefold() in password.casefold() for part in about if len(part) > 3):
        wrong["password"] = "Choose a password that does not hold your name or email and is not one character repeated."  # noqa: S105
    elif password != again:
        wrong["again"] = "The two passwords are not the same."
    if wrong:
        raise BadInput(wrong)


def hashed(password: str) -> str:
    return _hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    try:
        return _hasher.verify(stored or _NOBODY, password[: LONGEST + 1]) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(stored: str) -> bool:
    return _hasher.check_needs_rehash(stored)
