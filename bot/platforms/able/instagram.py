"""What Instagram offers, to a program connected with Instagram's own sign-in."""

from bot.platforms.able.row import Capabilities, Length

SIGN_IN = "Sign in to Instagram as the academy."

ROW = Capabilities(
    name="instagram",
    label="Instagram",
    length=Length("characters", 2_200),
    images=10,
    image_bytes=8_000_000,
    alt_characters=1_000,
    keyed=False,
    reads_own=False,  # no page says how soon a new post is listed
    hide=True,
    hidden_means="Only its writer still sees it. It can be shown again.",
    read_hidden=True,
    delete_own=False,
    delete_reply=True,
    mute=False,
    list_following=False,
    follow=False,
    unfollow=False,
    edits=True,
    settle_s=120,
    lock=True,
    needs_picture=True,
    pulls_pictures=True,
    answer=False,
    reply_settings=("everyone",),
    mentions=False,
    counts_following=True,
    tells_reply=True,
    stories=True,
    unseen="Reposts are not seen, nor live video, somebody else's story that is passed on, and what is kept in a highlight.",
    older=True,
    face=True,
    steps={
        "hide": (SIGN_IN, "Open the comment. Swipe it to the left or hold it, press the exclamation mark, then Hide or Report."),
        "show": (SIGN_IN, "Open the post, then its comments. At their end open Hidden comments, hold the comment and press Unhide."),
        "lock": (SIGN_IN, "On the post press the three dots, then Turn off commenting."),
        "unlock": (SIGN_IN, "On the post press the three dots, then Turn on commenting."),
        "block": (
            SIGN_IN,
            "Open the writer's page. Press the three dots, then Block. Restrict is quieter: only the writer then sees what they write.",
        ),
        "following": (
            SIGN_IN,
            "Open the academy's page, then Following, and sort by Latest.",
            "Is there anybody but organisations on Gatepost's list? Take a note of when, and unfollow everybody else.",
        ),
        "unfollow": (SIGN_IN, "Open the academy's page, then Following.", "Press Following beside the account, then Unfollow."),
        "delete": (SIGN_IN, "Open the post. Press the three dots, then Delete. Archive is not enough: it can be put back."),
        "delete_story": (
            SIGN_IN,
            "Press the academy's profile picture to open the story. Press the three dots or More, then Delete.",
            "If it is kept in a highlight, hold the highlight, press Edit highlight and take it out: there it stays after the 24 hours.",
        ),
        "answer": (SIGN_IN, "Open the comment and press Reply."),
        "mentions": (
            SIGN_IN,
            "Open Notifications, then the academy's page and its tagged posts. Gatepost sees neither.",
            "Comments of people whom the account restricted wait for approval, and Gatepost does not see them until then.",
        ),
    },
)
