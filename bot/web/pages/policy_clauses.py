"""Every clause of a policy: what answers it, how far, and the tests that prove it. For every role, a governor's above all."""

from collections import Counter
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.responses import Response

from bot.people.grants import profiles_of
from bot.people.permissions import Verb
from bot.policy import clauses
from bot.policy.clauses import Clause
from bot.policy.controls import State, controls
from bot.web.access import Visit, allowed
from bot.web.rendering import page

router = APIRouter()
MayRead = Annotated[Visit, allowed(Verb.READ_POLICY)]

STATES: dict[State, tuple[str, str]] = {
    State.WORKING: ("Working", "govuk-tag--green"),
    State.PARTLY: ("Partly", "govuk-tag--yellow"),
    State.NOT_YET: ("Not yet", "govuk-tag--red"),
    State.OUTSIDE: ("Outside", "govuk-tag--grey"),
}
CLASSES: dict[clauses.Class, str] = {
    clauses.Class.ENFORCE: "Enforced",
    clauses.Class.DETECT: "Detected, and a person decides",
    clauses.Class.RECORD: "Recorded",
    clauses.Class.INFORM: "Shown at the right moment",
    clauses.Class.OUTSIDE: "Outside: personal, or not about official accounts",
}
TITLES = {"ATT": "Academy Transformation Trust", "BET": "Bohunt Education Trust", "CORE": "CORE Education Trust"}
TITLES |= {"ACET": "Aston Community Education Trust", "INSP": "Inspire Together"}


@router.get("/policy/clauses")
def all_clauses(visit: MayRead, policy: str = "", state: str = "", control: str = "") -> Response:
    """Of the academy's own policy unless another is asked for; narrowed by state or by control."""
    known = clauses.policies()
    chosen = policy if policy in known else next(iter(_own(visit)), known[0])
    state, control = state if state in list(State) else "", control if control in controls() else ""
    mine = [clause for clause in clauses.register().values() if clause.policy == chosen]
    found = [c for c in mine if (not state or c.state == state) and (not control or control in c.controls)]
    used = dict.fromkeys(number for clause in mine for number in clause.controls)
    return page(
        visit,
        "policy/clauses.html",
        chosen=chosen,
        titles=TITLES,
        state=state,
        control=control,
        found=found,
        total=len(mine),
        states=STATES,
        classes=CLASSES,
        trusts=[(each, TITLES[each], _states([c for c in clauses.register().values() if c.policy == each])) for each in known],
        counted=clauses.counts(mine),
        controls={number: controls()[number] for number in sorted(used)},
        link=lambda **more: _link({"policy": chosen, "state": state, "control": control} | more),
        spoken_test=spoken_test,
    )


def spoken_test(test: str) -> str:
    """`tests/x.py::test_S05_3_an_editor_cannot_sign` as `S05.3 an editor cannot sign`."""
    name = test.rpartition("::")[2].removeprefix("test_")
    head, _, rest = name.partition("_")
    number, _, after = rest.partition("_")
    return f"{head}.{number} {after}".replace("_", " ") if number.isdigit() else name.replace("_", " ")


def _own(visit: Visit) -> list[str]:
    return [found[0].policy for profile in profiles_of(visit.session, visit.academies).values() if (found := clauses.clauses_of(profile))]


def _states(found: list[Clause]) -> Counter[State]:
    return Counter(clause.state for clause in found)


def _link(query: dict[str, Any]) -> str:
    return "/policy/clauses?" + urlencode({key: value for key, value in query.items() if value})
