from tests.web.staged import staged

__all__ = ["staged"]
