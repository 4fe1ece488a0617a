"""The words that were read in a picture, once for each picture, under its hash. Read in the background and at submit."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, select

from bot.clock import now
from bot.drafts import ocr
from bot.drafts.models import Blob, DraftMedia

AT_ONCE = 20


class SeenWords(SQLModel, table=True):
    """No row: not read yet. A row without words: it could not be read, so a person types them."""

    __tablename__ = "seen_words"

    sha256: str = Field(primary_key=True)
    words: str | None = None
    read_at: datetime = Field(default_factory=now)


def due(session: Session) -> list[int]:
    """Pictures of drafts that nobody has read yet, by their row in the draft. None while tesseract is not installed."""
    if not ocr.available():
        return []
    unread = select(DraftMedia.id).outerjoin(SeenWords, col(SeenWords.sha256) == col(DraftMedia.sha256)).where(col(SeenWords.sha256).is_(None))
    return [key for key in session.exec(unread.order_by(col(DraftMedia.id)).limit(AT_ONCE)) if key is not None]


def look(session: Session, media_id: int) -> None:
    """Read one picture. Holds no transaction while it reads."""
    media = session.get(DraftMedia, media_id)
    if media is not None:
        _read(session, media.sha256)


def read_all(session: Session, draft_id: int) -> None:
    """Before a draft is judged: read what is in it and was not read yet. Commits; call it before the transaction of the act."""
    for sha256 in session.exec(select(DraftMedia.sha256).where(DraftMedia.draft_id == draft_id)).all():
        _read(session, sha256)
    session.commit()


def seen(session: Session, hashes: Iterable[str]) -> Mapping[str, str | None]:
    """What is known of these pictures; None for one that was not or could not be read."""
    wanted = list(dict.fromkeys(hashes))
    rows = session.exec(select(SeenWords).where(col(SeenWords.sha256).in_(wanted))) if wanted else ()
    known = {row.sha256: row.words for row in rows}
    return {sha256: known.get(sha256) for sha256 in wanted}


def _read(session: Session, sha256: str) -> None:
    if not ocr.available() or session.exec(select(SeenWords.sha256).where(SeenWords.sha256 == sha256)).first() is not None:
        return
    data = session.execute(sa.select(col(Blob.data)).where(col(Blob.sha256) == sha256)).scalar_one_or_none()
    session.commit()  # nothing is held while it reads
    if data is None:
        return
    words = ocr.read(data)
    session.add(SeenWords(sha256=sha256, words=None if words is None else words.replace("\0", "")))
    try:
        session.commit()
    except IntegrityError:
        session.rollback()  # another worker read the same picture meanwhile; one answer is enough
