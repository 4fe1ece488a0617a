"""On a draft's page: where its links lead now, and the way to take it down."""

from typing import Any

from bot.drafts.links.models import LinkState
from bot.drafts.links.watch import of_draft
from bot.drafts.models import Draft
from bot.drafts.take_down import may_come_down
from bot.people.grants import Place
from bot.people.permissions import Verb
from bot.web.access import Visit

WORDS = {
    LinkState.SAFE: ("Leads where it did", "green"),
    LinkState.CHANGED: ("Leads to another site now", "orange"),
    LinkState.GONE_BAD: ("No longer safe, or does not answer", "red"),
}


def live(visit: Visit, draft: Draft) -> dict[str, Any]:
    rows = [(row.url, *WORDS[row.state]) for row in of_draft(visit.session, draft.id or 0)]
    leads = visit.may(Verb.DECIDE_STRAYS, Place(draft.academy_id))
    return {"links": rows, "take_down": leads and may_come_down(visit.session, draft.id or 0)}
