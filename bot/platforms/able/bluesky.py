"""What Bluesky offers."""

from bot.platforms.able.row import Capabilities, Length

ROW = Capabilities(
    name="bluesky",
    label="Bluesky",
    length=Length("graphemes", 300, bytes=3_000),
    images=4,
    image_bytes=2_000_000,
    alt_characters=2_000,
    keyed=True,
    reads_own=True,
    hide=True,
    hidden_means="Folded away under the post; a reader can still open it. It can be shown again.",
    read_hidden=True,
    delete_own=True,
    delete_reply=False,
    mute=True,
    list_following=True,
    follow=True,
    unfollow=True,
    edits=True,
    settle_s=30,
    lock=True,
    report=True,
    detach_quote=True,
    list_blocks=True,
    blocks_public=True,
    reposts=True,
    older=True,
    face=True,
    rights=True,
    steps={
        "hide": (
            "Sign in to Bluesky as the academy.",
            "Open the reply. Press the three dots, then Hide reply for everyone.",
            "If that is not offered (the thread is not the academy's own), press Report post instead.",
        ),
        "lock": (
            "Sign in to Bluesky as the academy.",
            "On the post press the three dots, then Edit interaction settings.",
            "Choose Nobody.",
        ),
        "unlock": (
            "Sign in to Bluesky as the academy.",
            "On the post press the three dots, then Edit interaction settings.",
            "Choose Anyone.",
        ),
        "block": ("Sign in to Bluesky as the academy.", "Open the writer's page. Press the three dots, then Block account."),
        "unfollow": ("Sign in to Bluesky as the academy.", "Open Following.", "Press Following beside the account."),
        "delete": (
            "Sign in to Bluesky as the academy.",
            "Open the post. Press the three dots, then Delete post.",
            "If it is somebody else's post that was reposted: press the repost sign under it, then Undo repost.",
        ),
    },
)
