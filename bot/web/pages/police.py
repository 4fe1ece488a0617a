"""Threats to staff and the police: a leader asks and writes down, the threatened person answers for themselves."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.accounts import register
from bot.audit.actions import Act, Outcome
from bot.audit.log import append
from bot.cases.police_models import Answer, PoliceStep, Way
from bot.cases.police_record import ANSWERS, RISKS, WAYS, of_reply, sentences, whom
from bot.errors import BadInput, Refusal
from bot.moderation.desk.decide import mine
from bot.moderation.desk.subject import instead, is_about
from bot.moderation.models import Reply
from bot.moderation.police import asking, steps, telling
from bot.moderation.police.threats import is_threat
from bot.moderation.police.typed import NOBODY
from bot.people.found import person
from bot.people.grants import actor, profile_at, same_human
from bot.people.permissions import Verb
from bot.platforms.capabilities import CAPABILITIES
from bot.reports import police
from bot.web.access import Visit, allowed
from bot.web.forms import Filled, Typed, again
from bot.web.rendering import done, page

router = APIRouter()
MayAsk = Annotated[Visit, allowed(Verb.ASK_ABOUT_POLICE)]
MayAnswer = Annotated[Visit, allowed(Verb.ANSWER_ABOUT_POLICE)]
ASK, ONE, MINE = "police/ask.html", "police/one.html", "police/mine.html"
POLICE: dict[str, str] = {
    "staff_consent_unless_risk": "Ask the person it is about before you go to the police, unless somebody may be in danger.",
    "staff_consent": "Ask the person it is about before you go to the police.",
}
OWN_WORDS = {
    Answer.AGREES: "Yes, the school tells the police",
    Answer.AGAINST: "No, I do not want the police told",
    Answer.TIME: "I want time to think",
}


@router.get("/police")
def listed(visit: MayAsk) -> Response:
    return page(visit, "police/list.html", groups=police.waiting(visit.session, visit.me))


@router.get("/comments/{reply_id}/police")
def form(visit: MayAsk, reply_id: int) -> Response:
    return page(visit, ASK, **_form(visit, reply_id))


@router.post("/comments/{reply_id}/police")
def ask(visit: MayAsk, reply_id: int, typed: Typed) -> Response:
    try:
        said = typed.texts("who", "named", "answer", "words")
        step = asking.ask(visit.session, visit.me, reply_id, **said, asked_at=typed.moment("asked_at"), may_read=typed.ticked("may_read"))
    except (BadInput, Refusal) as problem:
        return again(visit, ASK, problem, typed, **_form(visit, reply_id))
    return done(visit, f"/police/{step.id}", "Written down.")


@router.get("/police/{step_id}")
def one(visit: MayAsk, step_id: int) -> Response:
    return page(visit, ONE, **_one(visit, step_id))


@router.post("/police/{step_id}/answer")
def change(visit: MayAsk, step_id: int, typed: Typed) -> Response:
    return _pressed(
        visit,
        step_id,
        typed,
        lambda: asking.change(visit.session, visit.me, step_id, **typed.texts("answer", "words"), asked_at=typed.moment("asked_at")),
    )


@router.post("/police/{step_id}/risk")
def risk(visit: MayAsk, step_id: int, typed: Typed) -> Response:
    """Said before the police are told, or after 999 was rung, which waits for nobody."""
    said = typed.texts("risk", "reason")
    if not typed.ticked("rung"):
        return _pressed(visit, step_id, typed, lambda: telling.claim_risk(visit.session, visit.me, step_id, **said))
    call = {"way": Way.EMERGENCY.value} | said
    return _pressed(visit, step_id, typed, lambda: telling.tell(visit.session, visit.me, step_id, **call, told_at=typed.moment("told_at")))


@router.post("/police/{step_id}/sign")
def sign(visit: MayAsk, step_id: int, typed: Typed) -> Response:
    return _pressed(visit, step_id, typed, lambda: telling.sign(visit.session, visit.me, step_id))


@router.post("/police/{step_id}/tell")
def tell(visit: MayAsk, step_id: int, typed: Typed) -> Response:
    said = typed.texts("way", "force", "reference")
    return _pressed(visit, step_id, typed, lambda: telling.tell(visit.session, visit.me, step_id, **said, told_at=typed.moment("told_at")))


@router.post("/police/{step_id}/reference")
def reference(visit: MayAsk, step_id: int, typed: Typed) -> Response:
    return _pressed(visit, step_id, typed, lambda: telling.add_reference(visit.session, visit.me, step_id, typed.text("reference")))


@router.get("/police/{step_id}/mine")
def own(visit: MayAnswer, step_id: int) -> Response:
    step, reply = steps.own_step(visit.session, visit.me, step_id)
    if step.may_read:
        place: dict[str, Any] = {"academy_id": step.academy_id, "account_id": step.account_id}
        append(visit.session, actor(visit.me), Act.REPLY_OPENED, f"reply:{reply.id}", outcome=Outcome.READ, **place)
        visit.session.commit()
    return page(visit, MINE, **_mine(visit, step, reply))


@router.post("/police/{step_id}/mine")
def answer(visit: MayAnswer, step_id: int, typed: Typed) -> Response:
    try:
        asking.answer_own(visit.session, visit.me, step_id, **typed.texts("answer", "words"))
    except (BadInput, Refusal) as problem:
        return again(visit, MINE, problem, typed, **_mine(visit, *steps.own_step(visit.session, visit.me, step_id)))
    return done(visit, f"/police/{step_id}/mine", "Saved. Whoever asked you is told.")


def panel(visit: Visit, reply: Reply) -> dict[str, Any]:
    """What the page of a comment says of the police."""
    session, found = visit.session, of_reply(visit.session, reply.id or 0)
    account = register.account(session, reply.account_id)
    theirs = [step for step in found if step.person_id and same_human(visit.me, person(session, step.person_id))]
    return policy(visit, account.academy_id) | {
        "police_asks": is_threat(reply),
        "police_steps": [(step, whom(session, step), sentences(session, step)[-1]) for step in found],
        "police_mine": next((step.id for step in theirs if step.asked_at), None),
    }


def _pressed(visit: Visit, step_id: int, typed: Filled, act: Callable[[], PoliceStep]) -> Response:
    try:
        act()
    except (BadInput, Refusal) as problem:
        return again(visit, ONE, problem, typed, **_one(visit, step_id))
    return done(visit, f"/police/{step_id}", "Written down.")


def policy(visit: Visit, academy_id: int) -> dict[str, Any]:
    """What the academy's policy says of consent, with its clause."""
    rule = profile_at(visit.session, academy_id).police_consent
    return {"police": POLICE[rule.value], "police_clause": rule.clause if rule.stated else ""}


