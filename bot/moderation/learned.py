"""What the learned judge makes of a comment and of what the rules said of it, as a verdict with its reason and place."""

from bot.moderation.classifier import judge as learned
from bot.moderation.classifier import weigh
from bot.moderation.classifier.judge import Judge, Opinion
from bot.moderation.classifier.reading import Reading
from bot.moderation.verdict import Comment, Reason, Severity, Verdict, Word
from bot.words.views import Views

AT_RISK = "judge: somebody may be at risk"


def weighed(comment: Comment, views: Views, rules: Verdict, judge: Judge | None = None) -> Verdict:
    """The rules and the learned judge together. Raises where the learned judge cannot be used: then a person decides."""
    judge = judge or learned.standard()
    read = judge.read(views)
    opinion = judge.opinion(read.text, judge.read(Views(comment.parent_text, views.lists)).text if comment.parent_text else "")
    mix, bands = judge.manifest.mix, judge.manifest.bands
    found = weigh.signs(rules, opinion, counter_speech=views.counter_speech)
    harm, alarm = weigh.chance(mix["harm"], found), weigh.chance(mix["alarm"], found)
    protected = weigh.protected(opinion, rules, bands, counter_speech=views.counter_speech)
    word = weigh.word(harm, alarm, bands, rules, opinion, protected=protected)
    score = round(max(harm, alarm), 4)
    if word is Word.KEEP:
        criticism = rules.word is Word.KEEP and rules.severity is Severity.S3
        return Verdict(word, Severity.S3 if criticism else Severity.S5, score, rules.reasons if criticism else ())
    fearful = alarm >= bands.ask_alarm and alarm >= harm
    severity, reason = _reason(opinion, read, alarmed=word is Word.ALARM, fearful=fearful)
    spoke = rules.word in {Word.ASK, Word.HIDE, Word.ALARM}
    if word is not Word.ALARM and spoke:
        severity = min(severity, max(rules.severity, Severity.S1))
    return Verdict(word, severity, score, (*(rules.reasons if spoke else ()), *reason))


def _reason(opinion: Opinion, read: Reading, *, alarmed: bool, fearful: bool) -> tuple[Severity, tuple[Reason, ...]]:
    """How grave it is, and what the judge points at."""
    if alarmed or fearful:
        severity, rule, place = Severity.S0 if alarmed else Severity.S1, AT_RISK, opinion.alarm_at
    else:
        words, severity = weigh.kind(opinion)
        rule, place = f"judge: {words}", opinion.harm_at
    if not read.text:
        return severity, (Reason(rule, 0, 0),)
    return severity, (Reason(rule, *read.span(*place)),)
