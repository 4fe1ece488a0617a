"""What LinkedIn offers."""

from bot.platforms.able.row import Capabilities, Length

ROW = Capabilities(
    name="linkedin",
    label="LinkedIn",
    length=Length("characters", 3_000),
    images=0,
    image_bytes=0,
    alt_characters=0,
    keyed=False,
    reads_own=False,
    hide=False,
    hidden_means="LinkedIn has no hiding. A comment is deleted or reported by a person.",
    read_hidden=False,
    delete_own=False,
    delete_reply=False,
    mute=False,
    list_following=False,
    follow=False,
    unfollow=False,
    edits=True,
    settle_s=0,
    publish=False,
    answer=False,
    mentions=False,
    reply_settings=(),
    watched_by_hand=True,
    steps={
        "watch": (
            "Sign in to LinkedIn as yourself and open the academy's page. Choose View as admin.",
            "Read every post since the last look. Is each one approved and right?",
            "Read the comments under them, and the notifications. Report or delete what breaks the house rules, and take a screenshot first.",
            "Open Settings, then Manage admins. Is everybody on the list still meant to be there?",
            "If a child may be at risk, tell the safeguarding lead now.",
        ),
        "publish": ("Post it on LinkedIn by hand, word for word as it was approved.",),
        "hide": ("Open the comment. Press the three dots, then Delete or Report.",),
        "lock": ("Open the post. Press the three dots, then Who can comment on this post.",),
        "delete": ("Open the post. Press the three dots, then Delete post.",),
    },
)
