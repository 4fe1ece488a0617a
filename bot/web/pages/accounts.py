"""The register of official accounts: the list, one account with what its network can do, and proposing one."""

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.responses import Response

from bot.accounts import register, stop
from bot.accounts.models import Account
from bot.audit.log import history
from bot.errors import BadInput, NotFound, Refusal
from bot.people.grants import Place, profile_at
from bot.people.permissions import Verb
from bot.reports import connections, costs_seen, replies_closed, watching, working, working_seen
from bot.web.access import NOT_HERE, Visit, allowed
from bot.web.forms import Typed, again, wanted
from bot.web.pages import people_rows
from bot.web.pages.account_words import abilities, label
from bot.web.rendering import done, page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_ACCOUNTS)]
MayPropose = Annotated[Visit, allowed(Verb.PROPOSE_ACCOUNT)]


def seen(visit: Visit, account_id: int) -> Account:
    """An account of an academy where the visitor works; any other is not here."""
    found = register.account(visit.session, account_id)
    if not visit.may(Verb.READ_ACCOUNTS, Place(found.academy_id)):
        raise NotFound(NOT_HERE)
    return found


@router.get("/accounts")
def listed(visit: MayRead) -> Response:
    rows = [(academy, register.of_academy(visit.session, academy.id)) for academy in visit.academies]
    stopped = {a.id for _, accounts in rows for a in accounts if stop.standing(visit.session, a)}
    return page(visit, "accounts/list.html", rows=rows, stopped=stopped, label=label, may_propose=visit.may(Verb.PROPOSE_ACCOUNT))


def _form(visit: Visit) -> dict[str, Any]:
    places = [a for a in visit.academies if a.id is not None and visit.may(Verb.PROPOSE_ACCOUNT, Place(a.id))]
    return {
        "places": [(a.id, a.name) for a in places],
        "platforms": [(name, label(name)) for name in register.NETWORKS],
        "people": people_rows.choices(visit.session),
        "domains": sorted({a.email_domain for a in places}),
        "minimum": max((profile_at(visit.session, a.id).minimum_custodians.value for a in places if a.id is not None), default=2),
    }


@router.get("/accounts/new")
def new(visit: MayPropose) -> Response:
    return page(visit, "accounts/new.html", **_form(visit))


@router.post("/accounts/new")
def propose(visit: MayPropose, typed: Typed) -> Response:
    try:
        wanted(typed, academy_id="Choose an academy.")
        account = register.propose(
            visit.session,
            visit.me,
            academy_id=typed.number("academy_id") or 0,
            custodian_ids=typed.numbers("custodian_ids"),
            pupil_facing=typed.ticked("pupil_facing"),
            **typed.texts("platform", "handle", "purpose", "official_email"),
        )
    except (BadInput, Refusal) as problem:
        return again(visit, "accounts/new.html", problem, typed, **_form(visit))
    return done(visit, f"/accounts/{account.id}", f"@{account.handle} is proposed. The Headteacher decides next.")


@router.get("/accounts/{account_id}")
def one(visit: MayRead, account_id: int) -> Response:
    account = seen(visit, account_id)
    place = Place(account.academy_id)
    profile = profile_at(visit.session, account.academy_id)
    keepers, names = register.custodians(visit.session, account_id), people_rows.names(visit.session)
    return page(
        visit,
        "accounts/one.html",
        account=account,
        label=label(account.platform),
        abilities=abilities(account.platform),
        keepers=keepers,
        minimum=profile.minimum_custodians.value,
        candidates=[each for each in people_rows.choices(visit.session) if each[0] not in {k.id for k in keepers}],
        stopped=stop.standing(visit.session, account),
        names=names,
        connection=connections.connection(visit.session, account, names),
        may={verb.name: visit.may(verb, place) for verb in Verb if verb.name.endswith("_ACCOUNT") or verb is Verb.STOP},
        blind=watching.blind(visit.session, account),
        closed=replies_closed.of_account(visit.session, visit.me, account),
        slowed=costs_seen.slowed_words(visit.session, account, visit.request.app.state.settings.poll_seconds),
        sight=working_seen.sight(visit.session, account, asleep=working.asleep(visit.session)) if account.state in register.LIVE else None,
        reads=watching.READS,
        history=history(visit.session, f"account:{account_id}")[-50:][::-1],
    )
