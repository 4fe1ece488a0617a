"""One clock. Everything stored is aware UTC; people read and type Europe/London."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
EARLIEST, LATEST = 1990, 2200  # years that anything here can be about


def now() -> datetime:
    """Aware UTC. Everything that asks for the time asks here, so a test can hold it still."""
    return datetime.now(UTC)


def london(moment: datetime) -> datetime:
    return moment.astimezone(LONDON)


def today() -> date:
    """The date on the wall of a school in England, which is what a person means by today."""
    return london(now()).date()


def spoken(moment: datetime | None) -> str:
    """A moment as a member of staff would say it: `Friday 20 November 2026 at 3:05pm`."""
    if moment is None:
        return "no time set"
    local = london(moment)
    hour = local.strftime("%I:%M%p").lstrip("0").lower()
    return f"{local:%A} {local.day} {local:%B %Y} at {hour}"


def from_london(text: str) -> datetime:
    """What a `datetime-local` field sends (`2026-11-20T15:05`), read as London time. Raises ValueError.

    An hour that the autumn clock change repeats is its first occurrence; an hour that the spring change
    skips does not exist and is refused, because nobody can keep an appointment in it.
    """
    naive = datetime.fromisoformat(text.strip())
    if not EARLIEST <= naive.year <= LATEST:
        raise ValueError(f"the year must be between {EARLIEST} and {LATEST}")
    if naive.tzinfo is not None:
        return naive.astimezone(UTC)
    moment = naive.replace(tzinfo=LONDON).astimezone(UTC)
    if moment.astimezone(LONDON).replace(tzinfo=None) != naive:
        raise ValueError("that hour does not exist: the clocks go forward over it")
    return moment
