"""What TikTok offers."""

from bot.platforms.able.row import Capabilities, Length

ROW = Capabilities(
    name="tiktok",
    label="TikTok",
    length=Length("characters", 2_200),
    images=0,
    image_bytes=0,
    alt_characters=0,
    keyed=False,
    reads_own=False,
    hide=False,
    hidden_means="Gatepost cannot hide comments on TikTok. A person deletes or filters them there.",
    read_hidden=False,
    delete_own=False,
    delete_reply=False,
    mute=False,
    list_following=False,
    follow=False,
    unfollow=False,
    edits=False,
    settle_s=0,
    publish=False,
    answer=False,
    mentions=False,
    reply_settings=(),
    watched_by_hand=True,
    steps={
        "watch": (
            "Sign in to TikTok as the academy.",
            "Look at every video since the last look. Is each one approved, and is every child in it meant to be seen?",
            "Read the comments under them and the inbox. Delete what breaks the house rules, and take a screenshot first.",
            "Open Following. Is there anybody but organisations that leadership approved?",
            "Open Settings and privacy, then Privacy: are direct messages off, and Duet and Stitch as leadership decided?",
            "If a child may be at risk, tell the safeguarding lead now.",
        ),
        "publish": ("Post it on TikTok by hand, as it was approved.",),
        "hide": ("Press and hold the comment, then Delete.",),
        "lock": ("Open the video. Press the three dots, then Privacy settings, and turn comments off.",),
        "delete": ("Open the video. Press the three dots, then Delete.",),
    },
)
