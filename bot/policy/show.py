"""What a profile looks like from outside: its rows, its fingerprint, how late its review is and which roles it cannot do without."""

import hashlib
import json
from collections.abc import Collection
from datetime import date
from typing import Any

from bot.policy.profile import Profile, RoutedRole

ROLES = frozenset(RoutedRole)


def rows(profile: Profile) -> list[dict[str, Any]]:
    """One JSON-ready object for each parameter: what `gatepost policy show` prints. `number` is empty for the product's own settings."""
    plain = profile.model_dump(mode="json")
    return [
        {
            "kind": "parameter",
            "profile": profile.name,
            "parameter": key,
            "number": Profile.asks(key).number,
            "value": plain[key]["value"],
            "clause": parameter.clause,
            "stated": parameter.stated,
        }
        for key, parameter in profile.parameters().items()
    ]


def version_hash(profile: Profile) -> str:
    """SHA-256 of everything that binds; notes do not, so putting a note right asks nobody to read the policy again."""
    plain = profile.model_dump(mode="json", exclude={key: {"note"} for key in profile.parameters()})
    canonical = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def overdue(profile: Profile, today: date) -> int | None:
    """Days by which the review is late, or None while it is not. `today` is the date in the academy."""
    late = (today - profile.review_due.value).days
    return late if late > 0 else None


def vacancies(profile: Profile, filled: Collection[str]) -> list[str]:
    """A sentence for each role the profile sends something to and nobody in `filled` holds, with the clauses that need it."""
    needed: dict[RoutedRole, list[str]] = {}
    for key, parameter in profile.parameters().items():
        named = parameter.value if isinstance(parameter.value, tuple) else (parameter.value,)
        if Profile.asks(key).any_one and set(named) & set(filled):
            continue
        for role in named:
            if role in ROLES:
                needed.setdefault(RoutedRole(role), []).append(f"{key} ({parameter.clause})" if parameter.stated else key)
    return [
        f"Nobody holds the role {role}, which {profile.title} needs for {', '.join(reasons)}. Name a person for it."
        for role, reasons in needed.items()
        if role not in filled
    ]
