"""What Mastodon offers."""

from bot.platforms.able.row import Capabilities, Length

# app/services/notify_service.rb (DropCondition), app/lib/status_filter.rb and after_block_service.rb of the server: whoever is
# muted or blocked is left out of the threads that an account is shown; a mute of notifications and a block drop their notices.
AFTER_BLOCK = (
    "Once somebody is muted or blocked on Mastodon, Gatepost no longer sees what they write under the academy's posts, "
    "and everybody else still does: a person then has to look at the posts signed out."
)
ROW = Capabilities(
    name="mastodon",
    label="Mastodon",
    length=Length("characters", 500, url=23),
    images=4,
    image_bytes=16_000_000,
    alt_characters=1_500,
    keyed=True,  # for an hour; after it `find` is the authority, because a server lists an own post as soon as it took it
    reads_own=True,
    hide=False,
    hidden_means="Mastodon cannot hide a reply. It stays visible until its server's moderators act.",
    read_hidden=False,
    delete_own=True,
    delete_reply=False,
    mute=True,
    after_block=AFTER_BLOCK,
    list_following=True,
    follow=True,
    unfollow=True,
    edits=True,
    settle_s=90,
    reply_settings=("everyone",),
    report=True,
    detach_quote=True,
    cut_off_means="The quote stays, and no longer shows the academy's post. It cannot be undone on Mastodon.",
    list_blocks=True,
    reposts=True,
    older=True,
    face=True,
    rights=True,
    steps={
        "hide": (
            "Sign in to the academy's Mastodon server.",
            "Open the reply. Press the three dots, then Report. If its writer is on another server, send the report there too.",
            f"Block the account only if it goes on. {AFTER_BLOCK}",
            "The reply stays visible to others until moderators act: say so if somebody asks.",
        ),
        "show": ("Mastodon hides nothing: the reply is there for everybody. If its writer was muted or blocked, undo that on their page.",),
        "lock": (
            "Mastodon has no way to close a post to replies.",
            f"Sign in to the academy's Mastodon server. Report each abusive reply, and block its writer if you must. {AFTER_BLOCK}",
            "If the replies have to stop, take the post down.",
        ),
        "unlock": ("Mastodon has no way to close a post to replies, so nothing has to be opened.",),
        "block": (
            "Sign in to the academy's Mastodon server.",
            "Open the writer's page. Press the three dots, then Block.",
        ),
        "cut_off": (
            "Sign in to the academy's Mastodon server.",
            "Open the quote. Press the three dots, then Remove my post from it. This cannot be undone.",
        ),
        "unfollow": ("Sign in to the academy's Mastodon server.", "Open the account's page. Press Unfollow."),
        "delete": (
            "Sign in to the academy's Mastodon server.",
            "Open the post. Press the three dots, then Delete post.",
            "If it is somebody else's post that was boosted: press the boost sign under it once more.",
        ),
    },
)
