"""What X offers."""

from bot.platforms.able.row import Capabilities, Length

ROW = Capabilities(
    name="x",
    label="X",
    length=Length("weighted", 280, url=23),
    images=4,
    image_bytes=5_000_000,
    alt_characters=1_000,
    keyed=False,
    reads_own=False,
    hide=True,
    hidden_means="Out of the main view; anyone can still open it with one more tap. It can be shown again.",
    read_hidden=False,
    delete_own=True,
    delete_reply=False,
    mute=True,
    list_following=True,
    follow=False,
    unfollow=True,
    edits=True,
    settle_s=90,
    reposts=True,
    unseen="Of a long repost the first 140 characters are seen.",
    older=True,
    face=True,
    rights=True,
    list_blocks=True,
    steps={
        "hide": (
            "Sign in to X as the academy.",
            "Open the reply. Press the three dots, then Hide reply.",
            "If Hide reply is not offered (the conversation is not the academy's own), press Report post instead.",
        ),
        "lock": (
            "Sign in to X as the academy.",
            "On the post press the three dots, then Change who can reply.",
            "Choose the narrowest group.",
        ),
        "unlock": ("Sign in to X as the academy.", "On the post press the three dots, then Change who can reply.", "Choose Everyone."),
        "block": ("Sign in to X as the academy.", "Open the writer's page. Press the three dots, then Block."),
        "unfollow": ("Sign in to X as the academy.", "Open Following.", "Press Following beside the account, then Unfollow."),
        "delete": (
            "Sign in to X as the academy.",
            "Open the post. Press the three dots, then Delete.",
            "If it is somebody else's post that was reposted: press the repost sign under it, then Undo repost.",
        ),
    },
)
