"""How a Page shows itself, and what its token may do."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from bot.platforms.base import AccessLost, Busy, Refused
from bot.platforms.facebook_line import Line
from bot.platforms.facebook_shapes import profile_of
from bot.platforms.offers import Face, Rights, compared
from bot.platforms.wire import Json

FACE_FIELDS = "id,name,username,about,bio,description,website,category,emails,picture{cache_key,url},cover{id}"

# Least privilege (PLATFORMS.md section 2): publish, read what is there and what people wrote, hide and delete comments.
NEEDED = ("pages_manage_posts", "pages_manage_engagement", "pages_read_engagement", "pages_read_user_content")
ALSO_CALLED = {"pages_read_user_engagement": "pages_read_user_content"}  # Meta's guides use both names
# Come with signing in, with an account of a business, or let the list of people with a role be read.
HARMLESS = ("public_profile", "pages_show_list", "pages_manage_metadata", "business_management")


def face(line: Line) -> Face:
    """Tells the same twice: pictures go by the key of their content, because their addresses change with each question."""
    body = line.read(line.page_id, fields=FACE_FIELDS)
    me = profile_of(body)
    told = {
        "name": me.display_name,
        "bio": "\n".join(dict.fromkeys(str(body[key]) for key in ("about", "bio", "description") if body.get(key))),
        "link": str(body.get("website") or ""),
        "avatar": _picture(((body.get("picture") or {}).get("data")) or {}),
        "banner": str((body.get("cover") or {}).get("id") or ""),
        "category": str(body.get("category") or ""),
        "email": ", ".join(sorted(str(one) for one in body.get("emails") or ())),
    }
    if admins := _admins(line):
        told["admins"] = admins
    return Face(me.remote_id, me.handle, told)


def _picture(told: Json) -> str:
    return str(told.get("cache_key") or urlsplit(str(told.get("url") or "")).path)


def _admins(line: Line) -> str:
    """People with a role who belong to no business portfolio: Facebook lists no others here, and lists nobody to most tokens."""
    try:
        people = [one for page in line.pages(f"{line.page_id}/roles", fields="id,name,tasks") for one in page]
    except Refused:
        return ""
    return "\n".join(sorted(f"{one.get('name') or one['id']}: {', '.join(sorted(one.get('tasks') or ()))}" for one in people))


def rights(line: Line) -> Rights:
    """From Facebook's own description of the token. A Page has no list of permissions (`/me/permissions` is a person's), and the
    token goes as a form, because an address would keep it. Whether a Page's token may look at itself is Facebook's to say: its
    reference asks for the app's, or for one of somebody who develops the app. Raises Refused where it will not tell.
    """
    sent = {"method": "get", "input_token": line.tokens.current()}
    try:
        told: Any = line.quietly("debug_token", sent).get("data")
    except AccessLost:
        raise
    except Refused as no:
        raise Refused(f"Facebook does not tell this connection what it may do, so nobody checked that it may not do too much. {no}") from None
    if not isinstance(told, dict) or not isinstance(told.get("scopes"), list):
        raise Busy("Facebook did not say what the connection may do.")
    if told.get("is_valid") is False:
        raise AccessLost("Facebook no longer accepts the account's access. An administrator must connect it again.")
    elsewhere = {
        str(one.get("scope"))
        for one in told.get("granular_scopes") or ()
        if one.get("target_ids") and line.page_id not in map(str, one["target_ids"])  # granted, but for other Pages
    }
    held = [ALSO_CALLED.get(scope, scope) for scope in map(str, told["scopes"]) if scope not in elsewhere]
    ends = [int(told[key]) for key in ("expires_at", "data_access_expires_at") if told.get(key)]  # 0: never
    known = [line.tokens.expires_at] if line.tokens.expires_at else []
    return compared(held, NEEDED, HARMLESS, min([*known, *(datetime.fromtimestamp(end, UTC) for end in ends)], default=None))
