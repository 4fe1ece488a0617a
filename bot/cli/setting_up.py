"""`setup` and `keys`: a new installation with its first two people, and turning keys over."""

import argparse
import os
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, Actor, append
from bot.cli.console import house, say, session
from bot.clock import now
from bot.consent import images_register
from bot.engine import schema
from bot.errors import BadInput, Refusal
from bot.notify import channels
from bot.people.models import Academy, Invitation, Person, RoleHolding, Standing
from bot.people.permissions import Role
from bot.people.register import INVITATION_LIVES, add_person
from bot.policy import profile as profiles
from bot.secrets import fingerprint, new_key, new_token

OPERATOR = Actor(None, "Operator at the command line")


def add_commands(commands: Any) -> None:
    setup = commands.add_parser("setup", help="make the keys, the database, the first academy, its Headteacher and its administrator")
    setup.add_argument("--academy", metavar="NAME")
    setup.add_argument("--domain", help="the academy's email domain, like academy.sch.uk")
    setup.add_argument("--policy", default="default", help="policy profile")
    setup.add_argument("--head-email", metavar="EMAIL")
    setup.add_argument("--head-staff-id", metavar="ID")
    setup.add_argument("--admin-email", metavar="EMAIL")
    setup.add_argument("--admin-staff-id", metavar="ID")
    setup.set_defaults(run=_setup)

    keys = commands.add_parser("keys", help="turn the encryption keys over")
    verbs = keys.add_subparsers(dest="verb", metavar="VERB", required=True)
    verbs.add_parser("new", help="print a new key, to be put first in GATEPOST_SECRET_KEYS").set_defaults(run=_new_key)
    verbs.add_parser("rotate", help="encrypt every stored credential with the first key").set_defaults(run=_rotate)


def _setup(args: argparse.Namespace) -> int:
    ensure_key()
    opened = house(current=False)
    schema.migrate(opened.engine)
    say("The keys and the database are ready.")
    if not args.academy:
        say(
            "Next: `gatepost setup --academy NAME --domain academy.sch.uk --head-email ... --admin-email ...`, or `gatepost practice` to look around."
        )
        return 0
    wanted = ("domain", "head_email", "head_staff_id", "admin_email", "admin_staff_id")
    missing = {name: f"Give --{name.replace('_', '-')}." for name in wanted if not getattr(args, name)}
    if missing:
        raise BadInput(missing)
    if args.head_staff_id.strip().casefold() == args.admin_staff_id.strip().casefold():
        raise BadInput({"admin_staff_id": "The Headteacher and the administrator must be two people: each co-signs what the other proposes."})
    profiles.load(args.policy)
    with session(opened) as open_session:
        links = _first_people(open_session, args)
        open_session.commit()
    for name, token in links:
        say(f"{name} chooses a password at {opened.settings.address}/welcome/{token} (works once, for three days)")
    return 0


def _first_people(open_session: Session, args: argparse.Namespace) -> list[tuple[str, str]]:
    """An academy's first two people are made without a co-signature: from then on each of them is the other's."""
    if open_session.exec(select(Academy).where(Academy.name == args.academy.strip())).first() is not None:
        raise Refusal("There is an academy of this name already.", rule="installed", next_step="Add people under People, or with `gatepost staff`.")
    academy = Academy(name=args.academy.strip(), policy=args.policy, email_domain=args.domain.strip().lower().lstrip("@"))
    open_session.add(academy)
    open_session.flush()
    append(open_session, OPERATOR, Act.ACADEMY_ADDED, f"academy:{academy.id}", academy_id=academy.id, policy=args.policy)
    links = []
    for name, email, staff_id, role in (
        ("Headteacher", args.head_email, args.head_staff_id, Role.HEAD),
        ("Administrator", args.admin_email, args.admin_staff_id, Role.ADMIN),
    ):
        person = add_person(open_session, OPERATOR, name=name, email=email, staff_id=staff_id)
        give_role(open_session, person, role, academy)
        token = new_token()
        open_session.add(Invitation(token_hash=fingerprint(token), person_id=person.id or 0, expires=now() + INVITATION_LIVES))
        append(open_session, OPERATOR, Act.REGISTERED, f"person:{person.id}", academy_id=academy.id, role=role.value)
        links.append((name, token))
    return links


def give_role(open_session: Session, person: Person, role: Role, academy: Academy) -> None:
    """Set-up alone gives a role without a second person. Commits nothing."""
    open_session.add(RoleHolding(person_id=person.id or 0, role=role, academy_id=academy.id, standing=Standing.ACTIVE))


def ensure_key(file: Path = Path(".env")) -> bool:
    """Make a key and keep it in `.env`, readable by its owner alone, unless there is one. Returns whether it was made."""
    if os.environ.get("GATEPOST_SECRET_KEYS"):
        return False
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    if any(line.startswith("GATEPOST_SECRET_KEYS=") and line.strip() != "GATEPOST_SECRET_KEYS=" for line in text.splitlines()):
        return False
    add_setting(file, "GATEPOST_SECRET_KEYS", new_key())
    return True


def add_setting(file: Path, name: str, value: str) -> None:
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    kept = [line for line in text.splitlines() if not line.startswith(f"{name}=")]
    beside = file.with_suffix(".new")
    beside.touch(mode=0o600)
    beside.write_text("\n".join([*kept, f"{name}={value}"]) + "\n", encoding="utf-8")
    beside.replace(file)  # all of it or nothing, even when the machine stops here


def _new_key(_args: argparse.Namespace) -> int:
    say(new_key())
    return 0


def _rotate(_args: argparse.Namespace) -> int:
    opened = house()
    with session(opened) as open_session:
        turned = 0
        for account in open_session.exec(select(Account)):
            if account.credential:
                account.credential = opened.vault.relock(account.credential)
                open_session.add(account)
                turned += 1
        turned += images_register.relock(open_session, opened.vault)
        turned += channels.relock(open_session, opened.vault)
        append(open_session, GATEPOST, Act.INSTALL, "keys", rotated=turned)
        open_session.commit()
    say(f"{turned} secret{'' if turned == 1 else 's'} now under the first key. Keep the older keys listed: sign-offs, seals and names use them.")
    return 0
