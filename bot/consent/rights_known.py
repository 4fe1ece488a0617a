"""What a screen is told of each picture's rights: plain values, read once from the tables for one day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from bot.clock import london
from bot.consent.rights import enough, live_grantors
from bot.consent.rights_look import alike, look_once
from bot.consent.rights_models import Asset, Permission, Ruling, Standing
from bot.consent.rights_words import Origin


@dataclass(frozen=True)
class Known:
    """Of one picture. Empty values mean that nobody wrote anything down."""

    origin: Origin | None = None
    grantors: tuple[str, ...] = ()  # whose permission is live today
    lapsed: str = ""  # of the newest permission that is not live: "expired on 3 May 2026"
    credit: str = ""  # the line the owner asks for
    ruling: Ruling = Ruling.NONE
    ruling_reason: str = ""
    looks_like: str = ""  # the name of a brand picture that it resembles
    same_as: str = ""  # the name of a picture that may not be used, which it resembles


def known(session: Session, academy_id: int, pictures: Mapping[str, bytes | None], day: date) -> dict[str, Known]:
    """For these pictures of one academy: hash -> what is known. Bytes are only looked at where there is something to compare with."""
    if not pictures:
        return {}
    rows = session.exec(select(Asset).where(Asset.academy_id == academy_id)).all()
    given: dict[int, list[Permission]] = {}
    permissions = select(Permission).join(Asset, col(Asset.id) == col(Permission.asset_id)).where(Asset.academy_id == academy_id)
    for each in session.exec(permissions.order_by(col(Permission.id).desc())):
        given.setdefault(each.asset_id, []).append(each)
    by_hash = {row.sha256: row for row in rows}
    return {sha256: _of(sha256, by_hash.get(sha256), given, rows, data, day) for sha256, data in pictures.items()}


def _of(sha256: str, row: Asset | None, given: Mapping[int, list[Permission]], rows: Sequence[Asset], data: bytes | None, day: date) -> Known:
    mine = given.get(row.id or 0, []) if row else []
    likeness = {"brand": "", "barred": ""} if row else _likeness(sha256, rows, given, data, day)
    return Known(
        origin=row.origin if row else None,
        grantors=live_grantors(mine, day),
        lapsed=next((_lapse(p, day) for p in mine if p.standing(day) is not Standing.LIVE), ""),
        credit=next((p.credit for p in mine if p.credit and p.standing(day) is Standing.LIVE), ""),
        ruling=row.ruling if row else Ruling.NONE,
        ruling_reason=row.ruling_reason if row else "",
        looks_like=likeness["brand"],
        same_as=likeness["barred"],
    )


def _likeness(sha256: str, rows: Sequence[Asset], given: Mapping[int, list[Permission]], data: bytes | None, day: date) -> dict[str, str]:
    with_look = [row for row in rows if row.look]
    if data is None or not with_look:
        return {"brand": "", "barred": ""}
    mine = look_once(sha256, data)
    barred = [row for row in with_look if not row.brand and _barred(row, given.get(row.id or 0, []), day)]
    found = {"brand": [row for row in with_look if row.brand], "barred": barred}
    return {kind: alike(mine, [(row.look, row.name) for row in those]) or "" for kind, those in found.items()}


def _barred(row: Asset, permissions: list[Permission], day: date) -> bool:
    if row.origin in (Origin.LICENSED, Origin.THIRD_PARTY) and not enough(row.origin, live_grantors(permissions, day), ""):
        return True
    return row.ruling is Ruling.REFUSED


def _lapse(given: Permission, day: date) -> str:
    ended = london(given.revoked_at).date() if given.revoked_at else given.expires or day
    return f"{'was taken back' if given.revoked_at else 'expired'} on {ended.day} {ended:%B %Y}"
