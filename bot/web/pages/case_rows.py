"""What the safeguarding pages show: the clock in words, what others can see now, and what may be done next."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from bot.accounts import register
from bot.audit.log import history
from bot.cases import chronology, concern, evidence, safeguarding_paging
from bot.cases.imagery import FOR_THE_LEAD
from bot.cases.models import About, Case, CaseState, Evidence
from bot.cases.safeguarding_access import WORDS as ABOUT
from bot.cases.safeguarding_access import may_set_aside
from bot.cases.safeguarding_models import Move
from bot.cases.safeguarding_moves import UNANSWERED, possible
from bot.cases.safeguarding_moves import WORDS as STATES
from bot.cases.safeguarding_tags import IMAGERY, TAGS
from bot.cases.safeguarding_work import CHANNELS
from bot.moderation.models import Visibility
from bot.moderation.safeguarded import AFTERWARDS
from bot.people.grants import profile_at
from bot.people.models import Person, Standing
from bot.people.permissions import Verb
from bot.platforms.capabilities import CAPABILITIES
from bot.reports.outside import reply_of
from bot.web.access import Visit
from bot.web.pages.comment_rows import SEEN, SEEN_COLOUR, seen_by_others
from bot.web.pages.people_rows import everyone

CONSENT = {
    "staff_consent_unless_risk": (
        "A member of staff who is affected is asked before the police are told, unless life or a child is at risk: then do not wait."
    ),
    "staff_consent": "The policy asks for the consent of a member of staff who is affected. Where life or a child is at risk, ring 999 at once.",
}


def title(case: Case) -> str:
    """What a list says of a case: never anything of its words."""
    why = case.rule.partition(": ")[2] or case.rule
    return f"{why[:1].upper()}{why[1:]}"


@dataclass(frozen=True)
class Line:
    """One case in the list."""

    case: Case
    title: str
    state: tuple[str, str]
    clock: str


def listed(rows: list[Case]) -> list[tuple[str, list[Line]]]:
    """What nobody has first, then what is being worked, then what is over."""
    lines = [Line(case, title(case), STATES[case.state], clock(case)) for case in rows]
    groups = {
        "Nobody has acknowledged these": [line for line in lines if line.case.state in UNANSWERED],
        "Being worked": [line for line in lines if line.case.state not in (*UNANSWERED, CaseState.CLOSED)],
        "Closed": [line for line in lines if line.case.state is CaseState.CLOSED],
    }
    return [(words, found) for words, found in groups.items() if found]


def clock(case: Case) -> str:
    """How long nobody has answered; empty once somebody has."""
    return safeguarding_paging.waited(case) if case.state in UNANSWERED else ""


def one(visit: Visit, case: Case) -> dict[str, Any]:
    """Everything the page of one case shows."""
    session = visit.session
    account = register.account(session, case.account_id) if case.account_id else None
    reply = reply_of(session, case)
    captured = session.get(Evidence, case.evidence_id) if case.evidence_id else None
    lines = chronology.lines(session, case)
    consent = profile_at(session, case.academy_id).police_consent
    return {
        "case": case,
        "title": title(case),
        "account": account,
        "network": CAPABILITIES[account.platform].label if account else "",
        "kind": case.linked.partition(":")[0],
        "state": STATES[case.state],
        "clock": clock(case),
        "seen": (SEEN[reply.state][0], SEEN_COLOUR[reply.state], seen_by_others(reply, account)) if reply and account else None,
        "hidden": reply is not None and reply.state in (Visibility.HIDDEN, Visibility.HIDING),
        "may_show": visit.may(Verb.WORK_CASES),
        "visible": reply is not None and reply.state is Visibility.VISIBLE,
        "evidence": captured,
        "intact": captured is not None and evidence.intact(captured),
        "lines": lines,
        "told": [line for line in lines if line.what == "Told"],
        "concerns": concern.of_case(session, case.id or 0),
        "tries": chronology.tries(session, case),
        "history": history(session, f"case:{case.id}")[-50:][::-1],
        "names": {person.id: person.name for person, _ in everyone(session)},
        "imagery": IMAGERY in case.tags,
        "CARD": FOR_THE_LEAD,
        "duties": [TAGS[code] for code in case.tags if code in TAGS],
        "tags": [(code, tag.label) for code, tag in TAGS.items()],
        "channels": list(CHANNELS.items()),
        "abouts": list(ABOUT.items()),
        "about_words": ABOUT[case.about] if case.about is not About.NOBODY else "",
        "chair": concern.ring_yourself(session, case.academy_id, About.HEAD) if case.about is About.HEAD else [],
        "people": staff(session, case.academy_id),
        "may": {move.value: possible(case, move) for move in (Move.ACKNOWLEDGE, Move.REFER, Move.TRANSFER, Move.CLOSE)},
        "may_set_aside": may_set_aside(session, visit.me, case) and case.state is not CaseState.CLOSED,
        "afterwards": list(AFTERWARDS.items()) if reply else [],
        "police": CONSENT[consent.value],
        "police_clause": consent.clause if consent.stated else "",
    }


def staff(session: Session, academy_id: int) -> list[tuple[int, str]]:
    """Everybody who works at this academy, to choose from."""
    return [
        (person.id or 0, person.name)
        for person, held in everyone(session)
        if person.left_at is None and any(row.standing is Standing.ACTIVE and row.academy_id in (None, academy_id) for row in held)
    ]


def names_of(session: Session, rows: list[Case]) -> dict[int, str]:
    """Those who raised, acknowledged or closed."""
    ids = {key for case in rows for key in (case.raised_by, case.acknowledged_by, case.closed_by) if key is not None}
    return {key: found.name for key in ids if (found := session.get(Person, key))}
