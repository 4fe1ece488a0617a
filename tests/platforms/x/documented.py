"""Answers of X API v2, field by field as its documentation names them; the words in them are ours.

Shapes: https://docs.x.com/x-api/fundamentals/data-dictionary, .../fundamentals/response-codes-and-errors, .../posts/search/introduction,
.../users/lookup/introduction. Nothing is left out that X sends when asked for it: what the adapter does not use must not trip it.
"""

from typing import Any

Json = dict[str, Any]
PROBLEMS = "https://api.twitter.com/2/problems"
ROOT, NAMED, DEEP, LETTER = "2123076260459450514", "2123476946514874514", "2123496529720250514", "2123676591190970514"
COUNTS = {"retweet_count": 0, "reply_count": 1, "like_count": 3, "quote_count": 0, "bookmark_count": 0, "impression_count": 412}

ME: Json = {
    "data": {
        "id": "4200",
        "name": "Oak Academy",
        "username": "oak_academy",
        "created_at": "2019-09-02T08:00:00.000Z",
        "description": "News from Oak Academy. Not watched after 5pm: https://t.co/hlp1 #OakNews",
        "entities": {
            "url": {
                "urls": [{"start": 0, "end": 23, "url": "https://t.co/oak1", "expanded_url": "https://oak.example", "display_url": "oak.example"}]
            },
            "description": {
                "urls": [
                    {
                        "start": 48,
                        "end": 71,
                        "url": "https://t.co/hlp1",
                        "expanded_url": "https://oak.example/help",
                        "display_url": "oak.example/help",
                    }
                ],
                "hashtags": [{"start": 72, "end": 80, "tag": "OakNews"}],
            },
        },
        "location": "Oakham",
        "most_recent_tweet_id": LETTER,
        "pinned_tweet_id": ROOT,
        "profile_banner_url": "https://pbs.example/profile_banners/4200/1",
        "profile_image_url": "https://pbs.example/profile_images/1/oak_normal.png",
        "protected": False,
        "public_metrics": {"followers_count": 812, "following_count": 2, "tweet_count": 431, "listed_count": 5, "like_count": 19, "media_count": 77},
        "url": "https://t.co/oak1",
        "verified": False,
        "verified_type": "none",
        "withheld": {"country_codes": []},
    },
    "includes": {"tweets": [{"id": ROOT, "text": "Results day is on Thursday.", "edit_history_tweet_ids": [ROOT]}]},
}

TIMELINE: Json = {
    "data": [
        {
            "id": LETTER,
            "text": "A letter to all families: the autumn term in figures, dates and thanks, from the first week to the last and everything that… https://t.co/let1",
            "author_id": "4200",
            "attachments": {"media_keys": ["3_2123676500000000001", "3_2123676500000000002"]},
            "context_annotations": [{"domain": {"id": "46", "name": "Category"}, "entity": {"id": "1", "name": "Education"}}],
            "conversation_id": LETTER,
            "created_at": "2026-11-20T07:15:30.000Z",
            "edit_controls": {"edits_remaining": 4, "is_edit_eligible": False, "editable_until": "2026-11-20T08:15:30.000Z"},
            "edit_history_tweet_ids": ["2123676590000000000", LETTER],
            "entities": {
                "urls": [{"start": 128, "end": 151, "url": "https://t.co/let1", "expanded_url": f"https://x.com/oak_academy/status/{LETTER}"}],
                "annotations": [{"start": 1, "end": 6, "probability": 0.4, "type": "Other", "normalized_text": "letter"}],
            },
            "lang": "en",
            "note_tweet": {
                "text": "A letter to all families: the autumn term. Dates &amp; thanks: https://t.co/dat1 https://t.co/pic1",
                "entities": {
                    "urls": [
                        {
                            "start": 62,
                            "end": 85,
                            "url": "https://t.co/dat1",
                            "expanded_url": "https://oak.example/dates",
                            "display_url": "oak.example/dates",
                        },
                        {
                            "start": 86,
                            "end": 109,
                            "url": "https://t.co/pic1",
                            "expanded_url": f"https://x.com/oak_academy/status/{LETTER}/photo/1",
                            "display_url": "pic.x.com/pic1",
                            "media_key": "3_2123676500000000001",
                        },
                    ]
                },
            },
            "possibly_sensitive": False,
            "public_metrics": COUNTS,
            "reply_settings": "everyone",
        }
    ],
    "includes": {
        "media": [
            {
                "media_key": "3_2123676500000000001",
                "type": "photo",
                "url": "https://pbs.example/media/1.jpg",
                "width": 1200,
                "height": 800,
                "alt_text": "The hall.",
            },
            {"media_key": "3_2123676500000000002", "type": "photo", "url": "https://pbs.example/media/2.jpg", "width": 1200, "height": 800},
        ]
    },
    "meta": {"newest_id": LETTER, "oldest_id": LETTER, "result_count": 1, "next_token": "7140dibdnow9c7btw482tq9"},
}

