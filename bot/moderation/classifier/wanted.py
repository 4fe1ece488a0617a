"""What a school needs of the judge, number by number, for the model card and for the report."""

# The name in the card's `school` part, the words for it, what is wanted, and whether more is better.
WANTED: tuple[tuple[str, str, float, bool], ...] = (
    ("false_hide", "Comments to keep that were hidden", 0.01, False),
    ("false_hide_criticism_and_counter_speech", "Criticism and counter-speech that was hidden", 0.0, False),
    ("keep_asked", "Comments to keep that a person was asked about", 0.10, False),
    ("keep_alarmed", "Comments to keep that raised an alarm", 0.01, False),
    ("abuse_missed", "Abuse neither hidden nor asked about", 0.08, False),
    ("hide_precision", "Of what was hidden, rightly (abuse, or a row marked doubtful)", 0.97, True),
    ("risk_alarmed", "Safeguarding rows that raised an alarm", 0.95, True),
)


def percent(share: float) -> str:
    return f"{100 * share:.1f}%"
