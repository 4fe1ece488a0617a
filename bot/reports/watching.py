"""What a page says of accounts that cannot be read, and of many comments at once (controls C15, C33)."""

from sqlmodel import Session

from bot.accounts import register, streams
from bot.accounts.models import Account, StreamKind
from bot.accounts.streams import Health
from bot.clock import now, spoken
from bot.moderation import canary
from bot.moderation.crowd import pile_on
from bot.moderation.models import Review
from bot.notify.models import Urgency
from bot.people.grants import Place, may
from bot.people.models import Person
from bot.people.permissions import Verb

Line = tuple[int, str, str, Urgency]  # how many, the sentence, where, how soon
READS: dict[StreamKind, str] = {
    StreamKind.REPLIES: "comments",
    StreamKind.TIMELINE: "the account's own posts",
    StreamKind.FOLLOWING: "whom the account follows",
    StreamKind.MESSAGES: "private messages",
}
UNSEEN = (Health.BLIND, Health.RECOVERING)


def blind(session: Session, account: Account) -> str:
    """Since when and what for, as a sentence; empty while it is read, and for an account that is not in use."""
    if account.state not in register.LIVE:
        return ""
    unseen = [stream for stream in streams.of_account(session, account.id or 0) if streams.health(stream) in UNSEEN]
    if not unseen:
        return ""
    since = min(stream.blind_since or now() for stream in unseen)
    what = [words for kind, words in READS.items() if kind in {stream.kind for stream in unseen}]
    listed = what[0] if len(what) == 1 else ", ".join(what[:-1]) + " and " + what[-1]
    again = all(streams.health(stream) is Health.RECOVERING for stream in unseen)
    return f"blind since {spoken(since)}: {listed} cannot be read. " + ("It is being read again now." if again else "Somebody has to look by hand.")


def lines(session: Session, me: Person) -> list[Line]:
    """For leaders and the administrator: blind since when; and for leaders each pile-on that goes on."""
    concerned = [account for account in register.of_academy(session) if _concerned(session, me, account)]
    broken = canary.broken(session) if concerned else None
    unseen = [(account, blind(session, account)) for account in concerned]
    found: list[Line] = [
        *(
            [(1, f"Not judged: since {spoken(broken.broken_since)} every comment waits for a person. {broken.why}", "/comments", Urgency.SOON)]
            if broken and broken.broken_since
            else []
        ),
        *(
            (1, f"Gatepost is {sentence.replace('blind', f'blind on @{account.handle}', 1)}", f"/accounts/{account.id}", Urgency.SOON)
            for account, sentence in unseen
            if sentence
        ),
    ]
    moment = now()
    for pile in pile_on.visible(session, me):
        if not pile_on.is_over(pile, moment):
            waiting = sum(reply.review is Review.WAITING for reply in pile_on.of(session, pile.id or 0))
            sentence = f"Many comments at once on @{register.account(session, pile.account_id).handle}: {waiting} wait for a decision"
            found.append((1, sentence, f"/pile-ons/{pile.id}", Urgency.SOON))
    return found


def _concerned(session: Session, me: Person, account: Account) -> bool:
    place = Place(account.academy_id)
    return may(session, me, Verb.READ_COMMENTS, place) or may(session, me, Verb.CONNECT_ACCOUNT, place)
