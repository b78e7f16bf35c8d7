"""What changed between two texts, marked; quick for any two texts."""

from __future__ import annotations

import random

import pytest

from benchplatform.discussions.changes import marked
from tests.effort import effort


def shown(old: str, new: str) -> str:
    html = str(marked(old, new)).replace('<span class="unseen">.</span>', "")
    for words in ("Added", "Removed"):
        html = html.replace(f'<span class="unseen">{words}: </span>', "")
    return html


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("same", "same", "same"),
        ("", "new", "<ins>new</ins>"),
        ("one two", "one", "one<del> two</del>"),
        ("one three", "one two three", "one<ins> two</ins> three"),
        ("a b c", "a x c", "a<del> b</del><ins> x</ins> c"),
        ("one\ntwo\n", "one\nthree\ntwo\n", "one\n<ins>three\n</ins>two\n"),
        ("a <b>", "a <i>", "a<del> &lt;b&gt;</del><ins> &lt;i&gt;</ins>"),
        ("a a a", "a a", "a a<del> a</del>"),
        ("Ett\n\nTvå tre", "Ett\n\nTvå fyra", "Ett\n\nTvå<del> tre</del><ins> fyra</ins>"),
    ],
)
def test_what_went_and_what_came_is_marked(app, old: str, new: str, expected: str) -> None:
    with app.test_request_context():
        assert shown(old, new) == expected


@pytest.mark.parametrize("letters", ["a", "ab", "abcdefghij"])
@pytest.mark.parametrize("separator", [" ", "\n"])
def test_texts_made_to_be_slow_are_marked_at_once(app, letters: str, separator: str) -> None:
    dice = random.Random(1)
    old, new = (separator.join(dice.choice(letters) for _ in range(10_000)) for _ in range(2))
    with app.test_request_context():
        assert effort(lambda: marked(old + " x", "y " + new)) < 150
        assert marked(old + " x", "y " + new)