MENTIONS: Json = {
    "data": [
        {
            "id": NAMED,
            "text": "@oak_academy What time do doors open? https://t.co/map1",
            "author_id": "5001",
            "conversation_id": ROOT,
            "created_at": "2026-11-19T18:02:11.000Z",
            "edit_history_tweet_ids": [NAMED],
            "entities": {
                "mentions": [{"start": 0, "end": 12, "username": "oak_academy", "id": "4200"}],
                "urls": [
                    {
                        "start": 38,
                        "end": 61,
                        "url": "https://t.co/map1",
                        "expanded_url": "https://maps.example/hall",
                        "display_url": "maps.example/hall",
                    }
                ],
            },
            "in_reply_to_user_id": "4200",
            "lang": "en",
            "public_metrics": COUNTS,
            "referenced_tweets": [{"type": "replied_to", "id": ROOT}],
        }
    ],
    "includes": {
        "users": [{"id": "5001", "name": "A Parent", "username": "a_parent"}],
        "tweets": [{"id": ROOT, "text": "Results day is on Thursday."}],
    },
    "meta": {"newest_id": NAMED, "oldest_id": NAMED, "result_count": 1},
}

SEARCH_FIRST: Json = {
    "data": [
        {
            "id": DEEP,
            "text": "Nobody ever answers the phone there.",
            "author_id": "5002",
            "conversation_id": ROOT,
            "created_at": "2026-11-19T19:20:00.000Z",
            "edit_history_tweet_ids": [DEEP],
            "in_reply_to_user_id": "5001",
            "lang": "en",
            "referenced_tweets": [{"type": "replied_to", "id": NAMED}],
        }
    ],
    "includes": {"users": [{"id": "5002", "name": "Another Parent", "username": "another_parent"}]},
    "errors": [
        {
            "resource_id": "2123000000000000001",
            "parameter": "referenced_tweets.id",
            "resource_type": "tweet",
            "section": "includes",
            "title": "Authorization Error",
            "value": "2123000000000000001",
            "detail": "Sorry, you are not authorized to see the Tweet with referenced_tweets.id: [2123000000000000001].",
            "type": f"{PROBLEMS}/not-authorized-for-resource",
        }
    ],
    "meta": {"newest_id": DEEP, "oldest_id": DEEP, "result_count": 1, "next_token": "b26v89c19zqg8o3fo7gesq314yb9l2l4ptqy3n5n9n3ct"},
}
SEARCH_LAST: Json = {"meta": {"result_count": 0}}

NOT_ENROLLED: Json = {
    "client_id": "27101010",
    "detail": "The keys must come from an app that is attached to a project.",
    "registration_url": "https://developer.x.com/en/docs/projects/overview",
    "title": "Client Forbidden",
    "required_enrollment": "Appropriate Level of API Access",
    "reason": "client-not-enrolled",
    "type": f"{PROBLEMS}/client-forbidden",
}
CAPPED: Json = {
    "account_id": 910101010,
    "product_name": "standard-basic",
    "title": "UsageCapExceeded",
    "period": "Monthly",
    "scope": "Product",
    "detail": "Usage cap exceeded: Monthly product cap",
    "type": f"{PROBLEMS}/usage-capped",
}
UNSUPPORTED: Json = {
    "title": "Unsupported Authentication",
    "detail": "OAuth 2.0 Application-Only is forbidden here. Supported: [OAuth 1.0a User Context, OAuth 2.0 User Context].",
    "type": f"{PROBLEMS}/unsupported-authentication",
    "status": 403,
}
DUPLICATE: Json = {
    "detail": "You are not allowed to create a Tweet with duplicate content.",
    "type": "about:blank",
    "title": "Forbidden",
    "status": 403,
}
UNAUTHORIZED: Json = {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"}
SLOW: Json = {"title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank", "status": 429}
UNAVAILABLE: Json = {"title": "Service Unavailable", "detail": "Service Unavailable", "type": "about:blank", "status": 503}
NOT_MINE: Json = {
    "errors": [{"parameters": {"id": [NAMED]}, "message": "The conversation is not the account's."}],
    "title": "Invalid Request",
    "detail": "One or more parameters to your request was invalid.",
    "type": f"{PROBLEMS}/invalid-request",
}


def one_gone(remote_id: str) -> Json:
    """Of a lookup by ids: it is in `errors`, beside what was found."""
    return {
        "value": remote_id,
        "detail": f"Could not find tweet with ids: [{remote_id}].",
        "title": "Not Found Error",
        "resource_type": "tweet",
        "parameter": "ids",
        "resource_id": remote_id,
        "type": f"{PROBLEMS}/resource-not-found",
    }
