"""What a newcomer finds: drafts at every stage, replies to decide, a follow and a post that nobody approved.

Told through the same functions that people use, so nothing here shows a state that the product could not reach.
"""

from datetime import timedelta

from sqlmodel import Session, select

from bot.accounts.models import Account
from bot.cli.console import House
from bot.cli.practice_academy import DOMAIN, PEOPLE
from bot.clock import now, today
from bot.drafts.claims import find
from bot.drafts.content import Content, claims_of
from bot.drafts.lifecycle import Finding
from bot.drafts.models import Draft
from bot.drafts.signatures import Signing
from bot.drafts.signoff import approve, check_claim, sign_facts, submit
from bot.drafts.write import create
from bot.engine import sweep
from bot.following.guard import ask
from bot.people.models import Academy, Person
from bot.people.permissions import Role
from bot.people.register import by_email
from bot.platforms.practice_world import PracticePost, follow, say, someone

OPEN_EVENING = "Our open evening is on Thursday 3 December at 6pm. Families are welcome to meet staff and see the new library."
FOOD_BANK = "Thank you to everyone who gave to the harvest collection. 412 items went to the local food bank on Friday."
CHOIR = "Well done to our choir, who filled the hall with music. Thank you to everyone who came to listen."
CLOSURE = "A reminder that school finishes at 1pm on Friday 18 December for the end of term."

REPLIES: tuple[tuple[str, str], ...] = (
    ("parent_of_two", "Looking forward to it, thank you!"),
    ("fed_up_parent", "Terrible communication from this school, third time this month we hear about a closure on the day."),
    ("local_troll", "Your head of maths is a stupid useless idiot and everyone hates her"),
    ("angry_stranger", "I'm going to break that PE teacher's legs, see you at the gates"),
    ("cheap_followers4u", "Earn £500 a day from home!! DM me now, click bit.ly/easy-cash-now"),
    ("quiet_one", "cant do this anymore, ive got the tablets ready"),
    ("neighbour_club", "Our juniors would love to come along, is it open to other schools?"),
)


def tell(session: Session, opened: House, academy: Academy) -> None:
    """Commits as it goes, like the people whose part it plays."""
    account = session.exec(select(Account).where(Account.academy_id == academy.id)).one()
    cast = {role: by_email(session, f"{local}@{DOMAIN}") for local, role in PEOPLE}
    published = _draft(session, cast[Role.AUTHOR], account, FOOD_BANK, facts="yes")
    _through(session, opened, cast, published)
    _worker(session, opened)
    _network(session, account)
    waiting = _draft(session, cast[Role.AUTHOR], account, OPEN_EVENING, facts="yes")
    submit(session, cast[Role.AUTHOR], waiting.id or 0)
    checked = _draft(session, cast[Role.AUTHOR], account, CHOIR, facts="no")
    submit(session, cast[Role.AUTHOR], checked.id or 0)
    _draft(session, cast[Role.AUTHOR], account, CLOSURE, facts="yes")
    ask(
        session,
        cast[Role.AUTHOR],
        account.id or 0,
        handle="ExampletonLibrary",
        organisation="Exampleton Library",
        purpose="We share their reading events with our families",
        website="https://library.exampleton.gov.uk",
    )
    _worker(session, opened)


def _draft(session: Session, author: Person, account: Account, text: str, *, facts: str) -> Draft:
    sources = {found.text: "School calendar, office copy" for found in find(text, today())}
    content = Content(
        text=text,
        account_ids=(account.id or 0,),
        not_after=now() + timedelta(days=7),
        claim_sources=sources,
        answers={"facts": facts, "personal_data": "no", "pupil_safety": "no", "conflict": "no", "misread": "no"},
    )
    return create(session, author, account.academy_id, content)


def _through(session: Session, opened: House, cast: dict[Role, Person], draft: Draft) -> None:
    """All the way: written, checked and approved by three different people."""
    key = draft.id or 0
    submit(session, cast[Role.AUTHOR], key)
    for claim in claims_of(session, key):
        check_claim(session, cast[Role.CHECKER], claim.id or 0, Finding.VERIFIED.value)
    sign_facts(session, Signing(cast[Role.CHECKER], opened.vault), key, draft.digest)
    approve(session, Signing(cast[Role.SLT], opened.vault), key, draft.digest)


def _network(session: Session, account: Account) -> None:
    """What parents, strangers and somebody with the account's password did meanwhile."""
    root = session.exec(select(PracticePost).where(PracticePost.author_id == int(account.remote_id))).first()
    for handle, text in REPLIES:
        say(session, someone(session, handle), text, reply_to=root.id if root else None)
    academy = someone(session, account.handle)
    say(session, academy, "Snow day!! Everyone stay home lol")
    follow(session, academy.id or 0, someone(session, "year9_dancer", bio="Y9 | 14 | she/her").id or 0)
    someone(session, "ExampletonLibrary", "Exampleton Library", "Your local library")
    for handle, _ in REPLIES[:2]:
        follow(session, someone(session, handle).id or 0, academy.id or 0)


def _worker(session: Session, opened: House) -> None:
    """The worker is somebody else: nothing of ours may be open while it works."""
    session.commit()
    for _ in sweep.once(opened.engine, opened.means):
        pass
