"""Which clause of which trust stands behind a finding about content or topic. A trust that is silent has no entry."""

from bot.policy.profile import Profile

# What is said: the trust's clause. Keys of the inner tables are the first part of a clause's name.
CONTENT: dict[str, dict[str, str]] = {
    "obscene": {"ATT": "ATT-5.8", "BET": "BET-4.3", "CORE": "CORE-7.6a", "ACET": "ACET-1.3.4a", "INSP": "INSP-13.1.2"},
    "threat": {"ATT": "ATT-5.5a", "BET": "BET-4.3", "CORE": "CORE-7.6a", "ACET": "ACET-1.3.4a", "INSP": "INSP-10.1.4"},
    "slur": {"ATT": "ATT-4.3", "BET": "BET-4.3", "CORE": "CORE-4.1.7", "ACET": "ACET-1.3.4a", "INSP": "INSP-10.1.5"},
    "hatred": {"ATT": "ATT-4.3", "BET": "BET-4.3", "CORE": "CORE-4.1.7", "ACET": "ACET-1.3.4a", "INSP": "INSP-10.1.5"},
    "coarse": {"ATT": "ATT-5.8", "BET": "BET-4.3", "CORE": "CORE-7.6a", "ACET": "ACET-1.3.4a", "INSP": "INSP-13.1.2"},
    "discrimination": {"ATT": "ATT-4.3", "BET": "BET-4.3", "CORE": "CORE-4.1.7", "ACET": "ACET-1.3.4a", "INSP": "INSP-10.1.5"},
    "insult": {"ATT": "ATT-5.5a", "BET": "BET-4.3", "CORE": "CORE-7.6a", "ACET": "ACET-1.3.6a", "INSP": "INSP-10.1.4"},
    "mocking": {"ATT": "ATT-5.8", "BET": "BET-4.3", "CORE": "CORE-7.6a", "ACET": "ACET-1.3.6a", "INSP": "INSP-10.1.4"},
    "running down another school": {"ATT": "ATT-5.5a", "BET": "BET-3.17", "CORE": "CORE-6.R.e", "ACET": "ACET-1.3.2", "INSP": "INSP-11.3.2"},
    "running down a public body": {"ATT": "ATT-5.5a", "BET": "BET-3.17", "CORE": "CORE-6.R.e", "ACET": "ACET-1.3.2", "INSP": "INSP-11.3.1"},
    "running down a supplier": {"ATT": "ATT-5.5a", "BET": "BET-3.17", "CORE": "CORE-6.R.d", "ACET": "ACET-1.3.2", "INSP": "INSP-11.3.2"},
    "running down families": {"ATT": "ATT-5.5a", "BET": "BET-3.17", "CORE": "CORE-6.R.b", "ACET": "ACET-1.3.2", "INSP": "INSP-11.3.2"},
    "running down pupils": {"ATT": "ATT-5.5a", "BET": "BET-3.17", "CORE": "CORE-6.R.b", "ACET": "ACET-1.3.6a", "INSP": "INSP-10.1.4"},
    "running down staff": {"ATT": "ATT-5.5a", "BET": "BET-1.1.2", "CORE": "CORE-6.R.c", "ACET": "ACET-1.3.2", "INSP": "INSP-11.3.2"},
    "running down somebody": {"ATT": "ATT-5.5a", "BET": "BET-4.3", "CORE": "CORE-4.1.5", "ACET": "ACET-1.3.2", "INSP": "INSP-11.3.2"},
    "an allegation": {"ATT": "ATT-5.5a", "BET": "BET-1.1.1", "CORE": "CORE-4.1.5", "ACET": "ACET-1.3.2", "INSP": "INSP-6.4.1"},
    "a personal opinion": {"ATT": "ATT-5.3a", "BET": "BET-4.3", "CORE": "CORE-6.R.f", "INSP": "INSP-13.1.2"},
    "said in confidence": {"ATT": "ATT-4.2b", "BET": "BET-1.3.4c", "CORE": "CORE-4.1.3", "ACET": "ACET-1.3.1", "INSP": "INSP-6.3.2"},
}

TOPICS: dict[str, dict[str, str]] = {
    "political": {"ATT": "ATT-4.2e", "BET": "BET-1.3.4e", "CORE": "CORE-6.R.k", "INSP": "INSP-6.3.5"},
    "commercial": {"ATT": "ATT-4.2d", "BET": "BET-1.3.4d", "CORE": "CORE-6.R.k", "INSP": "INSP-6.3.4"},
    "performance": {"CORE": "CORE-6.R.k", "INSP": "INSP-11.3.4"},
    "staffing": {"CORE": "CORE-6.R.k", "INSP": "INSP-11.3.4"},
    "exclusions": {"CORE": "CORE-6.R.k", "INSP": "INSP-11.3.4"},
    "incidents": {"CORE": "CORE-6.R.k", "INSP": "INSP-11.3.4"},
    "industrial_action": {"CORE": "CORE-6.R.k", "INSP": "INSP-11.3.4"},
    "defamation": {"ATT": "ATT-5.5a", "BET": "BET-1.1.1", "CORE": "CORE-4.1.5", "ACET": "ACET-1.3.2", "INSP": "INSP-6.4.1"},
    "figures": {"CORE": "CORE-4.1.9a", "ACET": "ACET-1.3.8a"},
}


def content_clause(profile: Profile, rule: str) -> str | None:
    """The clause of this profile's own policy that speaks of such content."""
    return CONTENT[rule].get(_policy(profile))


def topic_clause(profile: Profile, topic: str) -> str | None:
    """The clause of this profile's own policy that makes the topic a sensitive one."""
    return TOPICS[topic].get(_policy(profile))


def _policy(profile: Profile) -> str:
    """The policy whose clauses the profile cites: an academy's own version of a trust's profile keeps them."""
    return next((each.clause.partition("-")[0] for each in profile.parameters().values() if each.stated), "")
