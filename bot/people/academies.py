"""What an academy is held to: its policy profile, which two people choose, and its own published contact details (C01)."""

from sqlmodel import Session

from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.errors import BadInput, Refusal
from bot.people import directory
from bot.people.found import person
from bot.people.grants import Place, academy, actor, profile_at, require, same_human
from bot.people.models import Academy, Person
from bot.people.permissions import Verb
from bot.policy import profile as profiles
from bot.policy.parameter import RoutedRole
from bot.policy.show import vacancies

LONGEST_CONTACTS = 2_000


def propose_profile(session: Session, me: Person, academy_id: int, policy: str) -> Academy:
    """An administrator proposes; until the Headteacher agrees the academy stays under the profile it has."""
    with recorded(session, actor(me), Act.PROFILE_PROPOSED, f"academy:{academy_id}", academy_id=academy_id, policy=policy):
        require(session, me, Verb.SET_PROFILE, Place(academy_id))
        home = academy(session, academy_id)
        if policy not in profiles.names():
            raise BadInput({"policy": "Choose one of the profiles in the list."})
        if policy == home.policy:
            raise BadInput({"policy": "The academy is under this profile already."})
        home.proposed_policy, home.policy_proposed_by = policy, me.id
        session.add(home)
    return home


def agree_profile(session: Session, me: Person, academy_id: int) -> Academy:
    """The Headteacher agrees, and everyone must read and confirm the new policy before they act again.

    Refused while a role that the profile needs is empty (S01.1): then nobody would get what it routes.
    """
    home = academy(session, academy_id)
    with recorded(session, actor(me), Act.PROFILE_SET, f"academy:{academy_id}", academy_id=academy_id, policy=home.proposed_policy):
        require(session, me, Verb.COSIGN_PROFILE, Place(academy_id))
        if not home.proposed_policy:
            raise Refusal("No other profile is proposed.", rule="already-decided")
        if home.policy_proposed_by is not None and same_human(me, person(session, home.policy_proposed_by)):
            raise Refusal("You proposed it, so somebody else agrees.", rule="self-benefit", next_step="Ask another Headteacher.")
        empty = empty_roles(session, academy_id, home.proposed_policy)
        if empty:
            raise Refusal(
                f"The profile cannot count yet. {' '.join(empty)}",
                rule="empty-role",
                clause=profiles.load(home.proposed_policy).key_people_named.clause,
                next_step="An administrator proposes somebody for each of these under People, or names them in the role directory.",
            )
        home.policy, home.proposed_policy, home.policy_proposed_by = home.proposed_policy, "", None
        session.add(home)
    return home


def empty_roles(session: Session, academy_id: int, policy: str) -> list[str]:
    """A sentence for each role that the profile needs and nobody holds, in Gatepost or in the role directory."""
    profile = profile_at(session, academy_id) if policy == academy(session, academy_id).policy else profiles.load(policy)
    return vacancies(profile, directory.filled(session, academy_id, RoutedRole))


def set_contacts(session: Session, me: Person, academy_id: int, contacts: str) -> Academy:
    """The academy's own telephone numbers and addresses, one a line: what a post may always say."""
    with recorded(session, actor(me), Act.CONTACTS_SET, f"academy:{academy_id}", academy_id=academy_id):
        require(session, me, Verb.SET_PROFILE, Place(academy_id))
        if len(contacts) > LONGEST_CONTACTS:
            raise BadInput({"contacts": "That is more than an academy publishes. Keep it to telephone numbers and addresses, one a line."})
        home = academy(session, academy_id)
        home.contacts = "\n".join(filter(None, (line.strip() for line in contacts.splitlines())))
        session.add(home)
    return home