def _form(visit: Visit, reply_id: int) -> dict[str, Any]:
    session = visit.session
    reply, account = mine(session, visit.me, reply_id)
    about = is_about(session, visit.me, reply, account)
    known = [] if about else of_reply(session, reply_id)
    others = [(p.id, p.name) for p in steps.colleagues(session, account.academy_id) if not same_human(p, visit.me)]
    return policy(visit, account.academy_id) | {
        "reply": reply,
        "account": account,
        "threat": is_threat(reply),
        "instead": instead(session, visit.me, reply, account) if about else "",
        "known": [(step, whom(session, step), sentences(session, step)[-1]) for step in known],
        "people": [*others, (NOBODY, "Nobody on the staff")],
        "answers": [(each.value, ANSWERS[each]) for each in asking.TO_LEADERS],
    }


def _one(visit: Visit, step_id: int) -> dict[str, Any]:
    session = visit.session
    step, reply, account = steps.open_step(session, visit.me, step_id)
    return policy(visit, step.academy_id) | {
        "step": step,
        "reply": reply,
        "account": account,
        "whom": whom(session, step),
        "lines": sentences(session, step),
        "locked": not telling.is_open(step),
        "nobody": step.answer is Answer.NOBODY,
        "knows_risk": telling.knows_risk(session, step.academy_id),
        "may_sign": step.unsigned and step.risk_by is not None and not same_human(visit.me, person(session, step.risk_by)),
        "answers": [(each.value, ANSWERS[each]) for each in asking.TO_LEADERS],
        "risks": [(each.value, words) for each, words in RISKS.items()],
        "ways": [(each.value, words) for each, words in WAYS.items()],
    }


def _mine(visit: Visit, step: PoliceStep, reply: Reply) -> dict[str, Any]:
    """Only what the threatened person may see: neither the writer nor what was said about anybody else."""
    account = register.account(visit.session, step.account_id)
    own_words = step.written_by == step.person_id
    return {
        "step": step,
        "account": account,
        "network": CAPABILITIES[account.platform].label,
        "seen_at": reply.seen_at,
        "text": reply.text if step.may_read else "",
        "asked_by": person(visit.session, step.asked_by).name,
        "answer_words": "" if step.answer is Answer.ASKED else ANSWERS[step.answer],
        "own_words": step.words if own_words else "",
        "way": WAYS[step.way] if step.way else "",
        "answers": [(each.value, words) for each, words in OWN_WORDS.items()],
    }
