"""Every route names who may use it: `allowed(Verb.X)`, `anyone_signed_in()` or `public()`. A house test finds one that does not."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.routing import iter_route_contexts
from sqlmodel import Session

from bot.audit.actions import Act, ConsentAct, Outcome, Recordable
from bot.audit.log import append
from bot.db import open_session
from bot.errors import NotFound, Refusal
from bot.people import sessions
from bot.people.grants import Place, academies, actor, may, why_not
from bot.people.models import Academy, Person
from bot.people.permissions import Verb
from bot.web import frame
from bot.web.security import cookie_name

NOT_HERE = "There is no such page, or it is not yours to see."
# A refusal would tell that there is something to see, so for these the page does not exist.
UNSEEN = frozenset({Verb.WORK_CASES})
# What goes on record when somebody tries what their role does not allow; ordinary reading is not in it.
TRIED: dict[Verb, Recordable] = {
    Verb.DRAFT: Act.DRAFT_CREATED,
    Verb.CHECK: Act.CLAIM_CHECKED,
    Verb.COMMENT_DRAFTS: Act.COMMENTED,
    Verb.HAVE_FEED: Act.FEED_MADE,
    Verb.APPROVE: Act.DRAFT_APPROVED,
    Verb.MODERATE: Act.REPLY_DECIDED,
    Verb.CLEAR_DATA: Act.DPO_CLEARED,
    Verb.APPROVE_EXTRA: Act.EXTRA_APPROVED,
    Verb.RELEASE: Act.DRAFT_APPROVED,
    Verb.ADVISE: Act.ADVICE_ANSWERED,
    Verb.BREAK_GLASS: Act.NATIVE_DECLARED,
    Verb.NAME_LEADERS: Act.NATIVE_NAMED,
    Verb.PLAN_MODE: Act.MODE_PLANNED,
    Verb.SWITCH_MODE: Act.MODE_STARTED,
    Verb.STOP: Act.STOPPED,
    Verb.END_RESTORE: Act.RESTORE_ENDED,
    Verb.DECIDE_STRAYS: Act.STRAY_ADOPTED,
    Verb.WORK_TAKE_OVER: Act.TAKE_OVER_STEP,
    Verb.READ_COMMENTS: Act.REPLY_OPENED,
    Verb.RECORD_APPEAL: Act.APPEAL_RECORDED,
    Verb.ASK_ABOUT_POLICE: Act.POLICE_ASKED,
    Verb.ANSWER_ABOUT_POLICE: Act.POLICE_ASKED,
    Verb.WATCH_ONLY: Act.WATCH_BEGUN,
    Verb.LOCK_REPLIES: Act.LOCK_ASKED,
    Verb.READ_MESSAGES: Act.MESSAGE_OPENED,
    Verb.LOG_MESSAGES: Act.MESSAGE_LOGGED,
    Verb.BLOCK_SENDERS: Act.SENDER_BLOCK_DECIDED,
    Verb.READ_SENT: Act.SENT_OPENED,
    Verb.ASK_FOLLOW: Act.FOLLOW_ASKED,
    Verb.DECIDE_FOLLOW: Act.FOLLOW_APPROVED,
    Verb.PROPOSE_ACCOUNT: Act.ACCOUNT_PROPOSED,
    Verb.APPROVE_ACCOUNT: Act.ACCOUNT_APPROVED,
    Verb.CONNECT_ACCOUNT: Act.ACCOUNT_CONNECTED,
    Verb.SUSPEND_ACCOUNT: Act.ACCOUNT_SUSPENDED,
    Verb.ACKNOWLEDGE_ACCOUNT: Act.ACCOUNT_ACKNOWLEDGED,
    Verb.REGISTER_PEOPLE: Act.REGISTERED,
    Verb.COSIGN: Act.ROLE_COSIGNED,
    Verb.REVOKE: Act.GRANT_REVOKED,
    Verb.KEEP_DIRECTORY: Act.DIRECTORY_SET,
    Verb.KEEP_CALENDAR: Act.CALENDAR_SET,
    Verb.KEEP_CHANNELS: Act.CHANNEL_ADDED,
    Verb.AGREE_CHANNEL: Act.CHANNEL_AGREED,
    Verb.CHOOSE_NOTICES: Act.NOTICES_CHOSEN,
    Verb.KEEP_STAFF_LIST: Act.STAFF_LISTED,
    Verb.SET_PROFILE: Act.PROFILE_PROPOSED,
    Verb.COSIGN_PROFILE: Act.PROFILE_SET,
    Verb.AGREE_STRICTER: Act.OVERRIDE_AGREED,
    Verb.KEEP_LAW: Act.LAW_ENTERED,
    Verb.ANSWER_REVIEW: Act.POLICY_ANSWERED,
    Verb.IMPORT_NAMES: ConsentAct.NAMES_IMPORTED,
    Verb.KEEP_CONSENT: ConsentAct.CONSENT_OPENED,
    Verb.REMOVE_PICTURES: ConsentAct.REMOVAL_BEGUN,
    Verb.READ_AUDIT: Act.READ_AUDIT,
    Verb.WORK_CASES: Act.CASE_OPENED,
    Verb.WORK_STAFF_CASES: Act.CASE_OPENED,
    Verb.READ_EVIDENCE: Act.EVIDENCE_OPENED,
    Verb.ADD_EVIDENCE: Act.EVIDENCE_ADDED,
    Verb.HOLD_EVIDENCE: Act.EVIDENCE_HELD,
    Verb.EXPORT_EVIDENCE: Act.EVIDENCE_EXPORTED,
    Verb.RAISE_CONCERN: Act.CASE_CONCERN,
    Verb.DO_TASKS: Act.TASK_DONE,
    Verb.RUN_EVENTS: ConsentAct.EVENT_PLANNED,
    Verb.SIGN_BRIEFING: ConsentAct.EVENT_SIGNED,
    Verb.RECORD_RIGHTS: ConsentAct.RIGHTS_DECLARED,
    Verb.RULE_RIGHTS: ConsentAct.RIGHTS_RULED,
    Verb.REVIEW_ACCESS: Act.REVIEW_DECIDED,
    Verb.DECLARE: Act.DECLARED,
    Verb.ASK_PERMISSION: Act.PERMISSION_ASKED,
    Verb.PRACTISE: Act.PRACTICE,
}


class SignInFirst(Exception):
    """Nobody is signed in on this browser, or the session has ended."""


@dataclass(frozen=True)
class Visit:
    """One request of one person who may be here. `academies` are those where they hold a role."""

    request: Request
    session: Session
    me: Person
    academies: list[Academy]

    def may(self, verb: Verb, place: Place | None = None) -> bool:
        """For what a page offers; the domain function asks again when it is pressed."""
        return may(self.session, self.me, verb, place)


def open_database(request: Request) -> Iterator[Session]:
    with open_session(request.app.state.engine, vault=request.app.state.vault) as session:
        yield session


Database = Annotated[Session, Depends(open_database)]


class Gate:
    """The dependency behind `allowed` and `anyone_signed_in`."""

    def __init__(self, verbs: tuple[Verb, ...]) -> None:
        self.verbs = verbs

    def __call__(self, request: Request, session: Database) -> Visit:
        me = sessions.who(session, token_of(request))
        if me is None:
            raise SignInFirst
        mine = academies(session, me)
        request.state.frame = frame.around(session, me, mine, page_paths(request))
        refusals = [refusal for verb in self.verbs if (refusal := why_not(session, me, verb))]
        if self.verbs and len(refusals) == len(self.verbs):
            self._refuse(session, me, request, refusals[0])
        session.commit()  # nothing is held while a slow connection sends its form
        return Visit(request, session, me, mine)

    def _refuse(self, session: Session, me: Person, request: Request, refusal: Refusal) -> None:
        verb = self.verbs[0]
        if verb in TRIED:
            append(
                session,
                actor(me),
                TRIED[verb],
                outcome=Outcome.REFUSED,
                rule=refusal.rule,
                method=request.method,
                path=request.url.path[:200],
            )
            session.commit()
        if verb in UNSEEN:
            raise NotFound(NOT_HERE)
        raise refusal


def allowed(*verbs: Verb) -> Any:
    """For whoever may do one of these anywhere; the domain function then asks about the academy and the account."""
    return Depends(Gate(verbs))


def anyone_signed_in() -> Any:
    return Depends(Gate(()))


def _public() -> None:
    """Nothing is asked of the caller."""


def public() -> Any:
    """In a route's `dependencies=[...]`: signed out or not."""
    return Depends(_public)


def token_of(request: Request) -> str | None:
    return request.cookies.get(cookie_name(request.app.state.settings))


def page_paths(request: Request) -> set[str]:
    """Pages that exist, so that the navigation leads nowhere else."""
    app = request.app
    if not hasattr(app.state, "page_paths"):
        app.state.page_paths = {path for found in iter_route_contexts(app.routes) if (path := getattr(found, "path", None))}
    known: set[str] = app.state.page_paths
    return known


def local(address: str | None) -> str:
    """Where to go after signing in: a path of ours, or Today. Nothing a browser could read as another site."""
    if not address or not address.startswith("/") or any(c in address for c in "\\\r\n\t\0") or address.startswith("//"):
        return "/"
    parts = urlsplit(address)
    return "/" if parts.scheme or parts.netloc or parts.path.startswith("//") else address
