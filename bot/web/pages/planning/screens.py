"""The planning pages together, in the order their addresses are matched."""

from fastapi import APIRouter

from bot.web.pages.planning import calendar, comments, feed, move, preview, templates, versions

router = APIRouter()
for screen in (templates, calendar, feed, comments, versions, preview, move):
    router.include_router(screen.router)
