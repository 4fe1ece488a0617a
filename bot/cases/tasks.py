"""Tasks for people: what no network call can do, with a time by which it is done."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from bot.accounts.models import Account
from bot.audit.actions import Act
from bot.audit.log import GATEPOST, append, recorded
from bot.cases.models import Task, TaskState
from bot.clock import now
from bot.errors import NotFound, Refusal
from bot.notify.models import Urgency
from bot.notify.send import settled, tell_roles
from bot.people.directory import acting_for
from bot.people.grants import Place, actor, profile_at, require, roles
from bot.people.models import Person
from bot.people.permissions import Role, Verb
from bot.people.permissions import words as role_words

SAFEGUARDING = {Role.DSL, Role.DEPUTY_DSL}
SEEN_BY: dict[Role, set[Role]] = {Role.DSL: SAFEGUARDING}  # every other task is also the Headteacher's to see


def ask(
    session: Session,
    account: Account,
    subject: str,
    title: str,
    steps: tuple[str, ...],
    *,
    role: Role = Role.SLT,
    link: str = "",
    within: timedelta | None = None,
) -> Task:
    """Put a task before a person. Asking for what is already asked for changes nothing. Commits nothing.

    `within` is for what is looked at as a matter of course; everything else has the minutes of the profile.
    """
    there = session.exec(select(Task).where(Task.subject == subject, Task.title == title, Task.state != TaskState.DONE)).first()
    if there is not None:
        return there
    minutes = profile_at(session, account.academy_id).human_task_minutes.value
    due = now() + (within or timedelta(minutes=minutes))
    task = Task(
        academy_id=account.academy_id,
        account_id=account.id,
        subject=subject,
        role=role,
        title=title,
        steps=list(steps),
        link=link,
        due_at=due,
        not_before=due,
    )
    session.add(task)
    session.flush()
    append(session, GATEPOST, Act.TASK_SET, subject, academy_id=account.academy_id, account_id=account.id, task=task.id, title=title)
    tell_roles(
        session,
        account.academy_id,
        [role],
        title,
        f"/tasks#task-{task.id}",
        subject=f"task:{task.id}",
        urgency=Urgency.ROUTINE if within else Urgency.SOON,
    )
    return task


def open_for(session: Session, me: Person) -> list[Task]:
    rows = session.exec(select(Task).where(Task.state != TaskState.DONE).order_by(col(Task.due_at)))
    return [t for t in rows if _sees(session, me, t)]


def _sees(session: Session, me: Person, task: Task) -> bool:
    """Whoever holds the role, and who stands in today for somebody who does."""
    stands_in = {Role(e.role.value) for e in acting_for(session, me, task.academy_id) if e.role.value in set(Role)}
    return bool(SEEN_BY.get(task.role, {task.role, Role.HEAD}) & (roles(session, me, task.academy_id) | stands_in))


def done(session: Session, me: Person, task_id: int, then: Callable[[Session, Task], dict[str, Any]] = lambda *_: {}) -> Task:
    """A person says they did it: their word, their name, their role and the time are on record.

    `then` writes what follows from it into the same transaction, and returns what the record says of that.
    """
    task = session.get(Task, task_id)
    if task is None:
        raise NotFound("That task is not here.")
    with recorded(session, actor(me), Act.TASK_DONE, task.subject, academy_id=task.academy_id, account_id=task.account_id, task=task_id) as note:
        if not _sees(session, me, task):
            raise NotFound("That task is not here.")
        require(session, me, Verb.DO_TASKS, Place(task.academy_id))
        if task.state is TaskState.DONE:
            raise Refusal("This task is done already.", rule="already-decided")
        task.late = task.late or now() > task.due_at
        task.state, task.done_by, task.done_at = TaskState.DONE, me.id, now()
        note.detail |= {"late": task.late, "role": doer(session, task), **then(session, task)}
        settled(session, f"task:{task_id}")
    return task


def last_done(session: Session, subject: str, title: str) -> Task | None:
    """The latest of these that a person did."""
    query = select(Task).where(Task.subject == subject, Task.title == title, Task.state == TaskState.DONE, col(Task.done_by).is_not(None))
    return session.exec(query.order_by(col(Task.id).desc()).limit(1)).first()


def doer(session: Session, task: Task) -> str:
    """In which role somebody did it, as people say it: the one that was asked where they hold it, or another that may."""
    held = roles(session, session.get_one(Person, task.done_by), task.academy_id)
    may = [role for role in (task.role, *sorted(SEEN_BY.get(task.role, {Role.HEAD}))) if role in held]
    return role_words(may[0] if may else task.role)


def not_needed(session: Session, subject: str, titles: Iterable[str]) -> None:
    """What was asked of a person came about without them: the task leaves their page, and the record says why. Commits nothing."""
    for task in session.exec(select(Task).where(Task.subject == subject, col(Task.title).in_(titles), Task.state != TaskState.DONE)):
        task.state, task.done_at = TaskState.DONE, now()
        session.add(task)
        append(session, GATEPOST, Act.TASK_DONE, subject, academy_id=task.academy_id, account_id=task.account_id, task=task.id, by_hand=False)
        settled(session, f"task:{task.id}")


def due(session: Session) -> list[int]:
    rows = session.exec(select(Task).where(Task.state == TaskState.OPEN, col(Task.due_at) <= now()))
    return [t.id for t in rows if t.id is not None]


def overdue(session: Session, task_id: int) -> None:
    """The time passed: the Headteacher is told too, and the lateness stays on record."""
    task = session.get(Task, task_id)
    if task is None or task.state is not TaskState.OPEN or task.due_at > now():
        session.rollback()
        return
    task.state, task.late = TaskState.OVERDUE, True
    text = f"Overdue: {task.title}"
    tell_roles(session, task.academy_id, [Role.HEAD, task.role], text, f"/tasks#task-{task.id}", subject=f"task:{task.id}", urgency=Urgency.SOON)
    session.commit()
