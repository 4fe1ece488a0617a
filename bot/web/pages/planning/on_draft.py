"""What a draft's own page says of planning: how it will look, comments, versions, another time."""

from typing import Any

from bot.drafts.models import Draft
from bot.drafts.planning import comments, versions
from bot.web.access import Visit
from bot.web.pages.planning.preview import looks


def planned(visit: Visit, draft: Draft) -> dict[str, Any]:
    """Also remembers which version this person has opened, for the comparison of versions."""
    session, draft_id = visit.session, draft.id or 0
    versions.saw(session, visit.me, draft)
    said = comments.of_draft(session, draft_id)
    return {
        "looks": looks(session, draft),
        "comment_count": len(said),
        "comments_open": sum(each.resolved_at is None for each in said),
        "version_count": len(versions.of_draft(session, draft_id)),
    }
