"""Stray posts: what the live account shows that did not go through the gate, and what a leader decides about it."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.accounts import register
from bot.accounts.models import Account
from bot.audit.log import history
from bot.cases import evidence
from bot.cases.models import Evidence
from bot.drafts import strays
from bot.drafts.drifting.compare import WORDS
from bot.drafts.models import Release, Stray, StrayKind, StrayState
from bot.errors import BadInput, Refusal
from bot.people.models import Person
from bot.people.permissions import Verb
from bot.platforms.capabilities import CAPABILITIES
from bot.reports import drifting, outside
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again
from bot.web.pages.people_rows import names
from bot.web.pages.strays_profile import STATES as FACES
from bot.web.pages.strays_profile import TITLES
from bot.web.pages.word_diff import sides
from bot.web.rendering import done, page

router = APIRouter()
Leader = Annotated[Visit, allowed(Verb.DECIDE_STRAYS)]
KINDS = {
    StrayKind.UNKNOWN: ("A post nobody approved", "It is live on the account and did not go through Gatepost."),
    StrayKind.EDITED: ("A post that was changed", "It was approved and sent, and its words are different now."),
    StrayKind.GONE: ("A post that vanished", "It was approved and sent, and is no longer there."),
    StrayKind.BACKLOG: ("A post from before Gatepost", "A leader went through what stood on the account, and wants it down."),
}
STORY = (
    "A story nobody approved",
    "It did not go through Gatepost. It is gone by itself 24 hours after it was posted, and Gatepost keeps no picture.",
)
STATES = {
    StrayState.OPEN: ("To decide", "orange"),
    StrayState.ADOPTED: ("Adopted", "green"),
    StrayState.REMOVING: ("Being removed: still visible until read back", "yellow"),
    StrayState.REMOVED: ("Removed, and read back as gone", "green"),
    StrayState.LEFT: ("Left as it is", "grey"),
}
OVER = ("Gone: a story ends by itself", "grey")
CHOICES: dict[StrayKind, list[tuple[str, str, str]]] = {
    StrayKind.UNKNOWN: [
        ("adopt", "Adopt it", "It stays up as the academy's own, on record as posted outside Gatepost."),
        ("remove", "Remove it", "Gatepost deletes it and reads back that it is gone. Where the network will not, a person gets the steps."),
    ],
    StrayKind.EDITED: [
        ("leave", "Leave the change", "The new words stay up, with your reason on record."),
        ("remove", "Remove the post", "Gatepost deletes it and reads back that it is gone. Send the right words as a new draft."),
    ],
    StrayKind.BACKLOG: [],
    StrayKind.GONE: [("leave", "Leave it gone", "Nothing is sent again by itself. To have it back, send it as a new draft.")],
}
STORY_CHOICES = [
    CHOICES[StrayKind.UNKNOWN][0],
    ("remove", "Have it removed", "A person gets the steps, because the network lets no program delete a story. One that is over needs nobody."),
]
SAID = {
    StrayState.ADOPTED: "Adopted. Your reason is on record.",
    StrayState.REMOVING: "The worker removes it within a minute and reads back that it is gone. Until then it is still visible.",
    StrayState.LEFT: "Left as it is. Your reason is on record.",
}
STORY_SAID = SAID | {
    StrayState.REMOVING: "A person gets the steps within a minute. Until it is read back as gone, or ends by itself, it is still visible."
}


def kind(row: Stray) -> tuple[str, str]:
    return STORY if row.ends_at else KINDS[row.kind]


def state(row: Stray) -> tuple[str, str]:
    """What ended by itself was removed by nobody."""
    return OVER if row.ends_at and row.gone_at and row.gone_at >= row.ends_at else STATES[row.state]


def by_hand(row: Stray, account: Account) -> bool:
    """Whether removing it is a person's task from the start."""
    return row.ends_at is not None or not CAPABILITIES[account.platform].delete_own


@router.get("/strays")
def everything(visit: Leader, show: str = "waiting") -> Response:
    decided = show == "decided"
    rows = outside.strays(visit.session, visit.me, decided=decided)
    accounts = {a.id: a for a in outside.accounts_where(visit.session, visit.me, Verb.DECIDE_STRAYS)}
    ends = {row.id: outside.removed_at(visit.session, row) for row in rows}
    drift = drifting.drifted(visit.session, visit.me, visit.request.app.state.settings.poll_seconds)
    shown: dict[str, Any] = {"drift": None if decided else drift, "past": drift.past if decided else [], "names": names(visit.session)}
    words: dict[str, Any] = {"kind": kind, "state": state, "by_hand": by_hand, "TITLES": TITLES, "FACES": FACES, "FIELDS": WORDS}
    return page(visit, "strays/list.html", strays=rows, accounts=accounts, ends=ends, decided=decided, **shown, **words)


@router.get("/strays/{stray_id}")
def one(visit: Leader, stray_id: int) -> Response:
    return page(visit, "strays/one.html", **_one(visit, outside.stray(visit.session, visit.me, stray_id)))


@router.post("/strays/{stray_id}")
def decide(visit: Leader, stray_id: int, typed: Typed) -> Response:
    outside.stray(visit.session, visit.me, stray_id)
    try:
        row = strays.decide(visit.session, visit.me, stray_id, **typed.texts("decision", "reason"))
    except (BadInput, Refusal) as problem:
        return again(visit, "strays/one.html", problem, typed, **_one(visit, outside.stray(visit.session, visit.me, stray_id)))
    return done(visit, f"/strays/{stray_id}", (STORY_SAID if row.ends_at else SAID).get(row.state, ""))


def _one(visit: Visit, row: Stray) -> dict[str, Any]:
    session = visit.session
    account = register.account(session, row.account_id)
    captured = session.get(Evidence, row.evidence_id) if row.evidence_id else None
    release = session.get(Release, row.release_id) if row.release_id else None
    return {
        "stray": row,
        "account": account,
        "network": CAPABILITIES[account.platform].label,
        "kind": kind(row),
        "state": state(row),
        "choices": (STORY_CHOICES if row.ends_at else CHOICES[row.kind]) if row.state is StrayState.OPEN else [],
        "by_hand": by_hand(row, account),
        "pieces": sides(row.approved_text, row.live_text) if row.kind is StrayKind.EDITED else None,
        "ends": outside.removed_at(session, row),
        "draft_id": release.draft_id if release else None,
        "decided_by": session.get(Person, row.decided_by) if row.decided_by else None,
        "evidence": captured,
        "intact": captured is not None and evidence.intact(captured),
        "history": history(session, f"stray:{row.id}")[-50:][::-1],
    }
