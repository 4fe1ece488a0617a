"""The channels of an academy: how notices leave Gatepost, for whom, whether they work, and the button that tries."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter
from sqlmodel import col, select
from starlette.responses import Response

from bot.errors import BadInput, NotFound, Refusal
from bot.notify import channels, recipients, words
from bot.notify.channel_models import NoticeChannel
from bot.notify.digests import DIGEST_WORDS
from bot.people.directory import WORDS
from bot.people.grants import Place, roles
from bot.people.models import Academy, Person
from bot.people.permissions import Verb
from bot.platforms.channels import ADDRESS_HINTS, KINDS, MAIL_FIELDS
from bot.policy.parameter import RoutedRole
from bot.web.access import Visit, allowed
from bot.web.forms import Typed, again
from bot.web.rendering import done, page

router = APIRouter()
MayKeep = Annotated[Visit, allowed(Verb.KEEP_CHANNELS)]
MayAgree = Annotated[Visit, allowed(Verb.AGREE_CHANNEL)]
MaySee = Annotated[Visit, allowed(Verb.KEEP_CHANNELS, Verb.AGREE_CHANNEL)]
LIST, FORM = "notices/channels.html", "notices/channel_new.html"
TYPED = ("label", "kind", "whom", *channels.SECRETS)


@dataclass(frozen=True)
class Row:
    channel: NoticeChannel
    kind: str
    whom: str
    state: str
    colour: str
    what_to_do: str
    may_agree: bool


def _home(visit: Visit, academy_id: int) -> Academy:
    """One where this person keeps the channels, or agrees to them."""
    home = next((a for a in visit.academies if a.id == academy_id), None)
    place = Place(academy_id)
    if home is None or not (visit.may(Verb.KEEP_CHANNELS, place) or visit.may(Verb.AGREE_CHANNEL, place)):
        raise NotFound("There is no such academy, or its channels are not yours to see.")
    return home


def _row(visit: Visit, found: NoticeChannel, names: dict[int, str]) -> Row:
    waits = channels.waits_for_agreement(visit.session, found)
    state, colour = ("Waits for a leader's agreement", "yellow") if waits else ("Not tried yet", "grey")
    if not waits and found.failing_since:
        state, colour = "Does not get through", "red"
    elif not waits and found.worked_at:
        state, colour = "Works", "green"
    may_agree = channels.may_agree(visit.session, visit.me, found)
    return Row(found, KINDS[found.kind][0], channels.label_of(found, names), state, colour, words.what_to_do(found.trouble), may_agree)


def _state(visit: Visit, academy_id: int) -> dict[str, Any]:
    home = _home(visit, academy_id)
    found = recipients.live(visit.session, academy_id)
    names = {key: visit.session.get_one(Person, key).name for key in {each.person_id for each in found} if key}
    return {
        "home": home,
        "rows": [_row(visit, each, names) for each in found],
        "may_keep": visit.may(Verb.KEEP_CHANNELS, Place(academy_id)),
        "digest_words": DIGEST_WORDS,
    }


def _form(visit: Visit, academy_id: int) -> dict[str, Any]:
    known = visit.session.exec(select(Person).where(col(Person.left_at).is_(None)).order_by(Person.name)).all()
    return {
        "home": _home(visit, academy_id),
        "kinds": [(kind.value, *words_) for kind, words_ in KINDS.items()],
        "whom": [
            (channels.EVERYBODY, "Everybody, each at their own official email address"),
            *((role.value, WORDS[role]) for role in RoutedRole),
            (channels.PERSON, "One person, chosen below"),
        ],
        "people": [(p.id, p.name) for p in known if roles(visit.session, p, academy_id)],
        "mail_fields": MAIL_FIELDS,
        "address_hints": [(KINDS[kind][0], hint) for kind, hint in ADDRESS_HINTS.items()],
        "safeguarding": [WORDS[role] for role in recipients.SAFEGUARDING],
        "digest_words": DIGEST_WORDS,
    }


@router.get("/academies/{academy_id}/channels")
def listed(visit: MaySee, academy_id: int) -> Response:
    return page(visit, LIST, **_state(visit, academy_id))


@router.get("/academies/{academy_id}/channels/new")
def new(visit: MayKeep, academy_id: int) -> Response:
    return page(visit, FORM, **_form(visit, academy_id))


@router.post("/academies/{academy_id}/channels/new")
def add(visit: MayKeep, academy_id: int, typed: Typed) -> Response:
    state, shown = visit.request.app.state, _form(visit, academy_id)
    try:
        row = channels.add(
            visit.session,
            visit.me,
            academy_id,
            typed.texts(*TYPED),
            state.vault,
            state.doors.notifier,
            person_id=typed.number("person_id"),
            digest=typed.ticked("digest"),
        )
    except (BadInput, Refusal) as problem:
        return again(visit, FORM, problem, typed, **shown)
    waits = channels.waits_for_agreement(visit.session, row)
    then = "Alarms can go over it, so a safeguarding lead or the Headteacher agrees first." if waits else "Send a test notice now."
    return done(visit, f"/academies/{academy_id}/channels", f"“{row.label}” is added. {then}")


@router.post("/academies/{academy_id}/channels/{channel_id}/test")
def test(visit: MayKeep, academy_id: int, channel_id: int) -> Response:
    state = visit.request.app.state
    try:
        answer = channels.test(visit.session, visit.me, academy_id, channel_id, state.vault, state.doors.notifier, state.doors.address)
    except Refusal as problem:
        return page(visit, LIST, status=403, refusal=problem, **_state(visit, academy_id))
    if not answer.sent:
        sentence = f"The test notice did not get through. {words.reason(answer)} {words.REASONS[answer.trouble].do}"
        return page(visit, LIST, status=200, failed=sentence, **_state(visit, academy_id))
    said = "The other side took the test notice. Look whether it arrived: Gatepost cannot see that."
    return done(visit, f"/academies/{academy_id}/channels", said)


@router.post("/academies/{academy_id}/channels/{channel_id}/agree")
def agree(visit: MayAgree, academy_id: int, channel_id: int) -> Response:
    try:
        row = channels.agree(visit.session, visit.me, academy_id, channel_id)
    except Refusal as problem:
        return page(visit, LIST, status=403, refusal=problem, **_state(visit, academy_id))
    return done(visit, f"/academies/{academy_id}/channels", f"Alarms go over “{row.label}” from now on.")


@router.post("/academies/{academy_id}/channels/{channel_id}/end")
def end(visit: MayKeep, academy_id: int, channel_id: int) -> Response:
    try:
        row = channels.end(visit.session, visit.me, academy_id, channel_id)
    except Refusal as problem:
        return page(visit, LIST, status=403, refusal=problem, **_state(visit, academy_id))
    return done(visit, f"/academies/{academy_id}/channels", f"“{row.label}” was ended, and its address forgotten.")
