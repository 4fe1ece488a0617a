"""Writing down where a picture is from, who permitted it and until when, taking that back, and the Headteacher's ruling."""

import hashlib
from datetime import date, datetime

from sqlmodel import Session, col, select

from bot.audit.actions import ConsentAct
from bot.audit.log import recorded
from bot.clock import EARLIEST, now, today
from bot.consent.rights_letters import Upload, letter_problem
from bot.consent.rights_models import Asset, Letter, Permission, RightsState, Ruling, Standing
from bot.consent.rights_words import FROM_HOME, FROM_OWNER, GRANTORS, Origin, brand_grantor, origin_of
from bot.errors import BadInput, NotFound, Refusal
from bot.people.grants import Place, actor, profile_at, require, roles
from bot.people.models import Person
from bot.people.permissions import Role, Verb

LONGEST, LONGEST_REASON = 300, 2_000
HEX = frozenset("0123456789abcdef")
SIGNS_IN = {"head": Role.HEAD}  # grantors who can give their own word here


def asset(session: Session, asset_id: int) -> Asset:
    found = session.get(Asset, asset_id)
    if found is None:
        raise NotFound("There is no such picture, or it is not yours to see.")
    return found


def asset_of(session: Session, academy_id: int, sha256: str) -> Asset | None:
    return session.exec(select(Asset).where(Asset.academy_id == academy_id, Asset.sha256 == sha256)).first()


def permissions_of(session: Session, asset_id: int) -> list[Permission]:
    """Newest first."""
    return list(session.exec(select(Permission).where(Permission.asset_id == asset_id).order_by(col(Permission.id).desc())))


def live_grantors(permissions: list[Permission], day: date | None = None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(p.grantor for p in permissions if p.standing(day or today()) is Standing.LIVE))


def enough(origin: Origin, grantors: tuple[str, ...], brand: str) -> bool:
    """Whether those who permitted it are those whose permission it needs. `brand` is the academy's grantor of logos."""
    wanted = {Origin.BRAND: (brand,), Origin.LICENSED: FROM_OWNER, Origin.THIRD_PARTY: FROM_OWNER, Origin.PUPIL_WORK: FROM_HOME}.get(origin)
    return wanted is None or bool(set(wanted) & set(grantors))


def state_of(session: Session, row: Asset) -> RightsState:
    if row.ruling is not Ruling.NONE:
        return RightsState.RULED
    if row.origin is Origin.UNSURE:
        return RightsState.DOUBT
    given = live_grantors(permissions_of(session, row.id or 0))
    fits = enough(row.origin, given, brand_grantor(profile_at(session, row.academy_id)))
    return RightsState.PERMITTED if fits else RightsState.DECLARED


def declare(
    session: Session, me: Person, academy_id: int, sha256: str, *, origin: str, name: str, owner: str = "", source: str = "", look: str = ""
) -> Asset:
    """Where a picture is from. Said again, it replaces what was said before; permissions and rulings stay."""
    with recorded(session, actor(me), ConsentAct.RIGHTS_DECLARED, academy_id=academy_id, picture=sha256) as note:
        require(session, me, Verb.RECORD_RIGHTS, Place(academy_id))
        meant = origin_of(origin)
        wrong = {
            "origin": None if meant and origin in set(Origin) else "Choose where the picture is from.",
            "name": None if 0 < len(name.strip()) <= LONGEST else "Give the picture a name by which others know it.",
            "owner": _owner_problem(meant, owner),
            "source": None if len(source) <= LONGEST else f"Keep this under {LONGEST} characters.",
            "picture": None if len(sha256) == 64 and set(sha256) <= HEX else "Choose the picture.",
        }
        found = {field: sentence for field, sentence in wrong.items() if sentence}
        if found or meant is None:
            raise BadInput(found)
        row = asset_of(session, academy_id, sha256)
        before = row.origin.value if row else ""
        if row and row.brand and meant is not Origin.BRAND and not roles(session, me, academy_id) & {Role.HEAD}:
            raise Refusal(
                "This picture is in the locked brand library, so it stays there.",
                rule="brand-library",
                next_step="The Headteacher can say that it is something else.",
            )
        row = row or Asset(academy_id=academy_id, sha256=sha256, name="", origin=meant, declared_by=me.id or 0)
        row.origin, row.name, row.owner, row.source = meant, name.strip(), owner.strip(), source.strip()
        row.look, row.declared_by, row.declared_at = look or row.look, me.id or 0, now()
        session.add(row)
        session.flush()
        note.subject = f"rights:{row.id}"
        note.detail.update(origin=meant.value, before=before, name=row.name)
    return row


