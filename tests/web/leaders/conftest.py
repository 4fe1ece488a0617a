from tests.web.drafts.conftest import desk
from tests.web.staged import staged

__all__ = ["desk", "staged"]
