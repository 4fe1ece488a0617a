"""The review of access: opened by the clock, decided by leaders, and what nobody used or decided about ends by itself (control C28)."""

from sqlmodel import Session, col, select

from bot.accounts.keeping import of_academy
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append, recorded
from bot.clock import now, spoken
from bot.errors import BadInput, NotFound, Refusal
from bot.notify.models import Urgency
from bot.notify.send import settled, tell_person, tell_roles
from bot.people import review
from bot.people.grants import Place, academies, actor, may, require, require_everywhere, same_human
from bot.people.models import Academy, Grant, Person, RoleHolding, Standing
from bot.people.permissions import Role, Verb
from bot.people.review_models import AccessReview, ReviewItem, ReviewState, Verdict

LEADERS = (Role.HEAD, Role.SLT)
LONGEST = 500
PAGE = "/access-review"


def due(session: Session) -> list[int]:
    """Academies where the last review, or where there was none the first role, is so long ago."""
    return [a.id for a in session.exec(select(Academy).order_by(col(Academy.id))) if a.id is not None and _is_due(session, a.id)]


def _is_due(session: Session, academy_id: int) -> bool:
    rows = session.exec(select(AccessReview).where(AccessReview.academy_id == academy_id).order_by(col(AccessReview.id).desc())).all()
    if any(row.state is ReviewState.OPEN for row in rows):
        return False
    began = rows[0].opened_at if rows else min((held.starts for held in review.live_roles(session, academy_id)), default=now())
    return began <= now() - review.EVERY


def begin(session: Session, academy_id: int) -> str:
    """Everything live is put before the leaders. The academy's row is held, so that two workers open one review."""
    session.get(Academy, academy_id, with_for_update=True, populate_existing=True)
    if not _is_due(session, academy_id):
        session.rollback()
        return "not due"
    row = AccessReview(academy_id=academy_id, due_at=now() + review.TO_DECIDE)
    session.add(row)
    session.flush()
    items = [*_roles(session, row), *_grants(session, row)]
    session.add_all(items)
    dormant = sum(item.dormant for item in items)
    text = f"Look through who may still do what: {len(items)} roles and permissions. {dormant} not used for {review.DORMANT.days} days."
    tell_roles(session, academy_id, LEADERS, text, PAGE, subject=f"access-review:{row.id}", urgency=Urgency.SOON)
    append(session, GATEPOST, Act.REVIEW_OPENED, f"access-review:{row.id}", academy_id=academy_id, items=len(items), dormant=dormant)
    session.commit()
    return "opened"


def _roles(session: Session, row: AccessReview) -> list[ReviewItem]:
    held = review.live_roles(session, row.academy_id)
    used = review.last_acts(session, {each.person_id for each in held})
    return [
        ReviewItem(
            review_id=row.id or 0,
            academy_id=row.academy_id,
            person_id=each.person_id,
            holding_id=each.id,
            last_used=used.get(each.person_id),
            not_before=row.due_at,
        )
        for each in held
    ]


def _grants(session: Session, row: AccessReview) -> list[ReviewItem]:
    accounts = [account.id for account in of_academy(session, row.academy_id) if account.id is not None]
    found = []
    for grant in review.live_grants(session, accounts):
        used = review.grant_used(session, grant)
        found.append(
            ReviewItem(
                review_id=row.id or 0,
                academy_id=row.academy_id,
                person_id=grant.person_id,
                grant_id=grant.id,
                last_used=used,
                dormant=review.is_dormant(grant, used),
                not_before=row.due_at,
            )
        )
    return found


def decide(session: Session, me: Person, item_id: int, verdict: str, reason: str = "") -> ReviewItem:
    """Keep or end, by a leader who is not the person. What is kept needs no words; what ends says why."""
    item = session.get(ReviewItem, item_id, with_for_update=True, populate_existing=True)
    if item is None or not may(session, me, Verb.REVIEW_ACCESS, Place(item.academy_id)):
        raise NotFound("That is not here.")
    holder = session.get_one(Person, item.person_id)
    with recorded(
        session, actor(me), Act.REVIEW_DECIDED, f"person:{holder.id}", academy_id=item.academy_id, item=item_id, verdict=verdict[:20]
    ) as note:
        require(session, me, Verb.REVIEW_ACCESS, Place(item.academy_id))
        if same_human(me, holder):
            raise Refusal("You cannot decide about your own access.", rule="self-benefit", next_step="Ask another leader.")
        if item.verdict is not None:
            raise Refusal("This has been decided already.", rule="already-decided")
        if verdict not in (Verdict.KEEP, Verdict.END):
            raise BadInput({"verdict": "Choose keep or end."})
        if verdict == Verdict.END and not reason.strip():
            raise BadInput({"reason": "Say why it ends, in a few words: the person reads it."})
        if len(reason) > LONGEST:
            raise BadInput({"reason": f"Keep it under {LONGEST} characters."})
        held = holding_of(session, item)
        if isinstance(held, RoleHolding) and held.academy_id is None and verdict == Verdict.END:
            require_everywhere(session, me, Verb.REVIEW_ACCESS)
        item.verdict, item.reason, item.decided_by, item.decided_at = Verdict(verdict), reason.strip(), me.id, now()
        if held.standing is not Standing.ACTIVE:
            item.verdict = Verdict.OVER
        elif verdict == Verdict.END:
            _end(held, f"review of access: {item.reason}")
            session.add(held)
            tell_person(session, item.academy_id, item.person_id, f"A {_word(held)} of yours ended in the review of access: {item.reason}", "/")
        note.detail |= {"verdict": item.verdict, "reason": item.reason}
        session.add(item)
        session.flush()
        _close_if_done(session, item.review_id)
    return item


