"""X's own weighted count, by the library that follows X's published rules."""

import warnings

with warnings.catch_warnings():
    # The library asks pkg_resources for its emoji table, which warns on every start (its last release is from before the change).
    warnings.filterwarnings("ignore", message="pkg_resources is deprecated", category=UserWarning)
    from twitter_text import parse_tweet

__all__ = ["parse_tweet"]
