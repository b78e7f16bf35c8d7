"""Passwords: kept as argon2id, compared in the same time for known and unknown people, refused when easy to guess."""

from __future__ import annotations

import re
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from flask_babel import gettext

SHORTEST, LONGEST = 12, 200

_EASY = frozenset(
    """
    password passwort losenord lösenord hemligt secret qwerty qwertyuiop qwertyuiopå asdfghjkl asdfghjklöä abc abcdef
    abcdefgh abcdefghijkl letmein welcome välkommen valkommen admin administrator sommar sommaren vinter höst vår
    summer winter spring autumn iloveyou jagälskardig kommun kommunen region sverige stockholm göteborg malmö
    benchplatform benchmarking benchlearning jämställdhet jamstalldhet changeme test testtest football fotboll
    """.split()  # noqa: SIM905 a list of strings would take forty lines
)
_NOT_A_LETTER = re.compile(r"[\W\d_]+")


def hasher() -> PasswordHasher:
    """argon2id with the library's own cost; tests use a cheap one."""
    return current_app.extensions.setdefault("bench_hasher", PasswordHasher())


def hashed(password: str) -> str:
    return hasher().hash(_same_everywhere(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Is this the password behind the hash? Without a hash it is not, and finding out takes as long."""
    try:
        is_right = hasher().verify(password_hash or _stand_in(), _same_everywhere(password[: LONGEST + 1]))
    except (VerificationError, InvalidHashError):
        return False
    return is_right and bool(password_hash)


def weakness(password: str, email: str) -> str | None:
    """The sentence that says why a new password will not do; None for one that will."""
    if len(password) < SHORTEST:
        return gettext(
            "The password has %(count)d characters; it needs at least %(least)d.", count=len(password), least=SHORTEST
        )
    if len(password) > LONGEST:
        return gettext(
            "The password has %(count)d characters, the limit is %(most)d.", count=len(password), most=LONGEST
        )
    plain, address = password.casefold(), email.casefold()
    if plain in (address, address.partition("@")[0]):
        return gettext("The password must not be your e-mail address.")
    if _is_easy(plain):
        return gettext(
            "Many people choose that password, so it is easy to guess. Take several words that do not belong."
        )
    return None


def _is_easy(plain: str) -> bool:
    """A common word with digits and signs around it, digits alone, or a few characters again and again."""
    letters = _NOT_A_LETTER.sub("", plain)
    return not letters or letters in _EASY or len(set(plain)) < 5


def _same_everywhere(password: str) -> str:
    """One keyboard sends "å" as one character, another as two."""
    return unicodedata.normalize("NFKC", password)


def _stand_in() -> str:
    """A hash that is no one's, to compare with when there is nobody."""
    known = current_app.extensions
    if "bench_stand_in" not in known:
        known["bench_stand_in"] = hashed("nobody has this password")
    return known["bench_stand_in"]
