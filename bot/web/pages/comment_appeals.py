"""Appeals: written down by whoever hears of one, decided by a leader who did not decide against the comment."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.accounts import register
from bot.audit.log import history
from bot.clock import today
from bot.errors import BadInput, GatepostError, Refusal
from bot.moderation.desk import appeals
from bot.moderation.desk.appeals_models import Appeal, AppealState
from bot.moderation.models import Reply
from bot.people.found import person
from bot.people.grants import Place
from bot.people.permissions import Verb
from bot.reports.outside import accounts_where
from bot.web.access import Visit, allowed
from bot.web.forms import Filled, Typed, again
from bot.web.pages import comment_rows
from bot.web.pages.comment_one import desk
from bot.web.rendering import done, page

router = APIRouter()
MayRecord = Annotated[Visit, allowed(Verb.RECORD_APPEAL)]
MayRead = Annotated[Visit, allowed(Verb.READ_COMMENTS)]
STATES = {
    AppealState.OPEN: ("To decide", "orange"),
    AppealState.RESTORED: ("Shown again", "green"),
    AppealState.UPHELD: ("It was wrong, and nothing brings it back", "red"),
    AppealState.STANDS: ("Stays as it is", "grey"),
}


@router.get("/appeals")
def listed(visit: MayRecord) -> Response:
    rows = appeals.listed(visit.session, visit.me)
    accounts = {row.account_id: register.account(visit.session, row.account_id) for row in rows}
    mine = {row.id for row in appeals.for_me(visit.session, visit.me)}
    reads = {row.id for row in rows if visit.may(Verb.READ_COMMENTS, Place(row.academy_id))}
    return page(visit, "comments/appeals.html", rows=rows, accounts=accounts, mine=mine, reads=reads, STATES=STATES, CHANNELS=appeals.CHANNELS)


@router.get("/appeals/new")
def new(visit: MayRecord, reply: str = "") -> Response:
    return page(visit, "comments/appeal_new.html", **_form(visit, reply))


@router.post("/appeals/new")
def record(visit: MayRecord, typed: Typed) -> Response:
    reply = typed.text("reply_id")
    try:
        row = appeals.record(
            visit.session,
            visit.me,
            account_id=account_of(visit, typed, Verb.RECORD_APPEAL),
            complained_on=typed.day("complained_on"),
            reply_id=typed.number("reply_id"),
            **typed.texts("channel", "words", "handle"),
        )
    except (BadInput, Refusal) as problem:
        return again(visit, "comments/appeal_new.html", problem, typed, **_form(visit, reply))
    to = f"/appeals/{row.id}" if visit.may(Verb.READ_COMMENTS, Place(row.academy_id)) else "/appeals"
    return done(visit, to, "Written down. A leader who did not decide against the comment decides within five working days.")


@router.get("/appeals/{appeal_id}")
def one(visit: MayRead, appeal_id: int) -> Response:
    return page(visit, "comments/appeal.html", **_one(visit, appeals.opened(visit.session, visit.me, appeal_id)))


@router.post("/appeals/{appeal_id}")
def settle(visit: MayRead, appeal_id: int, typed: Typed) -> Response:
    try:
        appeals.settle(visit.session, visit.me, appeal_id, **typed.texts("outcome", "reason"), reply_id=typed.number("reply_id"))
    except (BadInput, Refusal) as problem:
        return again(visit, "comments/appeal.html", problem, typed, **_one(visit, appeals.opened(visit.session, visit.me, appeal_id)))
    return done(visit, f"/appeals/{appeal_id}", "Decided. Tell the writer what was decided and why.")


def account_of(visit: Visit, typed: Filled, verb: Verb) -> int:
    """The account that was chosen. Raises BadInput for one where this person may not do this."""
    chosen = typed.number("account_id")
    if chosen is None or chosen not in {account.id for account in accounts_where(visit.session, visit.me, verb)}:
        raise BadInput({"account_id": "Choose the account."})
    return chosen


def _form(visit: Visit, reply: str) -> dict[str, Any]:
    accounts = accounts_where(visit.session, visit.me, Verb.RECORD_APPEAL)
    known = visit.session.get(Reply, int(reply)) if reply.isascii() and reply.isdigit() and len(reply) < 10 else None
    if known is not None and not _readable(visit, known):
        known = None
    return {
        "accounts": [(account.id, f"@{account.handle}") for account in accounts],
        "known": known,
        "channels": list(appeals.CHANNELS.items()),
        "today": today().isoformat(),
        "longest": appeals.LONGEST,
    }


def _readable(visit: Visit, reply: Reply) -> bool:
    account = register.account(visit.session, reply.account_id)
    return reply.review != "safeguarding" and visit.may(Verb.READ_COMMENTS, Place(account.academy_id))


def _one(visit: Visit, row: Appeal) -> dict[str, Any]:
    session, account = visit.session, register.account(visit.session, row.account_id)
    meant = appeals.candidates(session, row)
    return desk(visit) | {
        "row": row,
        "account": account,
        "state": STATES[row.state],
        "channel": appeals.CHANNELS[row.channel],
        "cards": comment_rows.cards(session, visit.me, meant),
        "outcomes": [(value.value, words) for value, words in appeals.outcomes(meant).items()],
        "recorded_by": person(session, row.recorded_by).name,
        "decided_by": person(session, row.decided_by).name if row.decided_by else "",
        "blocked": _blocked(visit, row, meant[0]) if row.reply_id is not None else None,
        "history": history(session, f"appeal:{row.id}")[::-1],
    }


def _blocked(visit: Visit, row: Appeal, reply: Reply) -> GatepostError | None:
    """Why this person does not decide it, before they fill in a form."""
    try:
        appeals.require_second(visit.session, visit.me, reply, register.account(visit.session, row.account_id))
    except Refusal as refusal:
        return refusal
    return None
