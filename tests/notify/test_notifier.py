"""The door: which addresses it takes, what it shows of them, and that each answer of the other side has its meaning."""

import logging
import threading
from types import SimpleNamespace

import pytest

from bot.platforms import notifier
from bot.platforms.channels import PATIENCE_S, Answer, Kind, Letter, Trouble
from bot.platforms.notifier import Notifier, Parcel
from tests.notify.far_side import hook, mail

K, T = Kind, Trouble
NOTIFIER = Notifier()
LETTER = Letter("Gatepost, today: Comment 12 on @oakfield", "Which: Comment 12 on @oakfield")
WORKFLOW = "https://prod-1.uksouth.logic.azure.com:443/workflows/abc123/triggers/manual/paths/invoke?api-version=1&sp=x&sv=1.0&sig=SECRETSIG"
SLACK = "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
MAIL = {"server": "mail.academy.example", "sender": "g@academy.example", "recipient": "dsl@academy.example", "user": "g", "password": "p:/@?#"}


@pytest.mark.parametrize(
    ("kind", "given", "shown"),
    [
        (K.EMAIL, MAIL, "d…@academy.example, through mail.academy.example"),
        (K.EMAIL, MAIL | {"server": "10.0.0.5", "user": "", "password": "", "port": "25"}, "d…@academy.example, through 10.0.0.5"),
        (K.TEAMS, {"address": WORKFLOW}, "MSTeams) at prod-1.uksouth.logic.azure.com, the rest hidden"),
        (K.SLACK, {"address": SLACK}, "Slack at hooks.slack.com, the rest hidden"),
        (K.WEBHOOK, {"address": "https://hooks.example.org/secret?key=secret"}, "JSON at hooks.example.org, the rest hidden"),
        (K.WEBHOOK, {"address": "http://printer.lan/secret"}, "JSON at printer.lan, the rest hidden"),
        (K.NTFY, {"address": "ntfys://secret-topic"}, "ntfy, the rest hidden"),
        (K.OTHER, {"address": "clickatell://secret/447700900123"}, "Clickatell, the rest hidden"),
    ],
)
def test_what_a_school_has_is_taken_and_shown_without_its_secret(kind: Kind, given: dict[str, str], shown: str) -> None:
    assert NOTIFIER.faults(kind, given) == {}
    assert NOTIFIER.shown(kind, given).endswith(shown)
    assert "ecret" not in NOTIFIER.shown(kind, given)
    assert "SIG" not in NOTIFIER.shown(kind, given)


@pytest.mark.parametrize(
    ("kind", "given", "field", "sentence"),
    [
        (K.EMAIL, MAIL | {"server": "https://mail.example"}, "server", "without https://"),
        (K.EMAIL, MAIL | {"port": "70000"}, "port", "1 to 65535"),
        (K.EMAIL, MAIL | {"port": "²"}, "port", "1 to 65535"),
        (K.EMAIL, MAIL | {"sender": "Gatepost"}, "sender", "one email address"),
        (K.EMAIL, MAIL | {"recipient": "a@b.example, c@d.example"}, "recipient", "one email address"),
        (K.EMAIL, MAIL | {"password": ""}, "password", "or neither"),
        (K.TEAMS, {"address": SLACK}, "address", "not an address of Microsoft Teams"),
        (K.SLACK, {"address": f"{SLACK}?template=/etc/passwd"}, "address", "files or settings of the computer"),
        (K.SLACK, {"address": f"{SLACK}?verify=no"}, "address", "certificate is always checked"),
        (K.WEBHOOK, {"address": "http://hooks.example.org/secret"}, "address", "has to begin with https://"),
        (K.WEBHOOK, {"address": "javascript:alert(1)"}, "address", "begins with https://"),
        (K.WEBHOOK, {"address": "https://hooks.example.org:99999/"}, "address", "port"),
        (K.WEBHOOK, {"address": "https://[::1/secret"}, "address", "does not know"),
        (K.WEBHOOK, {"address": ""}, "address", "Enter the address"),
        (K.OTHER, {"address": "https://a.example/\nx"}, "address", "no spaces or line breaks"),
        (K.OTHER, {"address": "x" * 3000}, "address", "not that long"),
        (K.OTHER, {"address": "nothing://secret"}, "address", "does not know"),
        (K.OTHER, {"address": "mastodon://token@example.social"}, "address", "publishes to the world"),
        (K.OTHER, {"address": "syslog://"}, "address", "only show something on the computer"),
        (K.OTHER, {"address": "json://example.org"}, "address", "Choose Webhook"),
        (K.OTHER, {"address": "mailto://user:pass@gmail.com"}, "address", "Choose Email"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words_without_the_address(kind: Kind, given: dict[str, str], field: str, sentence: str) -> None:
    faults = NOTIFIER.faults(kind, given)
    assert list(faults) == [field]
    assert sentence in faults[field]
    assert "secret" not in faults[field]


def test_each_answer_has_its_meaning() -> None:
    meanings = {200: T.NONE, 204: T.NONE, 401: T.SIGN_IN, 403: T.SIGN_IN, 404: T.GONE, 410: T.GONE, 429: T.BUSY, 400: T.REFUSED, 502: T.BROKEN}
    with hook() as far:
        parcel = Parcel(K.WEBHOOK, {"address": far.address}, LETTER)
        for code, trouble in meanings.items():
            far.answers = code
            assert NOTIFIER.send(parcel) == Answer(trouble, 0 if trouble is T.NONE else code)
    assert NOTIFIER.send(parcel) == Answer(T.UNREACHABLE)
    assert NOTIFIER.send(Parcel(K.WEBHOOK, {"address": "nonsense"}, LETTER)) == Answer(T.UNREADABLE)


def test_a_mail_server_s_answers_too() -> None:
    with mail() as far:
        given = {"server": "127.0.0.1", "port": str(far.port), "sender": "g@academy.example"}
        parcel = Parcel(K.EMAIL, given, LETTER, to="slt@academy.example")
        for refuses, answer in {
            "": Answer(),
            "530 Authentication required": Answer(T.SIGN_IN, 530),
            "550 No": Answer(T.REFUSED, 550),
            "451 Later": Answer(T.BROKEN, 451),
            "421 Busy": Answer(T.BUSY, 421),
        }.items():
            far.refuses = refuses
            assert NOTIFIER.send(parcel) == answer
    ((to, text),) = far.taken
    assert to == "slt@academy.example"
    assert "From: Gatepost <g@academy.example>" in text
    assert NOTIFIER.send(parcel) == Answer(T.UNREACHABLE)


def assert_over(event: threading.Event) -> None:
    assert event.wait(60)


def test_one_that_hangs_delays_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    over, clock = threading.Event(), [0.0]
    monkeypatch.setattr(notifier, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    with hook() as far, hook() as stuck:
        stuck.before = lambda: assert_over(over)
        answers = NOTIFIER.send_all([Parcel(K.WEBHOOK, {"address": each.address}, LETTER) for each in (stuck, far)])
        assert next(answers) == (1, Answer())
        clock[0] = PATIENCE_S
        assert list(answers) == [(0, Answer(T.SLOW))]
        over.set()


def test_the_library_s_own_lines_go_nowhere() -> None:
    assert logging.getLogger("apprise").propagate is False