def holding_of(session: Session, item: ReviewItem) -> RoleHolding | Grant:
    """What the item is about."""
    return session.get_one(Grant, item.grant_id) if item.grant_id is not None else session.get_one(RoleHolding, item.holding_id)


def _word(held: RoleHolding | Grant) -> str:
    return "permission" if isinstance(held, Grant) else "role"


def _end(held: RoleHolding | Grant, why: str) -> None:
    held.standing = Standing.ENDED
    if isinstance(held, Grant):
        held.ended_reason, held.ends = why, max(held.starts, now())
    else:
        held.ends = now()


def due_lapses(session: Session) -> list[int]:
    waiting = select(ReviewItem.id).where(col(ReviewItem.dormant).is_(True), col(ReviewItem.verdict).is_(None), ReviewItem.not_before <= now())
    return [key for key in session.exec(waiting) if key is not None]


def lapse(session: Session, item_id: int) -> str:
    """Nobody decided about a dormant permission: it ends, and the person and their sponsor are told. Used meanwhile, it stays."""
    item = session.get(ReviewItem, item_id, with_for_update=True, populate_existing=True)
    if item is None or not item.dormant or item.verdict is not None or item.not_before > now():
        session.rollback()
        return "not due"
    grant = session.get_one(Grant, item.grant_id)
    used = review.grant_used(session, grant)
    again = not review.is_dormant(grant, used)
    item.verdict = Verdict.KEEP if again else Verdict.LAPSED if grant.standing is Standing.ACTIVE else Verdict.OVER
    item.decided_at, item.reason = now(), f"It was used again on {spoken(used)}." if again else ""
    session.add(item)
    if item.verdict is Verdict.LAPSED:
        _end(grant, "not used")
        session.add(grant)
        who = session.get_one(Person, item.person_id).name
        text = f"A permission of {who} to {grant.verb.value} ended by itself: it was not used for {review.DORMANT.days} days, and nobody kept it."
        for person_id in dict.fromkeys((item.person_id, grant.sponsor_id)):
            tell_person(session, item.academy_id, person_id, text, "/")
    append(
        session,
        GATEPOST,
        Act.GRANT_LAPSED,
        f"person:{item.person_id}",
        academy_id=item.academy_id,
        account_id=grant.account_id,
        item=item_id,
        verdict=item.verdict,
    )
    session.flush()
    _close_if_done(session, item.review_id)
    session.commit()
    return item.verdict.value


def over(session: Session, person_id: int) -> None:
    """They have left: nothing of theirs is left to decide. Commits nothing."""
    waiting = select(ReviewItem).where(ReviewItem.person_id == person_id, col(ReviewItem.verdict).is_(None))
    found = session.exec(waiting).all()
    for item in found:
        item.verdict, item.decided_at, item.reason = Verdict.OVER, now(), "They have left."
        session.add(item)
    session.flush()
    for review_id in {item.review_id for item in found}:
        _close_if_done(session, review_id)


def _close_if_done(session: Session, review_id: int) -> None:
    left = session.exec(select(ReviewItem.id).where(ReviewItem.review_id == review_id, col(ReviewItem.verdict).is_(None))).first()
    row = session.get_one(AccessReview, review_id)
    if left is None and row.state is ReviewState.OPEN:
        row.state, row.closed_at = ReviewState.CLOSED, now()
        session.add(row)
        settled(session, f"access-review:{review_id}")
        append(session, GATEPOST, Act.REVIEW_CLOSED, f"access-review:{review_id}", academy_id=row.academy_id)


def mine(session: Session, me: Person) -> list[AccessReview]:
    """Of the academies where I lead: the open ones first, newest first."""
    homes = [home.id for home in academies(session, me) if home.id is not None and may(session, me, Verb.REVIEW_ACCESS, Place(home.id))]
    rows = session.exec(select(AccessReview).where(col(AccessReview.academy_id).in_(homes)).order_by(col(AccessReview.id).desc())).all()
    return sorted(rows, key=lambda row: row.state is ReviewState.CLOSED)


def items(session: Session, review_id: int) -> list[ReviewItem]:
    """What nobody used first, then by person."""
    rows = session.exec(select(ReviewItem).where(ReviewItem.review_id == review_id).order_by(col(ReviewItem.person_id), col(ReviewItem.id))).all()
    return sorted(rows, key=lambda item: (item.verdict is not None, not item.dormant))
