"""What YouTube offers."""

from bot.platforms.able.row import Capabilities, Length

ROW = Capabilities(
    name="youtube",
    label="YouTube",
    length=Length("characters", 5_000),  # of a description; nothing is published there
    images=0,
    image_bytes=0,
    alt_characters=0,
    keyed=False,
    reads_own=True,
    hide=True,
    hidden_means="Held for review: off the public page, seen by those who manage the channel. It can be shown again.",
    read_hidden=True,
    delete_own=True,  # made private, which can be undone: no video can go through the gate, so all of them went past it
    delete_reply=False,  # it cannot be undone and takes all replies with it, so a person does it
    mute=False,
    list_following=True,
    follow=False,
    unfollow=True,
    edits=True,
    settle_s=90,
    read_every_s=300,  # 1,872 of 10,000 units a day; youtube_allowance.py has the sum
    publish=False,
    answer=False,
    reply_settings=("everyone",),
    mentions=False,
    tells_reply=True,
    unseen="Posts in the channel's Posts tab, and live chat, are not seen.",
    older=True,
    face=True,
    rights=True,
    oauth=True,
    steps={
        "publish": (
            "Agree the title, the description and the video with a second person first, as for any post.",
            "Sign in to YouTube Studio as the academy. Press Create, then Upload videos.",
            "Gatepost shows the new video under Stray posts. A leader adopts it there in time; otherwise it may be made private.",
        ),
        "hide": (
            "Sign in to YouTube Studio as the academy. Open Community, then Comments.",
            "Find the comment. Note that Remove is for good and takes all replies with it; Hold for review, where offered, can be undone.",
        ),
        "show": (
            "Sign in to YouTube Studio as the academy. Open Community, then Comments, then Held for review.",
            "Find the comment and press the tick to approve it.",
        ),
        "remove": (
            "Sign in to YouTube Studio as the academy. Open Community, then Comments.",
            "Find the comment. Press the bin to remove it. This cannot be undone, and all replies to it go too.",
        ),
        "lock": (
            "Sign in to YouTube Studio as the academy. Open Content, then the video's details.",
            "Under Show more, then Comments and ratings, set Comments to Off, or to Pause so that those there stay.",
            "Note what was set before.",
        ),
        "unlock": (
            "Sign in to YouTube Studio as the academy. Open Content, then the video's details.",
            "Under Show more, then Comments and ratings, set Comments as it was before.",
        ),
        "mute": ("Sign in to YouTube Studio as the academy. Find a comment of the person, press the three dots, then Hide user from channel.",),
        "block": (
            "Sign in to YouTube Studio as the academy. Open Community, then Comments.",
            "Find a comment of the person. Press the three dots, then Hide user from channel. They are not told.",
            "To undo it: Settings, then Community, then Hidden users.",
        ),
        "unfollow": ("Sign in to YouTube as the academy. Open Subscriptions, then Manage.", "Press Subscribed beside the channel, then Unsubscribe."),
        "delete": (
            "Sign in to YouTube Studio as the academy. Open Content.",
            "Find the video and set its visibility to Private. Delete it for good only if the video must no longer exist.",
        ),
    },
)
