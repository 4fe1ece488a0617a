"""`staff`: the register of authorised posters, from the command line.

The same rules as in the web pages: `--by` names the administrator who acts, and nothing counts until a second person
co-signs it. A command line is not a way round.
"""

import argparse
from datetime import date, datetime, time
from typing import Any

from sqlmodel import col, select

from bot.accounts import register as accounts
from bot.cli.console import house, say, say_json, session
from bot.clock import LONDON, spoken
from bot.drafts.leaving import announce
from bot.errors import BadInput
from bot.notify import invitations
from bot.people import register
from bot.people.models import Grant, Person, RoleHolding, Standing
from bot.people.permissions import ACCOUNT_VERBS, Role


def add_commands(commands: Any) -> None:
    staff = commands.add_parser("staff", help="people, roles and permissions; each needs a second person's co-signature")
    verbs = staff.add_subparsers(dest="verb", metavar="VERB", required=True)

    listed = verbs.add_parser("list", help="everyone, what they hold, and what waits for a co-signature")
    listed.add_argument("--json", action="store_true")
    listed.set_defaults(run=_list)

    added = acting(verbs, "add", "put a person in the register", _add)
    added.add_argument("--name", required=True)
    added.add_argument("--email", required=True)
    added.add_argument("--staff-id", required=True)
    added.add_argument("--phone", default="")
    added.add_argument("--capacity", default="staff", choices=["staff", "governor", "volunteer", "supplier"])

    acting(verbs, "invite", "make a link with which a person chooses a password", _invite).add_argument("email")

    role = acting(verbs, "role", "propose a role", _role)
    role.add_argument("email")
    role.add_argument("role", choices=[r.value for r in Role])
    role.add_argument("--academy", type=int, required=True, metavar="ID")

    grant = acting(verbs, "grant", "propose a permission on one account", _grant)
    grant.add_argument("email")
    grant.add_argument("permission", choices=[v.value for v in ACCOUNT_VERBS])
    grant.add_argument("--account", type=int, required=True, metavar="ID")
    grant.add_argument("--until", required=True, metavar="DATE", help="the last day, like 2027-07-31")
    grant.add_argument("--sponsor", required=True, metavar="EMAIL")
    grant.add_argument("--no-images", action="store_true")

    revoke = acting(verbs, "revoke", "take a permission away at once", _revoke)
    revoke.add_argument("grant", type=int)
    revoke.add_argument("--reason", required=True)

    training = acting(verbs, "training", "record a course somebody completed", _training)
    training.add_argument("email")
    training.add_argument("--course", required=True)
    training.add_argument("--on", required=True, metavar="DATE")
    training.add_argument("--evidence", required=True)
    training.add_argument("--expires", metavar="DATE")

    acting(verbs, "leave", "a person leaves: everything they could do ends", _leave).add_argument("email")


def acting(verbs: Any, name: str, help_text: str, run: Any) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = verbs.add_parser(name, help=help_text)
    made.add_argument("--by", required=True, metavar="EMAIL", help="the administrator who does this")
    made.set_defaults(run=run)
    return made


def _list(args: argparse.Namespace) -> int:
    with session(house()) as open_session:
        for person in open_session.exec(select(Person).order_by(Person.name)):
            roles = open_session.exec(select(RoleHolding).where(RoleHolding.person_id == person.id, RoleHolding.standing != Standing.ENDED)).all()
            grants = open_session.exec(
                select(Grant).where(Grant.person_id == person.id, Grant.standing != Standing.ENDED).order_by(col(Grant.id))
            ).all()
            row = {
                "name": person.name,
                "email": person.email,
                "left": person.left_at,
                "roles": [{"role": r.role.value, "academy": r.academy_id, "standing": r.standing.value} for r in roles],
                "grants": [
                    {"id": g.id, "permission": g.verb.value, "account": g.account_id, "until": g.ends, "standing": g.standing.value} for g in grants
                ],
            }
            if args.json:
                say_json(row)
                continue
            say(f"{person.name} <{person.email}>" + (f", left {spoken(person.left_at)}" if person.left_at else ""))
            for r in roles:
                say(f"    role {r.role.value} at academy {r.academy_id or 'all'}: {r.standing.value}")
            for g in grants:
                say(f"    permission {g.id}: {g.verb.value} on account {g.account_id} until {spoken(g.ends)}: {g.standing.value}")
    return 0


def _add(args: argparse.Namespace) -> int:
    with session(house()) as open_session:
        me = register.by_email(open_session, args.by)
        person = register.register(
            open_session, me, name=args.name, email=args.email, staff_id=args.staff_id, phone=args.phone, capacity=args.capacity
        )
        say(f"{person.name} is in the register. Next: `gatepost staff role {person.email} ...`, and `gatepost staff invite {person.email}`.")
    return 0


def _invite(args: argparse.Namespace) -> int:
    opened = house()
    with session(opened) as open_session:
        me = register.by_email(open_session, args.by)
        token = invitations.invite(open_session, me, register.by_email(open_session, args.email).id or 0)
        say(f"Give this link to the person alone; it works once, for three days: {opened.settings.address}/welcome/{token}")
    return 0


def _role(args: argparse.Namespace) -> int:
    with session(house()) as open_session:
        me, person = register.by_email(open_session, args.by), register.by_email(open_session, args.email)
        register.propose_role(open_session, me, person.id or 0, args.role, args.academy)
        say("Proposed. It counts when a second person co-signs it under People.")
    return 0


def _grant(args: argparse.Namespace) -> int:
    with session(house()) as open_session:
        me, person = register.by_email(open_session, args.by), register.by_email(open_session, args.email)
        account = accounts.account(open_session, args.account)
        grant = register.propose_grant(
            open_session,
            me,
            person_id=person.id or 0,
            account_id=args.account,
            academy_id=account.academy_id,
            verb=args.permission,
            ends=datetime.combine(_day("until", args.until), time(23, 59, 59), LONDON),
            sponsor_id=register.by_email(open_session, args.sponsor).id or 0,
            no_images=args.no_images,
        )
        say(f"Proposed as permission {grant.id}. It counts when a second person co-signs it under People.")
    return 0


def _revoke(args: argparse.Namespace) -> int:
    with session(house()) as open_session:
        me, grant = register.by_email(open_session, args.by), open_session.get(Grant, args.grant)
        academy_id = accounts.account(open_session, grant.account_id).academy_id if grant else 0
        register.revoke_grant(open_session, me, args.grant, academy_id, args.reason)
        say("Taken away. Posts of this person that are waiting are held.")
    return 0


def _training(args: argparse.Namespace) -> int:
    with session(house()) as open_session:
        me, person = register.by_email(open_session, args.by), register.by_email(open_session, args.email)
        register.record_training(
            open_session,
            me,
            person.id or 0,
            course=args.course,
            completed_on=_day("on", args.on),
            evidence=args.evidence,
            expires_on=_day("expires", args.expires) if args.expires else None,
        )
        say("Recorded.")
    return 0


def _leave(args: argparse.Namespace) -> int:
    with session(house()) as open_session:
        me, person = register.by_email(open_session, args.by), register.by_email(open_session, args.email)
        announce.leave(open_session, me, person.id or 0)
        say(f"{person.name} has left. Their sessions, roles and permissions have ended.")
    return 0


def _day(field: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput({field: f"{text} is not a date. Write it like 2027-07-31."}) from None
