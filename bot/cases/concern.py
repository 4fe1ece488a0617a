"""A member of staff is worried about a child (C16): a case at once, and to whoever raised it nothing but where it went."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from sqlmodel import Session, col, select

from bot.cases import imagery, safeguarding
from bot.cases.models import About, Case, CaseState
from bot.cases.safeguarding_access import WORKERS
from bot.cases.safeguarding_models import Concern, Move
from bot.cases.safeguarding_moves import write_down
from bot.cases.safeguarding_paging import DANGER, reachable
from bot.cases.safeguarding_tags import IMAGERY, TAGS
from bot.cases.safeguarding_work import settle_about
from bot.clock import now
from bot.errors import BadInput
from bot.notify.models import Urgency
from bot.notify.send import tell_roles
from bot.people.directory import Contact
from bot.people.models import Person
from bot.people.permissions import ROLE_WORDS, Role
from bot.platforms.base import Post
from bot.policy.parameter import RoutedRole

TWICE = timedelta(minutes=10)  # the same words by the same person within this are the same press of the button
RULE = "safeguarding: a member of staff is worried"


@dataclass(frozen=True)
class Seen:
    """What a concern is about, as whoever raises it sees it: a comment (with its post) or the text of a draft."""

    link: str
    text: str
    account_id: int | None = None
    post: Post | None = None
    evidence_id: int | None = None


def take(
    session: Session, me: Person, academy_id: int, *, words: str, about: str, person: Person | None, imagery_seen: bool, seen: Seen | None
) -> Concern:
    """Raise a case, or add to the one that is open about the same thing, and page. Commits nothing."""
    wrong = {}
    if about not in set(About):
        wrong["about"] = "Choose whether it is about somebody who works here."
    if not words.strip() and seen is None:
        wrong["words"] = "Write in a few words what worries you."
    if len(words) > safeguarding.LONGEST:
        wrong["words"] = f"Keep it under {safeguarding.LONGEST:,} characters."
    if wrong:
        raise BadInput(wrong)
    said = imagery.without_addresses(words.strip()) if imagery_seen else words.strip()
    if (there := _pressed_twice(session, me, said, seen)) is not None:
        return there
    kind = settle_about(session, About(about), person, academy_id)
    case = _open_about(session, seen) if kind is About.NOBODY else None
    if case is None:
        case = _raise(session, me, academy_id, said, kind, person, seen, imagery_seen=imagery_seen)
    else:
        _join(session, me, case, said, imagery_seen=imagery_seen)
    row = Concern(
        academy_id=academy_id,
        raised_by=me.id or 0,
        words=said,
        link=seen.link if seen else "",
        about=kind,
        imagery=imagery_seen,
        case_id=case.id or 0,
        passed_to=[role.value for role in WORKERS[kind]],
    )
    session.add(row)
    session.flush()
    return row


def _pressed_twice(session: Session, me: Person, words: str, seen: Seen | None) -> Concern | None:
    link = seen.link if seen else ""
    query = select(Concern).where(Concern.raised_by == me.id, Concern.words == words, Concern.link == link, Concern.raised_at > now() - TWICE)
    return session.exec(query).first()


def _open_about(session: Session, seen: Seen | None) -> Case | None:
    """The case that is open about the same comment or draft."""
    if seen is None:
        return None
    query = select(Case).where((Case.subject == seen.link) | (Case.link == seen.link), Case.state != CaseState.CLOSED, Case.about == About.NOBODY)
    return session.exec(query.with_for_update()).first()


def _raise(
    session: Session, me: Person, academy_id: int, words: str, kind: About, person: Person | None, seen: Seen | None, *, imagery_seen: bool
) -> Case:
    post = seen.post if seen else None
    free = seen is not None and session.exec(select(Case.id).where(Case.subject == seen.link)).first() is None
    tags = {"kcsie"} | ({IMAGERY} if imagery_seen else set()) | ({"staff"} if kind is not About.NOBODY else set())
    text = seen.text if seen else ""
    case = Case(
        academy_id=academy_id,
        account_id=seen.account_id if seen else None,
        subject=seen.link if seen and free else f"concern:{uuid4().hex}",
        link=seen.link if seen else "",
        rule=RULE,
        text=imagery.without_addresses(text) if imagery_seen else text,
        author_handle=post.author_handle if post else "",
        url=post.url if post else "",
        platform_at=post.at if post else None,
        evidence_id=seen.evidence_id if seen else None,
        about=kind,
        about_person_id=person.id if person else None,
        raised_by=me.id,
        tags=[code for code in TAGS if code in tags],
    )
    return safeguarding.begin(session, case, me, words)


def _join(session: Session, me: Person, case: Case, words: str, *, imagery_seen: bool) -> None:
    """It is with the lead already. Whoever raises it again is not told that, and the lead hears of it."""
    if imagery_seen:
        case.tags = [code for code in TAGS if code in {*case.tags, IMAGERY}]
        case.text = imagery.without_addresses(case.text)
    write_down(session, case, Move.JOIN, me, words)
    text = f"A member of staff raised safeguarding case {case.id} too: read what they say. {DANGER}"
    tell_roles(session, case.academy_id, WORKERS[case.about], text, f"/cases/{case.id}", subject=f"joined:{case.id}", urgency=Urgency.SOON)


def mine(session: Session, me: Person) -> list[Concern]:
    """What I raised, newest first."""
    return list(session.exec(select(Concern).where(Concern.raised_by == me.id).order_by(col(Concern.id).desc()).limit(50)))


def of_case(session: Session, case_id: int) -> list[Concern]:
    return list(session.exec(select(Concern).where(Concern.case_id == case_id).order_by(col(Concern.id))))


def passed_to(row: Concern) -> str:
    """In words: all that whoever raised it ever learns."""
    words = [ROLE_WORDS[Role(role)] for role in row.passed_to]
    return " and ".join(each if each == ROLE_WORDS[Role.HEAD] else each[:1].lower() + each[1:] for each in words)


def ring_yourself(session: Session, academy_id: int, about: About) -> list[Contact]:
    """Whom to ring now. About the Headteacher it is the chair of governors, whom Gatepost does not reach: only whoever raises it does."""
    roles = (RoutedRole.CHAIR,) if about is About.HEAD else tuple(RoutedRole(role.value) for role in WORKERS[about])
    return [contact for role in roles for contact in reachable(session, academy_id, role)]
