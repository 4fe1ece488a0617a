"""Where a network fetches an approved picture itself: no sign-in, because the name of the address is the key to it."""

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from bot.drafts import shown
from bot.web.access import Database, public

router = APIRouter()
HEADERS = {
    "cache-control": "no-store",
    "content-disposition": "inline",
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow, noarchive, noimageindex",
}
NONE_HERE = "There is no picture at this address."


@router.api_route(f"{shown.PATH}/{{token}}", methods=["GET", "HEAD"], dependencies=[public()])
def picture(request: Request, session: Database, token: str) -> Response:
    """The same answer for whatever is no address, so that nothing can be learnt by trying."""
    data = shown.picture(session, request.app.state.vault, token)
    session.commit()
    if data is None:
        return PlainTextResponse(NONE_HERE, status_code=404)
    return Response(data, media_type=shown.JPEG, headers=HEADERS)
