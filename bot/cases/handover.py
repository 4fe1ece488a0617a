"""The record of a safeguarding case for the school's own system: as JSON whose keys are fixed, and as a PDF (C16).

The JSON holds `format`, `case` (number, academy, state, raised_at, raised_by, why, about, set_aside, outcome, closed_at, closed_by,
system, system_reference), `imagery`, `duties` (code, label, duty), `source` (kind, account, author_handle, written_at, url, remote_id,
text) or null, `concerns` (at, by, words), `chronology` (at, who, what, words), `evidence` (captured_at, sha256, intact) or null, and
`taken_out` (by, role, at). Every time is ISO 8601 in UTC, or null. A later version only adds keys.
"""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from sqlmodel import Session

from bot.accounts import register
from bot.audit.actions import Act
from bot.cases import chronology, concern, evidence, paper, safeguarding
from bot.cases.models import About, Case, Evidence
from bot.cases.safeguarding_access import WORDS
from bot.cases.safeguarding_models import Move
from bot.cases.safeguarding_moves import WORDS as STATES
from bot.cases.safeguarding_moves import write_down
from bot.cases.safeguarding_tags import IMAGERY, TAGS
from bot.clock import now, spoken
from bot.errors import BadInput
from bot.people.grants import academy, roles
from bot.people.models import Person
from bot.people.permissions import ROLE_WORDS
from bot.platforms.capabilities import CAPABILITIES

FORMAT = "gatepost-safeguarding-case/1"
KINDS = {"pdf": "application/pdf", "json": "application/json"}
SOURCES = {"reply": "A comment by somebody outside", "draft": "A draft of the academy's", "message": "A private message"}


def export(session: Session, me: Person, case_id: int, kind: str) -> bytes:
    """Put the taking out on record with name and time, then make the file. Raises PaperMissing for a PDF without Pango."""
    with safeguarding.working(session, me, case_id, Act.CASE_EXPORTED, kind=kind[:10]) as (case, _):
        if kind not in KINDS:
            raise BadInput({"kind": "Choose PDF or JSON."})
        write_down(session, case, Move.EXPORT, me, kind.upper())
        session.flush()
        content = record(session, me, case)
    return as_json(content) if kind == "json" else paper.pdf(as_html(content))


def record(session: Session, me: Person, case: Case) -> dict[str, Any]:
    """Everything the school's own system should hold, for one reader at one time."""
    held = roles(session, me, case.academy_id)
    captured = session.get(Evidence, case.evidence_id) if case.evidence_id else None
    return {
        "format": FORMAT,
        "case": {
            "number": case.id,
            "academy": academy(session, case.academy_id).name,
            "state": STATES[case.state][0],
            "raised_at": case.raised_at,
            "raised_by": _name(session, case.raised_by) or chronology.GATEPOST,
            "why": case.rule.partition(": ")[2] or case.rule,
            "about": _about(session, case),
            "set_aside": case.set_aside,
            "outcome": case.outcome,
            "closed_at": case.closed_at,
            "closed_by": _name(session, case.closed_by),
            "system": case.system,
            "system_reference": case.system_reference,
        },
        "imagery": IMAGERY in case.tags,
        "duties": [{"code": code, "label": TAGS[code].label, "duty": TAGS[code].duty} for code in case.tags if code in TAGS],
        "source": _source(session, case, captured),
        "concerns": [{"at": c.raised_at, "by": _name(session, c.raised_by), "words": c.words} for c in concern.of_case(session, case.id or 0)],
        "chronology": [vars(line) for line in chronology.lines(session, case)],
        "evidence": {"captured_at": captured.captured_at, "sha256": captured.sha256, "intact": evidence.intact(captured)} if captured else None,
        "taken_out": {"by": me.name, "role": ", ".join(ROLE_WORDS[role] for role in ROLE_WORDS if role in held), "at": now()},
    }


def as_json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, indent=2, ensure_ascii=False, default=_plain).encode()


def as_html(content: dict[str, Any]) -> str:
    return _template().render(**content)


@cache
def _template() -> jinja2.Template:
    made = jinja2.Environment(loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    made.filters["spoken"] = spoken
    return made.get_template("handover.html")


def _source(session: Session, case: Case, captured: Evidence | None) -> dict[str, Any] | None:
    kind = SOURCES.get(case.linked.partition(":")[0])
    if kind is None or case.account_id is None:
        return None
    account = register.account(session, case.account_id)
    return {
        "kind": kind,
        "account": f"@{account.handle}, {CAPABILITIES[account.platform].label}",
        "author_handle": case.author_handle,
        "written_at": case.platform_at,
        "url": case.url,
        "remote_id": captured.content.get("remote_id", "") if captured else "",
        "text": case.text,
    }


def _about(session: Session, case: Case) -> str:
    if case.about is About.NOBODY:
        return ""
    name = _name(session, case.about_person_id)
    return f"{WORDS[case.about]}: {name}" if name else WORDS[case.about]


def _name(session: Session, key: int | None) -> str:
    return session.get_one(Person, key).name if key is not None else ""


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
