"""What to read and prepare before an account is connected, network by network. Steps and names as the networks' own pages had them in 2026."""

from bot.accounts.connecting_guide import Guide, Right

META = (
    "Go to developers.facebook.com, sign in as somebody who works for the trust, and press Create app.",
    "Choose the trust's business portfolio as the owner of the app, so that it does not leave with a person.",
)

GUIDES: dict[str, Guide] = {
    "practice": Guide(
        happens=("The practice network is part of Gatepost. You type the number of the practice account, and it is connected at once.",),
        prepare=("The practice account's permanent number. The person who set up the practice academy knows it.",),
        lasts="It does not end.",
    ),
    "bluesky": Guide(
        happens=(
            "You make an app password at Bluesky and type it here. Bluesky advises programs that run by themselves to use one.",
            "Gatepost signs in once, asks Bluesky which account it opened and what the password may do, and locks the password away.",
            "A main password is refused, and so is an app password that may read private messages.",
        ),
        prepare=("Somebody who can sign in to Bluesky as the academy.",),
        typed=(
            "Sign in to Bluesky as the academy. Open Settings, then Privacy and security, then App passwords.",
            "Press Add app password. Call it Gatepost.",
            "Leave “Allow access to your direct messages” unticked.",
            "Copy the password, four groups of four letters and digits. It is shown once. Type it here, with the handle.",
        ),
        rights=(Right("app password", "Post, read, hide and follow", "Nothing would work."),),
        lasts="It does not end by itself. Whoever can sign in at Bluesky can take it back there at any time.",
    ),
    "mastodon": Guide(
        happens=(
            "You type the address of the server the account is on. Gatepost asks that server for an app of its own; you make nothing by hand.",
            "Then you sign in at the server and press Authorise, and you come back here.",
            "Gatepost checks that it is the registered account and what it may do, and locks the access away.",
        ),
        prepare=(
            "The address of the account's server: the part of the handle after the second @.",
            "A browser in which you are signed in there as the academy, not as yourself.",
        ),
        typed=(
            "Sign in to the server as the academy. Open Preferences, then Development, then New application.",
            "Tick exactly the rights listed here and no others. A whole group such as write is too much.",
            "Save, open the application and copy the access token.",
        ),
        typed_by_choice=True,
        rights=(
            Right("read:accounts", "See which account this is", "Nothing would work."),
            Right("read:blocks", "See who is blocked", "Whether a block worked could not be read back."),
            Right("read:follows", "See whom the account follows", "A follow made outside would stay unseen."),
            Right("read:notifications", "Read replies and mentions", "No comment would be read: moderation would be blind."),
            Right("read:statuses", "Read posts", "Posts made outside would stay unseen, and nothing could be read back."),
            Right("write:blocks", "Block a person whom a leader decided to block", "Blocking would become a task for a person."),
            Right("write:follows", "Undo a follow, and follow organisations on the list", "A wrong follow would have to be undone by hand."),
            Right("write:media", "Send pictures", "Posts with pictures could not be published."),
            Right("write:mutes", "Mute a person who abuses", "Muting would become a task for a person."),
            Right("write:reports", "Report abuse to the server's moderators", "Every report would become a task for a person."),
            Right("write:statuses", "Publish and take down posts", "Nothing could be published or taken down."),
        ),
        lasts="It does not end by itself. Whoever can sign in at the server can take it back there at any time.",
    ),
    "x": Guide(
        happens=(
            "You go to X, sign in as the academy and press Authorize app. You come back here, and Gatepost has its own access.",
            "Gatepost checks that it is the registered account and what it may do, and locks the access away.",
            "The access is renewed every two hours by itself.",
        ),
        prepare=(
            "The trust's own app at X (below). Make it while signed in to X as the academy: reading its own posts then costs a fifth.",
            "A browser in which you are signed in to X as the academy, not as yourself.",
        ),
        app_where="https://console.x.com",
        app=(
            "Open console.x.com while signed in to X as the academy. Make a project, and in it an app called Gatepost.",
            "Open User authentication settings. Choose the type Web App, Automated App or Bot, which is a confidential client.",
            "As app permissions choose Read and write. Do not choose the one with Direct message.",
            "Under Callback URI copy in the address that stands below. As website give the school's.",
            "Save. Copy the OAuth 2.0 Client ID and Client Secret; the secret is shown once.",
            "Buy credits and set a spending limit: X takes money for each call.",
        ),
        if_public="Empty only for an app of the kind public client.",
        typed=(
            "In the app at console.x.com open Keys and tokens. Under OAuth 1.0 keys copy the consumer key and its secret.",
            "Press Generate under Access token, for the academy's account, with Read and write. Copy both.",
        ),
        typed_by_choice=True,
        rights=(
            Right("tweet.read", "Read posts and replies", "No comment would be read: moderation would be blind."),
            Right("tweet.write", "Publish and take down posts", "Nothing could be published or taken down."),
            Right("tweet.moderate.write", "Hide replies", "Every hide would become a task for a person."),
            Right("users.read", "See which account this is", "Nothing would work."),
            Right("media.write", "Send pictures", "Posts with pictures could not be published."),
            Right("mute.write", "Mute a person who abuses", "Muting would become a task for a person."),
            Right("follows.read", "See whom the account follows", "A follow made outside would stay unseen."),
            Right("follows.write", "Undo a follow", "A wrong follow would have to be undone by hand."),
            Right("offline.access", "Stay connected beyond two hours", "The connection would end after two hours."),
            Right("read-write", "Read and publish", "Nothing could be published."),
        ),
        lasts="It is renewed by itself. The academy can take it back at X under Settings, Security and account access, Connected apps.",
    ),
    "facebook": Guide(
        happens=(
            "You go to Facebook and sign in as yourself: a Page has no sign-in of its own. Choose the academy's Page and no other.",
            "You come back here. Gatepost takes the access to that one Page and forgets the access to you.",
            "Gatepost checks that it is the registered Page, your role on it, and what the access may do, and locks it away.",
        ),
        prepare=(
            "A role on the Page that includes Content and Community activity. Full control is not needed.",
            "The trust's own app at Meta (below).",
        ),
        app_where="https://developers.facebook.com/apps",
        app=(
            *META,
            "As use case choose Manage everything on your Page. Add exactly the rights listed here.",
            "Open Facebook Login for Business (or Facebook Login), Settings. Under Valid OAuth Redirect URIs copy in the address that stands below.",
            "Copy the App ID and the App secret from App settings, Basic.",
            "People with a role on the app can connect at once. For anybody else Meta has to review the rights first.",
        ),
        rights=(
            Right("pages_show_list", "See which Pages you work on", "The Page could not be found."),
            Right("pages_read_engagement", "Read the Page's posts", "Posts made outside would stay unseen, and nothing could be read back."),
            Right("pages_read_user_content", "Read comments", "No comment would be read: moderation would be blind."),
            Right("pages_manage_posts", "Publish and take down posts", "Nothing could be published or taken down."),
            Right("pages_manage_engagement", "Hide comments", "Every hide would become a task for a person."),
        ),
        typed=("Use a Page access token only if somebody at the trust already makes them. Signing in is safer.",),
        typed_by_choice=True,
        lasts="A Page's access usually does not end by itself, but Facebook asks again after 90 days whether the app may read data.",
    ),
    "instagram": Guide(
        happens=(
            "You go to Instagram, sign in as the academy and press Allow. You come back here, and Gatepost has its own access.",
            "Gatepost checks that it is the registered account and what it may do, and locks the access away.",
            "The access lasts 60 days and is renewed before that.",
        ),
        prepare=(
            "The account must be a professional one (Business): Settings, Account type and tools.",
            "A browser in which you are signed in to Instagram as the academy.",
            "The trust's own app at Meta (below).",
            "Gatepost has to be reachable from the internet, because Instagram fetches the pictures of a post itself.",
        ),
        app_where="https://developers.facebook.com/apps",
        app=(
            *META,
            "As use case choose Manage messaging and content on Instagram, then API setup with Instagram login.",
            "Add exactly the rights listed here. Take out the one about messages, which comes ticked.",
            "Under Set up Instagram business login copy in the address that stands below.",
            "Copy the Instagram app ID and the Instagram app secret: not the ones of the whole app.",
            "Add the academy's account as an Instagram tester, and accept that in Instagram under Apps and websites.",
        ),
        rights=(
            Right("instagram_business_basic", "See which account this is and its posts", "Nothing would work."),
            Right("instagram_business_manage_comments", "Read and hide comments", "No comment would be read: moderation would be blind."),
            Right("instagram_business_content_publish", "Publish posts", "Nothing could be published."),
        ),
        typed=("In the app's API setup press Generate token beside the academy's account, and copy it.",),
        typed_by_choice=True,
        lasts="60 days, renewed before that. If Gatepost stands still for 60 days, it has to be connected again.",
    ),
    "threads": Guide(
        happens=(
            "You go to Threads, sign in as the academy and press Continue. You come back here, and Gatepost has its own access.",
            "Gatepost checks that it is the registered account and what it may do, and locks the access away.",
            "The access lasts 60 days and is renewed before that.",
        ),
        prepare=("A browser in which you are signed in to Threads as the academy.", "The trust's own app at Meta (below)."),
        app_where="https://developers.facebook.com/apps",
        app=(
            *META,
            "As use case choose Access the Threads API. Add exactly the rights listed here.",
            "In the use case's settings copy the address that stands below into Redirect callback URLs; the two other addresses may be the same.",
            "Copy the Threads app ID and the Threads app secret: not the ones of the whole app.",
            "Add the academy's account as a Threads tester, and accept that in Threads under Website permissions.",
        ),
        rights=(
            Right("threads_basic", "See which account this is and its posts", "Nothing would work."),
            Right("threads_content_publish", "Publish posts", "Nothing could be published."),
            Right("threads_delete", "Take down posts", "A post would have to be taken down by hand."),
            Right("threads_read_replies", "Read replies", "No comment would be read: moderation would be blind."),
            Right("threads_manage_replies", "Hide replies", "Every hide would become a task for a person."),
            Right("threads_manage_mentions", "Read posts that name the account", "Abuse that names the academy elsewhere would stay unseen."),
            Right("threads_manage_insights", "Count the followers", "How many follow the account would not be known."),
        ),
        typed=("In the use case's settings make a token for the academy's account with the token generator, and copy it.",),
        typed_by_choice=True,
        lasts="60 days, renewed before that. If Gatepost stands still for 60 days, it has to be connected again.",
    ),
    "youtube": Guide(
        happens=(
            "You go to Google, choose the academy's channel and press Continue. You come back here, and Gatepost has its own access.",
            "Gatepost checks that it is the registered channel and what it may do, and locks the access away.",
            "The access is renewed every hour by itself.",
        ),
        prepare=(
            "A browser in which you are signed in to the Google account that owns the academy's channel.",
            "The trust's own project at Google (below).",
        ),
        app_where="https://console.cloud.google.com",
        app=(
            "Open console.cloud.google.com with an account of the trust. Make a project called Gatepost.",
            "Under APIs and services switch on the YouTube Data API v3.",
            "Open Google Auth platform. As audience choose Internal if the channel belongs to the trust's Google Workspace; otherwise External.",
            "For External press Publish app: in the state Testing every access ends after seven days.",
            "Under Data access add exactly the right listed here.",
            "Under Clients make one of the type Web application. Under Authorised redirect URIs copy in the address that stands below.",
            "Copy the client ID and the client secret; the secret is shown once.",
        ),
        rights=(
            Right(
                "https://www.googleapis.com/auth/youtube.force-ssl",
                "Read and hold back comments, and read and take down videos",
                "No comment would be read: moderation would be blind.",
            ),
        ),
        typed=("Type the client's id and secret and a refresh token only if somebody at the trust already makes them. Signing in is safer.",),
        typed_by_choice=True,
        lasts="It is renewed by itself. Google ends it when nobody uses it for six months, or when the account's password is changed.",
    ),
}