def permit(
    session: Session,
    me: Person,
    asset_id: int,
    *,
    grantor: str,
    grantor_name: str,
    letter_date: date | None,
    reference: str = "",
    credit: str = "",
    expires: date | None = None,
    letter: Upload | None = None,
    first_attempt: datetime | None = None,
) -> Permission:
    """Write a permission down. It counts from the date on the letter; `first_attempt` is when a post was first submitted with the picture."""
    row = asset(session, asset_id)
    with recorded(session, actor(me), ConsentAct.RIGHTS_PERMITTED, f"rights:{asset_id}", academy_id=row.academy_id, grantor=grantor) as note:
        require(session, me, Verb.RECORD_RIGHTS, Place(row.academy_id))
        itself = grantor in SIGNS_IN and SIGNS_IN[grantor] in roles(session, me, row.academy_id)
        wrong = {
            "grantor": None if grantor in GRANTORS else "Choose who permits it.",
            "grantor_name": None if 0 < len(grantor_name.strip()) <= LONGEST else "Say who that is: a name, a post or a company.",
            "letter_date": _date_problem(letter_date),
            "expires": None if not expires or (letter_date and expires >= letter_date) else "It cannot end before the date of the letter.",
            "reference": _reference_problem(grantor, reference, letter),
            "credit": None if len(credit) <= LONGEST else f"Keep the credit line under {LONGEST} characters.",
            "letter": letter_problem(letter) or _letter_missing(grantor, letter, itself=itself),
        }
        found = {field: sentence for field, sentence in wrong.items() if sentence}
        if found or letter_date is None:
            raise BadInput(found)
        given = Permission(
            asset_id=asset_id,
            grantor=grantor,
            grantor_name=grantor_name.strip(),
            reference=reference.strip(),
            credit=credit.strip(),
            letter_date=letter_date,
            expires=expires,
            first_attempt_at=first_attempt,
            recorded_by=me.id or 0,
        )
        session.add(given)
        session.flush()
        if letter is not None:
            mark = hashlib.sha256(letter.data).hexdigest()
            session.add(Letter(permission_id=given.id or 0, filename=letter.filename, mime=letter.mime, sha256=mark, data=letter.data))
            note.detail["letter"] = mark
        if first_attempt is not None:
            note.detail["first_attempt"] = first_attempt.isoformat()
        until = expires.isoformat() if expires else ""
        note.detail.update(permission=given.id, by=given.grantor_name, letter_date=letter_date.isoformat(), expires=until, in_person=itself)
    return given


def revoke(session: Session, me: Person, permission_id: int, reason: str) -> Permission:
    """The grantor took it back. Posts that are still to go out with it are held."""
    given = session.get(Permission, permission_id, with_for_update=True, populate_existing=True)
    if given is None:
        raise NotFound("That permission is not here.")
    row = asset(session, given.asset_id)
    with recorded(session, actor(me), ConsentAct.RIGHTS_REVOKED, f"rights:{row.id}", academy_id=row.academy_id, permission=permission_id) as note:
        require(session, me, Verb.RECORD_RIGHTS, Place(row.academy_id))
        if given.revoked_at is not None:
            raise Refusal("It was taken back already.", rule="already-decided")
        if not reason.strip() or len(reason) > LONGEST_REASON:
            raise BadInput({"reason": "Say who took it back and why."})
        given.revoked_at, given.revoked_by, given.revoked_reason = now(), me.id, reason.strip()
        session.add(given)
        note.detail["reason"] = given.revoked_reason
    return given


def rule(session: Session, me: Person, academy_id: int, sha256: str, *, permitted: bool, reason: str, name: str = "", wrote: bool = False) -> Asset:
    """The Headteacher's ruling on a doubt. Nobody else can give it, and a refusal counts however the picture is declared afterwards.

    `wrote`: they had a hand in the draft, so they may refuse its picture and not permit it (invariant I12).
    """
    with recorded(session, actor(me), ConsentAct.RIGHTS_RULED, academy_id=academy_id, picture=sha256, permitted=permitted) as note:
        require(session, me, Verb.RULE_RIGHTS, Place(academy_id))
        if permitted and wrote:
            raise Refusal("You wrote or changed this draft, so you cannot permit its picture.", rule="own-words", next_step="Use another picture.")
        if not reason.strip() or len(reason) > LONGEST_REASON:
            raise BadInput({"reason": "Say why, so that the author and a governor can read it."})
        row = asset_of(session, academy_id, sha256) or Asset(
            academy_id=academy_id, sha256=sha256, name=name[:LONGEST] or "A picture", origin=Origin.UNSURE, declared_by=me.id or 0
        )
        row.ruling, row.ruling_reason = (Ruling.PERMITTED if permitted else Ruling.REFUSED), reason.strip()
        row.ruled_by, row.ruled_at = me.id, now()
        session.add(row)
        session.flush()
        note.subject = f"rights:{row.id}"
        note.detail["reason"] = row.ruling_reason
    return row


def _owner_problem(origin: Origin | None, owner: str) -> str | None:
    if origin in (Origin.LICENSED, Origin.THIRD_PARTY, Origin.BRAND) and not owner.strip():
        return "Say who owns it."
    return None if len(owner) <= LONGEST else f"Keep the owner under {LONGEST} characters."


def _date_problem(letter_date: date | None) -> str | None:
    if letter_date is None or letter_date.year < EARLIEST:
        return "Give the date that is on the letter or licence."
    return "The letter cannot be dated in the future. Give the date that is on it." if letter_date > today() else None


def _reference_problem(grantor: str, reference: str, letter: Upload | None) -> str | None:
    if grantor in ("licence", *FROM_HOME) and not reference.strip() and letter is None:
        return "Name the licence (its number or its terms), or say where the signed form is kept."
    return None if len(reference) <= LONGEST else f"Keep this under {LONGEST} characters."


def _letter_missing(grantor: str, letter: Upload | None, *, itself: bool) -> str | None:
    if letter is not None or itself or grantor not in GRANTORS or not GRANTORS[grantor].needs_letter:
        return None
    return "Add the letter or email as a file: who gives this permission does not say it here themselves."
