"""Keeping the list of claims in step with the text. What the system found is never just deleted."""

from collections.abc import Mapping

from sqlmodel import Session

from bot.clock import today
from bot.drafts import claims as finder
from bot.drafts.content import claims_of
from bot.drafts.models import Claim, ClaimOrigin, Draft


def list_claims(session: Session, draft: Draft, sources: Mapping[str, str]) -> None:
    """A claim whose words are unchanged keeps its row, so that history can point at it. Its finding holds only for the
    digest it was made on. Words the author marked as a fact count beside what the finder found. Commits nothing."""
    there: dict[tuple[str, str], Claim] = {(c.kind, c.text): c for c in claims_of(session, draft.id or 0)}
    found = {(f.kind, f.text): f for f in finder.find(draft.text, today())}
    known = {text for _, text in found}
    wanted: list[tuple[str, str, int, ClaimOrigin]] = [(kind, text, f.start, ClaimOrigin.SYSTEM) for (kind, text), f in found.items()]
    added = (text for text in sources if text in draft.text and not any(text in each for each in known))  # what a found one holds is no other
    wanted += [("added", text, draft.text.index(text), ClaimOrigin.AUTHOR) for text in added]
    for kind, text, start, origin in wanted:
        claim = there.pop((kind, text), None) or Claim(draft_id=draft.id or 0, text=text, kind=kind, start=start, end=start, origin=origin)
        claim.start, claim.end, claim.source = start, start + len(text), sources.get(text, "").strip()
        session.add(claim)
    for gone in there.values():  # its words are no longer in the text; the version before keeps them
        session.delete(gone)
