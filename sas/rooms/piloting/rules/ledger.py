"""Versions that hold differences: what is kept is added up, what is found otherwise is written as what to add."""

from collections.abc import Iterable, Mapping

Measure = int | list[int] | dict[str, int]
Measures = Mapping[str, Measure]
"""The numbers of one fact, by column: a number, a list of them in a fixed order, or numbers by key."""


def total(versions: Iterable[Measures]) -> dict[str, Measure]:
    """What the versions of a fact come to."""
    found: dict[str, Measure] = {}
    for version in versions:
        for name, value in version.items():
            found[name] = _added(found[name], value, 1) if name in found else value
    return found


def difference(found: Measures, kept: Measures) -> dict[str, Measure]:
    """What to add to what is kept so that it comes to what was found."""
    return {name: _added(value, kept[name], -1) for name, value in found.items()}


def nothing(like: Measures) -> dict[str, Measure]:
    """The same columns, and nothing in them."""
    return {name: _added(value, value, -1) for name, value in like.items()}


def is_nothing(measures: Measures) -> bool:
    """Whether adding it changes nothing."""
    return not any(_numbers(value) for value in measures.values())


def _numbers(value: Measure) -> bool:
    if isinstance(value, dict):
        return any(value.values())
    return any(value) if isinstance(value, list) else bool(value)


def _added(one: Measure, other: Measure, sign: int) -> Measure:
    if isinstance(one, dict) and isinstance(other, dict):
        keys = sorted(one.keys() | other.keys())
        summed = {key: one.get(key, 0) + sign * other.get(key, 0) for key in keys}
        return {key: value for key, value in summed.items() if value}
    if isinstance(one, list) and isinstance(other, list):
        return [left + sign * right for left, right in zip(one, other, strict=True)]
    if isinstance(one, int) and isinstance(other, int):
        return one + sign * other
    raise TypeError(f"{one!r} and {other!r} do not add up")
