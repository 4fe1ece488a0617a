"""How long somebody looked before they signed: the time the page was drawn travels in the form, sealed, so that nobody types another."""

import time

from bot.secrets import Vault
from bot.web.access import Visit
from bot.web.forms import Filled

FIELD = "opened"


def opened(visit: Visit, draft_id: int, typed: Filled | None = None) -> str:
    """For the hidden field. A form that is shown again keeps the time it was first opened."""
    if typed is not None and seconds(visit, draft_id, typed) is not None:
        return typed.text(FIELD)
    moment = str(int(time.time()))
    return f"{moment}.{_vault(visit).seal(FIELD, draft_id, visit.me.id, moment)}"


def seconds(visit: Visit, draft_id: int, typed: Filled) -> int | None:
    """Since the page was opened; None where the form does not say, or not with our seal."""
    moment, _, mark = typed.text(FIELD).partition(".")
    if not (moment.isascii() and moment.isdigit() and _vault(visit).sealed(mark, FIELD, draft_id, visit.me.id, moment)):
        return None
    return max(0, int(time.time()) - int(moment))


def _vault(visit: Visit) -> Vault:
    vault: Vault = visit.request.app.state.vault
    return vault
