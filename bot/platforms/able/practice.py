"""What Practice network offers."""

from bot.platforms.able.row import Capabilities, Length

ROW = Capabilities(
    name="practice",
    label="Practice network",
    length=Length("characters", 500),
    images=4,
    image_bytes=5_000_000,
    alt_characters=1_000,
    keyed=False,
    reads_own=True,
    hide=True,
    hidden_means="Nobody but its writer sees it. It can be shown again.",
    read_hidden=True,
    delete_own=True,
    delete_reply=True,
    mute=True,
    after_block="Once somebody is muted on the practice network, Gatepost no longer sees what they write, and everybody else still does.",
    list_following=True,
    follow=True,
    unfollow=True,
    edits=True,
    settle_s=4,
    lock=True,
    tells_reply=True,
    report=True,
    older=True,
    face=True,
    read_every_s=10,  # somebody learning to use Gatepost is watching
)
