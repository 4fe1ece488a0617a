"""HTML read back to what was written: a text that comes back changed looks like an edit, and one that hides something is not judged."""

import pytest

from bot.platforms.mastodon_shapes import plain, words

from .html_of import rendered

DOMAIN = "social.example"
PEOPLE = {"museum": "https://social.example/@museum", "town@far.example": "https://far.example/@town"}
MENTIONS = [{"acct": called, "url": page} for called, page in PEOPLE.items()]

AS_WRITTEN = (
    "Plain words.",
    "Two lines\nand a third\n\nand a paragraph.",
    "Fish & chips <b>today</b> &amp; tomorrow: 5 > 3 and “quotes” 'too'",
    "See https://www.oak.example/a/very/long/path/that/is/cut?year=2026&term=2#top, please.",
    "https://oak.example/dates\nhttp://oak.example/other",
    "#GCSEResults2026 are out! #proud",
    "Thank you @museum and @town@far.example for today.",
    "@nobody_we_know is no account, and mail@oak.example is no name.",
    "Café, naïve, 👩‍🏫 and ½ of 日本語.",
    "  spaces   inside stay  ".strip(),
)


@pytest.mark.parametrize("text", AS_WRITTEN)
def test_a_text_comes_back_as_it_was_written(text: str) -> None:
    assert plain(rendered(text, PEOPLE, DOMAIN), MENTIONS) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<p>Look at <a href="https://bad.example/x">our nice site</a>.</p>', "Look at our nice site (https://bad.example/x)."),
        ('<p><a href="https://oak.example/">oak.example</a></p>', "oak.example"),
        ('<p><a href="https://bad.example/x"></a>hello</p>', "https://bad.example/xhello"),
        ("<p>one<p>two", "one\n\ntwo"),
        ("<ul><li>one</li><li>two</li></ul>", "one\n\ntwo".replace("\n\n", "\n")),
        ("<blockquote>said</blockquote>answer", "said\n\nanswer"),
        ('<p class="quote-inline">RE: <a href="https://social.example/1">x</a></p><p>look</p>', "look"),
        ("<p>a<script>alert('x')</script>b</p>", "ab"),
        ('<p>you are <img src="x" alt=":horrid:" /></p>', "you are :horrid:"),
        ("a &lt;b&gt; &#x1F600;", "a <b> \U0001f600"),
        ("<p>never closed <a href='https://oak.example/'>oak.example", "never closed oak.example"),
        ("", ""),
    ],
)
def test_what_other_software_sends_is_read_whole(html: str, text: str) -> None:
    assert plain(html) == text


def test_a_warning_the_choices_of_a_poll_and_a_boosted_text_are_words_too() -> None:
    status = {"spoiler_text": "Rude", "content": "<p>Vote</p>", "poll": {"options": [{"title": "an insult"}, {"title": "another"}]}}
    assert words(status) == "Rude\n\nVote\n\nan insult\nanother"
    assert words({"content": "", "reblog": {**status, "account": {"acct": "town@far.example"}}}).startswith("Boosted @town@far.example: Rude")
