"""Lists page by page: which page is shown, and which is the last."""


def within(number: int, total: int, *, size: int) -> tuple[int, int]:
    """The page asked for, or the nearest that there is, and the last one; both count from one, `size` lines each."""
    last = max(1, -(-total // size))
    return min(max(number, 1), last), last
