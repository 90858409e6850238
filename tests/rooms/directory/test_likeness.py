"""Names found among many: what they hold, in the order in which they are preferred, and what is nearly it."""

import random

import pytest

from sas.rooms.directory.rules import LIKENESS, Names, line_of

SYLLABLES = (
    "ma", "mar", "ti", "ne", "du", "pont", "le", "roy", "ber", "nard", "tho", "mas", "pe", "tit", "ro", "bert", "ri",
)  # fmt: skip


def names(*keys: str) -> Names:
    return Names("".join(f"{line_of(key, key.title())}\n" for key in keys).encode())


def drawn(chance: random.Random, count: int) -> list[str]:
    def word() -> str:
        return "".join(chance.choices(SYLLABLES, k=chance.randint(1, 3)))

    return sorted({f"{word()} {word()}" if chance.random() < 0.8 else word() for _ in range(count)})


def threes(text: str) -> set[str]:
    return {text[at : at + 3] for at in range(len(text) - 2)}


@pytest.mark.shows("F-141", "F-142")
def test_each_way_to_find_is_what_reading_every_name_would_find() -> None:
    chance = random.Random(6)
    keys = drawn(chance, 800)
    known = names(*keys)
    for _ in range(300):
        key = chance.choice(keys)
        begin = chance.randrange(len(key))
        part = key[begin : begin + chance.randint(2, 9)].strip() or "ma"
        begun = [one.title() for one in keys if one.startswith(part)]
        assert known.begun_by(part, limit=900) == begun
        assert known.begun_by(part, limit=2) == begun[:2]
        assert known.called(key, limit=2) == [key.title()]
        words = [one.title() for one in keys if f" {part}" in f" {one}"]
        others = [one.title() for one in keys if part in one and one.title() not in words]
        # Two letters are no group of three: only words that begin with them are found, and one letter tells nothing.
        assert known.holding(part, limit=900) == (words if len(part) > 1 else []) + (others if len(part) > 2 else [])


@pytest.mark.shows("F-141", "F-142")
def test_a_name_is_found_with_a_letter_wrong_and_the_likest_comes_first() -> None:
    chance = random.Random(7)
    keys = drawn(chance, 800)
    known = names(*keys)
    for _ in range(300):
        key = chance.choice([one for one in keys if len(one) > 7])
        at = chance.randrange(1, len(key) - 1)
        typed = f"{key[:at]}z{key[at + 1 :]}"
        asked = threes(f" {typed} ")
        shares = {one: len(asked & threes(f"  {one} ")) / len(asked) for one in keys}
        found = [one.lower() for one in known.like(typed, limit=900)]
        assert set(found) == {one for one, share in shares.items() if share >= LIKENESS}
        assert found == sorted(found, key=lambda one: (-shares[one], len(threes(f"  {one} ")), one))


def test_a_group_of_letters_that_most_names_hold_tells_none_of_them() -> None:
    known = names(*(f"dr banc {number}" for number in sorted(range(4000), key=str)))
    assert known.like("dr banc", limit=3) == []
    assert known.like("dr bznc 3999", limit=3) == ["Dr Banc 3999"]
    assert known.holding("banc 399", limit=3) == ["Dr Banc 399", "Dr Banc 3990", "Dr Banc 3991"]
    assert known.holding("banc z", limit=3) == []


def test_an_empty_text_and_words_out_of_the_alphabet_find_nothing() -> None:
    assert len(Names(b"")) == 0
    for known in (Names(b""), names("martin", "dupont")):
        assert known.holding("", limit=3) == known.like("", limit=3) == known.called("zzz", limit=3) == []
        assert not known.has(line_of("durand", "Durand"))
    known = names("dupont", "martin")
    assert known.has(line_of("martin", "Martin")) and not known.has(line_of("martin", "Autre"))
    assert known.lines == [line_of("dupont", "Dupont"), line_of("martin", "Martin")]
