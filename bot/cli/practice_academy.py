"""Making the practice academy: its people, what they may do, and its account."""

from datetime import timedelta

from sqlmodel import Session, select

from bot.accounts.models import Account, AccountState, Custodian
from bot.accounts.register import connect
from bot.audit.actions import Act
from bot.audit.log import append
from bot.cli.console import House
from bot.cli.setting_up import OPERATOR, give_role
from bot.clock import now, today
from bot.people import passwords
from bot.people.grants import profile_at
from bot.people.models import Academy, Attestation, Grant, Person, RoleHolding, Standing, Training
from bot.people.permissions import ROLE_WORDS, Role, Verb
from bot.people.register import add_person
from bot.platforms.practice_world import someone
from bot.policy.show import version_hash

DOMAIN = "practice-academy.example.sch.uk"
HANDLE = "PracticeAcademy"
PEOPLE: tuple[tuple[str, Role], ...] = (
    ("comms", Role.AUTHOR),
    ("checker", Role.CHECKER),
    ("slt", Role.SLT),
    ("head", Role.HEAD),
    ("dsl", Role.DSL),
    ("deputy.dsl", Role.DEPUTY_DSL),
    ("dpo", Role.DPO),
    ("admin", Role.ADMIN),
    ("governor", Role.GOVERNOR),
)
GRANTS: dict[Role, tuple[Verb, ...]] = {
    Role.AUTHOR: (Verb.DRAFT,),
    Role.CHECKER: (Verb.CHECK,),
    Role.SLT: (Verb.DRAFT, Verb.APPROVE, Verb.MODERATE),
    Role.HEAD: (Verb.CHECK, Verb.APPROVE, Verb.MODERATE),
}


def make(session: Session, opened: House, password: str) -> Academy:
    """Every row says that the operator made it; from here on the ordinary rules hold. Commits."""
    academy = Academy(
        name="Practice Academy",
        policy="default",
        email_domain=DOMAIN,
        contacts="01632 960100\nPractice Lane, Exampleton",
        practice=True,
    )
    session.add(academy)
    session.flush()
    append(session, OPERATOR, Act.INSTALL, f"academy:{academy.id}", academy_id=academy.id, practice=True)
    profile, hashed = profile_at(session, academy.id or 0), passwords.hashed(password)
    people: dict[Role, Person] = {}
    for number, (local, role) in enumerate(PEOPLE, start=1):
        person = add_person(session, OPERATOR, name=ROLE_WORDS[role], email=f"{local}@{DOMAIN}", staff_id=f"PRACTICE-{number}")
        person.password_hash = hashed
        give_role(session, person, role, academy)
        session.add_all(
            [
                Training(
                    person_id=person.id or 0,
                    course="Social media for schools (practice)",
                    completed_on=today() - timedelta(days=30),
                    evidence="Practice academy",
                ),
                Attestation(person_id=person.id or 0, policy=profile.name, version_hash=version_hash(profile)),
            ]
        )
        append(session, OPERATOR, Act.REGISTERED, f"person:{person.id}", academy_id=academy.id, role=role.value)
        people[role] = person
    session.commit()
    _account(session, opened, academy, people)
    return academy


def people_of(session: Session, academy: Academy) -> list[Person]:
    """In the order of the list above."""
    order = [f"{local}@{DOMAIN}" for local, _ in PEOPLE]
    query = select(Person).join(RoleHolding, RoleHolding.person_id == Person.id).where(RoleHolding.academy_id == academy.id)  # type: ignore[arg-type]
    found = {p.email: p for p in session.exec(query)}
    return [found[email] for email in order if email in found]


def _account(session: Session, opened: House, academy: Academy, people: dict[Role, Person]) -> None:
    on_network = someone(
        session, HANDLE, "Practice Academy", "The official account of Practice Academy. Not monitored 24/7. In an emergency ring 999."
    )
    account = Account(
        academy_id=academy.id or 0,
        platform="practice",
        handle=HANDLE,
        purpose="News for families of Practice Academy: events, closures, achievements",
        official_email=f"comms@{DOMAIN}",
        state=AccountState.APPROVED,
        proposed_by=people[Role.AUTHOR].id,
        decided_by=people[Role.HEAD].id,
        next_review=today() + timedelta(days=365),
    )
    session.add(account)
    session.flush()
    session.add_all([Custodian(account_id=account.id or 0, person_id=people[r].id or 0) for r in (Role.AUTHOR, Role.ADMIN)])
    for role, verbs in GRANTS.items():
        for verb in verbs:
            session.add(
                Grant(
                    person_id=people[role].id or 0,
                    account_id=account.id or 0,
                    verb=verb,
                    standing=Standing.ACTIVE,
                    starts=now() - timedelta(minutes=1),
                    ends=now() + timedelta(days=300),
                    sponsor_id=people[Role.HEAD if role is not Role.HEAD else Role.ADMIN].id or 0,
                )
            )
    append(session, OPERATOR, Act.ACCOUNT_APPROVED, f"account:{account.id}", academy_id=academy.id, account_id=account.id)
    session.commit()
    connect(session, people[Role.ADMIN], account.id or 0, {"account": str(on_network.id)}, opened.means.doors, opened.vault)
