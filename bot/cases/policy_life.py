"""The life of a policy (C27): its laws, the question whether it is reviewed earlier, and notices before its review is due."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session, col, select

from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append, recorded
from bot.cases.policy_models import Answer, LegalReference, PolicyAlarm, PolicyQuestion, Raised
from bot.clock import now, today
from bot.errors import BadInput, NotFound, Refusal
from bot.notify.models import Urgency
from bot.notify.send import settled, tell_roles
from bot.people.directory import signed_in_holders
from bot.people.grants import Place, academies, actor, may, profile_at, profiles_of, require, require_everywhere, require_role, roles
from bot.people.models import Academy, Person
from bot.people.permissions import Role, Verb
from bot.policy.parameter import RoutedRole
from bot.policy.profile import Profile

ALARM_DAYS = (90, 30, 0)
LONGEST_NAME, LONGEST_WORDS = 200, 2_000
FIRST_YEAR = 1800
PAGE = "/policy/life"


def enter_law(session: Session, me: Person, *, name: str, edition: str, in_force_since: date | None, checked_on: date | None) -> LegalReference:
    """A law, or a new edition of one that stands here; the same edition again says that somebody looked it up.

    What came into force after an academy's policy was written puts the question of an earlier review there (S27.3).
    """
    name, edition = " ".join(name.split()), " ".join(edition.split())
    standing = _standing(session, name)
    same = standing is not None and standing.edition.casefold() == edition.casefold()
    with recorded(session, actor(me), Act.LAW_CHECKED if same else Act.LAW_ENTERED, "law", law=name[:LONGEST_NAME], edition=edition[:LONGEST_NAME]):
        require_everywhere(session, me, Verb.KEEP_LAW)
        wrong = _wrong_law(name, edition, in_force_since, checked_on)
        if wrong or in_force_since is None or checked_on is None:
            raise BadInput(wrong)
        if same and standing is not None:
            standing.in_force_since, standing.checked_on, standing.checked_by = in_force_since, checked_on, me.id or 0
            return standing
        if standing is not None:
            standing.replaced_at = now()
        row = LegalReference(name=name, edition=edition, in_force_since=in_force_since, checked_on=checked_on, checked_by=me.id or 0)
        session.add(row)
        homes = session.exec(select(Academy)).all()
        for key, profile in profiles_of(session, homes).items():
            if in_force_since > profile.policy_date.value:
                _ask(session, me, key, profile, row)
    return row


def raise_concern(session: Session, me: Person, academy_id: int, about: str) -> PolicyQuestion:
    """An urgent concern about the policy goes to whom the profile names (P46), or the Headteacher where nobody holds that role here."""
    with recorded(session, actor(me), Act.POLICY_CONCERN, f"academy:{academy_id}", academy_id=academy_id) as note:
        require(session, me, Verb.READ_POLICY, Place(academy_id))
        if not about.strip():
            raise BadInput({"about": "Say what worries you about the policy."})
        if len(about) > LONGEST_WORDS:
            raise BadInput({"about": f"Keep it under {LONGEST_WORDS:,} characters: what is wrong, and why it cannot wait."})
        row = PolicyQuestion(academy_id=academy_id, raised=Raised.CONCERN, about=about.strip(), raised_by=me.id or 0)
        _put(session, row, asked_of(session, academy_id, profile_at(session, academy_id).policy_questions.value))
        note.detail["question"] = row.id
    return row


def answer(session: Session, me: Person, question_id: int, said: str, reason: str) -> PolicyQuestion:
    """Whoever the profile names decides, with a reason: that is the minute."""
    row = session.get(PolicyQuestion, question_id, with_for_update=True)
    if row is None:
        raise NotFound("That question is not here.")
    subject = f"policy-question:{question_id}"
    with recorded(session, actor(me), Act.POLICY_ANSWERED, subject, academy_id=row.academy_id, about=row.about[:LONGEST_NAME]) as note:
        require(session, me, Verb.ANSWER_REVIEW, Place(row.academy_id))
        profile = profile_at(session, row.academy_id)
        wanted = profile.policy_questions if row.raised is Raised.CONCERN else profile.review_decided_by
        require_role(session, me, wanted.value, Place(row.academy_id), "answer this", wanted.clause)
        if row.answer is not None:
            raise Refusal("This has been answered already.", rule="already-decided")
        wrong = {} if said in list(Answer) else {"answer": "Choose whether the policy is reviewed earlier."}
        if not reason.strip():
            wrong["reason"] = "Say why, in a few words: it is the minute of this decision."
        elif len(reason) > LONGEST_WORDS:
            wrong["reason"] = f"Keep the reason under {LONGEST_WORDS:,} characters."
        if wrong:
            raise BadInput(wrong)
        row.answer, row.reason, row.answered_by, row.answered_at = Answer(said), reason.strip(), me.id, now()
        note.detail |= {"answer": said, "reason": row.reason}
        settled(session, subject)
    return row


def laws(session: Session) -> list[LegalReference]:
    """What stands, by name, and after it what was replaced."""
    return list(
        session.exec(
            select(LegalReference).order_by(col(LegalReference.replaced_at).is_not(None), LegalReference.name, col(LegalReference.id).desc())
        )
    )


def questions(session: Session, me: Person) -> list[PolicyQuestion]:
    """Of my academies: open ones first, oldest first; then what was decided, newest first."""
    mine = [home.id for home in academies(session, me)]
    rows = session.exec(select(PolicyQuestion).where(col(PolicyQuestion.academy_id).in_(mine)).order_by(col(PolicyQuestion.id))).all()
    return [row for row in rows if row.answer is None] + [row for row in reversed(rows) if row.answer is not None]


def may_answer(session: Session, me: Person, row: PolicyQuestion) -> bool:
    """Whether this question waits for me."""
    profile, place = profile_at(session, row.academy_id), Place(row.academy_id)
    wanted = profile.policy_questions if row.raised is Raised.CONCERN else profile.review_decided_by
    named = {*(role for role in Role if role.value in wanted.value), Role.HEAD}
    return row.answer is None and may(session, me, Verb.ANSWER_REVIEW, place) and bool(roles(session, me, row.academy_id) & named)


def asked_of(session: Session, academy_id: int, named: Iterable[str]) -> list[Role]:
    """Those of the named roles that somebody holds here, or the Headteacher: no question is ever put to nobody."""
    return [Role(role.value) for role in map(RoutedRole, named) if signed_in_holders(session, academy_id, role)] or [Role.HEAD]


def due(session: Session) -> list[int]:
    """Academies whose review comes due, or is overdue, and which have not been told so yet."""
    return [key for key, profile in profiles_of(session, session.exec(select(Academy)).all()).items() if _unsaid(session, key, profile) is not None]


def alarm(session: Session, academy_id: int) -> None:
    """One notice, on the last of the days that has come."""
    profile = profile_at(session, academy_id)
    days = _unsaid(session, academy_id, profile)
    if days is None:
        return
    left = (profile.review_due.value - today()).days
    text = f"The review of the policy is due in {left} days." if left > 0 else "The review of the policy is due today."
    if left < 0:
        text = f"The review of the policy is {-left} days overdue."
    append(session, GATEPOST, Act.POLICY_DUE, f"academy:{academy_id}", academy_id=academy_id, days_left=left, review_due=profile.review_due.value)
    session.add(PolicyAlarm(academy_id=academy_id, review_due=profile.review_due.value, days=days))
    to = asked_of(session, academy_id, profile.review_decided_by.value)
    tell_roles(session, academy_id, to, f"{profile.title}: {text}", "/policy", urgency=Urgency.SOON if left <= 0 else Urgency.ROUTINE)
    session.commit()


def _unsaid(session: Session, academy_id: int, profile: Profile) -> int | None:
    left = (profile.review_due.value - today()).days
    reached = [days for days in ALARM_DAYS if left <= days]
    if not reached:
        return None
    said = select(PolicyAlarm).where(
        PolicyAlarm.academy_id == academy_id, PolicyAlarm.review_due == profile.review_due.value, PolicyAlarm.days == reached[-1]
    )
    return None if session.exec(said).first() else reached[-1]


def _ask(session: Session, me: Person, academy_id: int, profile: Profile, law: LegalReference) -> None:
    about = f"{law.name}, {law.edition}, in force since {law.in_force_since.isoformat()}, is newer than the policy."
    row = PolicyQuestion(academy_id=academy_id, raised=Raised.EDITION, about=about, raised_by=me.id or 0)
    _put(session, row, asked_of(session, academy_id, profile.review_decided_by.value))
    append(session, GATEPOST, Act.POLICY_ASKED, f"policy-question:{row.id}", academy_id=academy_id, law=law.name, edition=law.edition)


def _put(session: Session, row: PolicyQuestion, to: list[Role]) -> None:
    session.add(row)
    session.flush()
    text = {Raised.EDITION: f"Review the policy earlier? {row.about}", Raised.CONCERN: "An urgent concern about the policy waits for your decision."}
    tell_roles(session, row.academy_id, to, text[row.raised], PAGE, subject=f"policy-question:{row.id}", urgency=Urgency.SOON)


def _standing(session: Session, name: str) -> LegalReference | None:
    rows = session.exec(select(LegalReference).where(col(LegalReference.replaced_at).is_(None)))
    return next((row for row in rows if row.name.casefold() == name.casefold()), None)


def _wrong_law(name: str, edition: str, in_force_since: date | None, checked_on: date | None) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for key, value, asked in (("name", name, "Enter the name of the law or guidance."), ("edition", edition, "Enter the edition, such as the year.")):
        if not value:
            wrong[key] = asked
        elif len(value) > LONGEST_NAME:
            wrong[key] = f"Keep it under {LONGEST_NAME} characters."
    if in_force_since is None:
        wrong["in_force_since"] = "Enter the date since which it is in force."
    elif in_force_since.year < FIRST_YEAR or in_force_since.year > today().year + 5:
        wrong["in_force_since"] = "Enter the date since which it is in force, with the year in full."
    if checked_on is None:
        wrong["checked_on"] = "Enter the day on which somebody looked it up."
    elif checked_on > today() or checked_on.year < FIRST_YEAR:
        wrong["checked_on"] = "Enter the day on which somebody looked it up: today or earlier."
    return wrong
