"""The life of the policy: when its review is due, the laws it rests on, and the question whether it is reviewed earlier."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.cases import policy_life
from bot.cases.policy_models import Answer, PolicyQuestion
from bot.clock import today
from bot.errors import BadInput, Refusal
from bot.people.found import person
from bot.people.grants import profiles_of
from bot.people.permissions import Verb
from bot.policy.show import overdue
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again, wanted
from bot.web.pages.policy_words import spoken_value
from bot.web.rendering import done, page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_POLICY)]
MayKeep = Annotated[Visit, allowed(Verb.KEEP_LAW)]
MayAnswer = Annotated[Visit, allowed(Verb.ANSWER_REVIEW)]

ANSWERS = {
    Answer.EARLIER: "Review the policy earlier",
    Answer.AS_PLANNED: "Leave the review as planned",
}


def _state(visit: Visit, open_at: int | None = None) -> dict[str, Any]:
    names = {home.id: home.name for home in visit.academies}
    profiles = profiles_of(visit.session, visit.academies)
    rows = policy_life.questions(visit.session, visit.me)
    return {
        "policies": [
            {
                "academy": names[key],
                "profile": profile,
                "late": overdue(profile, today()),
                "left": (profile.review_due.value - today()).days,
                "asks": spoken_value(list(profile.policy_questions.value)),
            }
            for key, profile in profiles.items()
        ],
        "laws": [(law, person(visit.session, law.checked_by).name) for law in policy_life.laws(visit.session)],
        "open": [_question(visit, row, names) for row in rows if row.answer is None],
        "decided": [_question(visit, row, names) for row in rows if row.answer is not None][:50],
        "answers": list(ANSWERS.items()),
        "answering": open_at,
        "academies": list(names.items()),
        "may_keep": visit.may(Verb.KEEP_LAW),
    }


def _question(visit: Visit, row: PolicyQuestion, names: dict[int | None, str]) -> dict[str, Any]:
    return {
        "row": row,
        "academy": names.get(row.academy_id, ""),
        "by": person(visit.session, row.raised_by).name,
        "mine": policy_life.may_answer(visit.session, visit.me, row),
        "answer": ANSWERS[row.answer] if row.answer else "",
        "answered_by": person(visit.session, row.answered_by).name if row.answered_by else "",
    }


@router.get("/policy/life")
def life(visit: MayRead) -> Response:
    return page(visit, "policy/life.html", **_state(visit))


@router.post("/policy/law")
def enter(visit: MayKeep, typed: Typed) -> Response:
    try:
        texts = typed.texts("name", "edition")
        policy_life.enter_law(visit.session, visit.me, in_force_since=typed.day("in_force_since"), checked_on=typed.day("checked_on"), **texts)
    except (BadInput, Refusal) as problem:
        return again(visit, "policy/life.html", problem, typed, **_state(visit))
    return done(visit, "/policy/life", "Entered. Where it is newer than the policy, whoever decides about the review is asked.")


@router.post("/policy/concern")
def concern(visit: MayRead, typed: Typed) -> Response:
    try:
        if len(visit.academies) != 1:
            wanted(typed, academy_id="Choose the academy.")
        home = typed.number("academy_id") or visit.academies[0].id or 0
        policy_life.raise_concern(visit.session, visit.me, home, typed.text("about"))
    except (BadInput, Refusal) as problem:
        return again(visit, "policy/life.html", problem, typed, **_state(visit))
    return done(visit, "/policy/life", "Sent. Whoever answers for the policy decides, and the answer will stand here.")


@router.post("/policy/questions/{question_id}")
def answer(visit: MayAnswer, question_id: int, typed: Typed) -> Response:
    try:
        policy_life.answer(visit.session, visit.me, question_id, typed.text("answer"), typed.text("reason"))
    except (BadInput, Refusal) as problem:
        return again(visit, "policy/life.html", problem, typed, **_state(visit, question_id))
    return done(visit, "/policy/life", "Decided. The answer and its reason are on record.")
