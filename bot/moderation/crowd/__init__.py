"""More than one comment: the same writer again, many writers at once, and closing replies for a while."""
