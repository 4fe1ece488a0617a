"""What Threads offers."""

from bot.platforms.able.row import Capabilities, Length

SIGN_IN = "Sign in to Threads as the academy."

ROW = Capabilities(
    name="threads",
    label="Threads",
    length=Length("characters", 500),
    images=20,
    image_bytes=8_000_000,
    alt_characters=1_000,
    keyed=False,
    reads_own=False,  # no page says how soon a new post is listed
    hide=True,
    hidden_means="Only its writer and those who look for hidden replies still see it; replies to it are hidden with it. It can be shown again.",
    read_hidden=True,
    delete_own=True,
    delete_reply=False,
    mute=False,
    list_following=False,
    follow=False,
    unfollow=False,
    edits=True,  # in the app, for some minutes
    settle_s=120,
    pulls_pictures=True,
    reply_settings=("everyone", "mentioned"),
    unseen="Of a repost only that there is one is seen, not whose; where Threads does not let Gatepost take it back, a person does.",
    older=True,
    face=True,
    steps={
        "hide": (
            SIGN_IN,
            "Open the reply. Press the three dots, then Hide for everyone.",
            "If Hide is not offered because it answers another reply: hide the reply above it, which takes this one along, or press Report.",
        ),
        "show": (SIGN_IN, "Open the post, then its hidden replies. Press the three dots beside the reply, then Unhide."),
        "lock": (SIGN_IN, "On the post press the three dots, then Who can reply and quote.", "Choose the narrowest group."),
        "unlock": (SIGN_IN, "On the post press the three dots, then Who can reply and quote.", "Choose the group it had."),
        "block": (SIGN_IN, "Open the writer's page. Press the three dots, then Block. Restrict is quieter."),
        "unfollow": (SIGN_IN, "Open the academy's page, then its followers and Following.", "Press Following beside the account, then Unfollow."),
        "delete": (
            SIGN_IN,
            "Open the post. Press the three dots, then Delete.",
            "If it is somebody else's post that was reposted: press the repost sign under it, then Remove.",
        ),
    },
)
