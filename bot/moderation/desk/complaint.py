"""Criticism is not abuse: it may be a complaint, and somebody passes it to those who deal with complaints (S15.2)."""

from typing import NamedTuple

from sqlmodel import Session

from bot.audit.actions import Act
from bot.audit.log import recorded
from bot.cases import tasks
from bot.cases.models import Task
from bot.errors import Refusal
from bot.moderation.desk.decide import mine
from bot.moderation.desk.subject import is_about, leaders
from bot.moderation.models import Reply
from bot.moderation.verdict import Severity
from bot.people.grants import Place, actor, profile_at, require, roles
from bot.people.models import Person
from bot.people.permissions import Role, Verb

TITLE = "Answer a complaint made in a comment"


class Way(NamedTuple):
    """Who deals with it under one value of P39, and how."""

    role: Role
    how: str


WAYS: dict[str, Way] = {
    "as_any_contact": Way(Role.SLT, "Deal with it like any other contact: give it its owner, and answer by email or in writing."),
    "in_writing_with_stages": Way(Role.HEAD, "Point the writer to the complaints policy: a complaint is written and goes through its stages."),
    "trust_policy": Way(Role.HEAD, "Point the writer to the trust's complaints policy, and deal with what they say as it asks."),
    "host_school_policy": Way(Role.HEAD, "Point the writer to the complaints policy of the school that it is about."),
}


def may_pass_on(reply: Reply) -> bool:
    return reply.severity == Severity.S3


def pass_on(session: Session, me: Person, reply_id: int) -> Task:
    """A task for whom the policy profile gives complaints to. Passing it on twice changes nothing."""
    reply, account = mine(session, me, reply_id)
    with recorded(session, actor(me), Act.REPLY_PASSED_ON, f"reply:{reply_id}", academy_id=account.academy_id, account_id=account.id) as note:
        require(session, me, Verb.READ_COMMENTS, Place(account.academy_id))
        if not may_pass_on(reply):
            raise Refusal("Only criticism is passed on as a complaint.", rule="complaint", next_step="Decide this comment instead.")
        way = WAYS[profile_at(session, account.academy_id).complaints.value]
        about_head = any(
            is_about(session, p, reply, account) for p in leaders(session, account.academy_id) if Role.HEAD in roles(session, p, account.academy_id)
        )
        role = Role.SLT if about_head else way.role
        steps = (f"Read what was written: comment {reply_id}.", way.how, "Do not argue in public. Come back here and press Done.")
        task = tasks.ask(session, account, f"reply:{reply_id}", TITLE, steps, role=role, link=f"/comments/{reply_id}")
        note.detail |= {"task": task.id, "role": role.value}
    return task
