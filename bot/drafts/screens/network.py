"""What a network takes from Gatepost at all, before anything about the words is looked at."""

from collections.abc import Iterator

from bot.drafts.bundle import Bundle
from bot.drafts.screens.base import Finding, Setting
from bot.platforms.capabilities import CAPABILITIES

SCREEN = "network"


# As the form calls them (`bot.drafts.typed`, which imports the screens); a test holds the two together.
REPLIES = {"everyone": "Everyone", "mentioned": "Only those mentioned", "nobody": "Nobody"}


def screen(bundle: Bundle, setting: Setting) -> Iterator[Finding]:
    for network in (CAPABILITIES[name] for name in setting.platforms if name in CAPABILITIES):
        if not network.publish:
            how = " ".join(network.steps.get("publish", ()))
            message = f"{network.label} takes no posts from Gatepost. Take the {network.label} account out of this draft. {how}"
            yield Finding(SCREEN, "block", message.strip())
            continue
        if network.needs_picture and not bundle.media:
            message = f"{network.label} takes no post without a picture. Add one, or take the {network.label} account out of this draft."
            yield Finding(SCREEN, "block", message)
        if bundle.reply_setting not in network.reply_settings:
            offered = " or ".join(f"“{REPLIES[one]}”" for one in network.reply_settings)
            wanted = REPLIES.get(bundle.reply_setting, bundle.reply_setting)
            message = (
                f"{network.label} cannot set who may reply to “{wanted}”. Choose {offered}, or take the {network.label} account out of this draft."
            )
            yield Finding(SCREEN, "block", message)
