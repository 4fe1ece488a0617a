"""What each network can do, as data: read by the screens, the actions, the account page and the contract tests.

One file a network in `able`. Sources are PLATFORMS.md's vendor pages; a cell that says a person must do it comes with the steps
that person follows.
"""

from bot.platforms.able import bluesky, facebook, instagram, linkedin, mastodon, practice, threads, tiktok, x, youtube
from bot.platforms.able.row import Capabilities, Counting, Length

__all__ = ["CAPABILITIES", "Capabilities", "Counting", "Length"]

CAPABILITIES: dict[str, Capabilities] = {
    network.ROW.name: network.ROW for network in (practice, x, bluesky, mastodon, youtube, facebook, instagram, threads, linkedin, tiktok)
}
