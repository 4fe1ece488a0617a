"""How an act went, as the record says it."""

from enum import StrEnum


class Outcome(StrEnum):
    DONE = "done"
    REFUSED = "refused"
    READ = "read"
