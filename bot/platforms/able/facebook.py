"""What Facebook Page offers."""

from bot.platforms.able.row import Capabilities, Length

ROW = Capabilities(
    name="facebook",
    label="Facebook Page",
    length=Length("characters", 10_000),  # sources say this or 63,206, and none how it is counted
    images=10,
    image_bytes=10_000_000,
    alt_characters=1_000,
    keyed=False,
    reads_own=False,  # Facebook lists about 600 of a year's posts, chosen by a ranking of its own
    hide=True,
    hidden_means="Its writer still sees it, and perhaps their friends; nobody else does. It can be shown again.",
    read_hidden=True,
    delete_own=True,
    delete_reply=True,
    mute=False,
    list_following=False,
    follow=False,
    unfollow=False,
    edits=True,
    settle_s=90,
    reply_settings=("everyone",),
    tells_reply=True,
    stories=True,
    unseen=(
        "Stories are listed only while the Page's story archive is turned on, and without their words; of a post that is shared to the Page "
        "only the Page's own words are seen."
    ),
    older=True,
    face=True,
    rights=True,
    steps={
        "hide": (
            "Sign in to Facebook and switch to the academy's Page.",
            "Open the comment. Press the three dots beside it, then Hide comment.",
            "If it is a post and not a comment: press the three dots, then Hide from Page or Remove tag, and Report post if it is abusive.",
        ),
        "show": (
            "Sign in to Facebook and switch to the academy's Page.",
            "Open the comment. Press the three dots beside it, then Unhide comment.",
        ),
        "lock": (
            "Sign in to Facebook and switch to the academy's Page.",
            "On the post press the three dots, then Who can comment on your post.",
            "Choose the narrowest group.",
        ),
        "unlock": (
            "Sign in to Facebook and switch to the academy's Page.",
            "On the post press the three dots, then Who can comment on your post.",
            "Choose Public.",
        ),
        "block": (
            "Sign in to Facebook and switch to the academy's Page.",
            "Open the comment. Press the three dots beside it, then Block profile.",
        ),
        "unfollow": (
            "Sign in to Facebook and switch to the academy's Page.",
            "Open the other Page. Press Following, then Unfollow.",
        ),
        "delete": ("Sign in to Facebook and switch to the academy's Page.", "Open the post. Press the three dots, then Move to trash."),
        "delete_story": (
            "Sign in to Facebook and switch to the academy's Page.",
            "Press the Page's picture to open the story. Press the three dots, then Delete photo or Delete video.",
            "If it is kept in a highlight, open the highlight, press the three dots and take it out: there it stays after the 24 hours.",
        ),
    },
)
