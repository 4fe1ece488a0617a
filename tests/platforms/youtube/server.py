"""The small YouTube over real HTTP on 127.0.0.1, with Google's token endpoint beside it, and every way of going wrong on demand."""

import json
from datetime import UTC, datetime

from tests.platforms.stand_in import EVERYWHERE, Answer, Fault, Request, StandIn

from .routes import ROUTES, Said, no
from .world import FORCE_SSL, World

KEYS = {
    "client_id": "814200-oak.apps.googleusercontent.com",
    "client_secret": "GOCSPX-client-secret-Lx3",
    "refresh_token": "1//refresh-token-Kw8",
}
BASE = "/youtube/v3/"


def faults() -> dict[str, Fault]:
    spent = 'The request cannot be completed because you have exceeded your <a href="/youtube/v3/getting-started#quota">quota</a>.'
    return {
        **EVERYWHERE,
        "refuse": Fault(no(403, "forbidden")),
        "busy": Fault(no(403, "userRateLimitExceeded", domain="usageLimits")),
        "spent": Fault(no(403, "quotaExceeded", spent, "youtube.quota")),
        "turned away": Fault(no(401, "authError", "Invalid Credentials", "global")),
        "stale": Fault(no(401, "authError", "Invalid Credentials", "global")),
        "down": Fault((503, "<html>Error 503</html>")),
        "processing": Fault(no(400, "processingFailure")),
    }


class YouTubeServer(StandIn):
    """`with YouTubeServer() as tube: YouTube(KEYS, tube.url, tube.token_url)`."""

    def __init__(self) -> None:
        super().__init__(faults)
        self.world = World()
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.url, self.token_url = f"{self.url}{BASE.rstrip('/')}", f"{self.url}/token"

    def fail(self, fault: str | Fault, method: str = "", path: str = BASE) -> None:
        """Without a path it is YouTube that goes wrong, not the exchange of access."""
        super().fail(fault, method, path)
        self.world.withdrawn |= fault == "turned away"

    def asked_for(self, path: str) -> int:
        return sum(asked == path for _, asked, _ in self.asked)

    def note(self, request: Request) -> None:
        self.asked.append((request.method, request.path.removeprefix(BASE), request.query))

    def answer(self, request: Request) -> Answer:
        if request.path in {"/token", "/tokeninfo"}:
            return *self._google(request.path, request.form), {}
        return *self._youtube(request), {}

    def _google(self, path: str, form: dict[str, str]) -> Said:
        world = self.world
        if path == "/tokeninfo":
            known = form.get("access_token") in world.live
            return (200, {"scope": " ".join(world.scopes), "expires_in": "3599"}) if known else (400, {"error": "invalid_token"})
        if (form.get("client_id"), form.get("client_secret")) != (KEYS["client_id"], KEYS["client_secret"]):
            return 401, {"error": "invalid_client"}
        fits = form.get("grant_type") == "refresh_token" and form.get("refresh_token") == world.refresh and not world.withdrawn
        world.withdrawn = False
        return (200, world.exchange()) if fits else (400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."})

    def _youtube(self, request: Request) -> Said:
        world, query = self.world, request.query
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if world.live.get(bearer, datetime.min.replace(tzinfo=UTC)) < datetime.now(UTC):
            return no(401, "authError", "Invalid Credentials", "global")
        route = ROUTES.get((request.method, request.path.removeprefix(BASE)))
        if route is None:
            return 404, "<html>Not Found</html>"
        if FORCE_SSL not in world.scopes:
            return no(403, "insufficientPermissions", domain="global")
        units, act = route
        if world.units + units > world.allowance:
            return faults()["spent"].answer or (403, None)
        status, said = act(world, query, json.loads(request.body)) if request.method == "PUT" else act(world, query)
        world.units += units if status < 400 else 1
        return status, said
