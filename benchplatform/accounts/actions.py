"""What spans people, their sign-ins, links and mail."""

from __future__ import annotations

from flask import g, request

from .. import audit, mail
from ..database import db
from ..logs import log
from ..pages import site_url
from .devices import recognise
from .identity import begin_session
from .models import RESET_LINK_HOURS, PasswordLink, Person, SignIn


def let_in(person: Person) -> None:
    """Sign the browser of this request in as the person, in place of whoever it was signed in as; commits."""
    if g.get("sign_in"):
        g.sign_in.end()
    _sign_in, token = SignIn.begin(person, recognise(request.user_agent.string))
    db.session.commit()
    begin_session(token)
    log.info("signed in", person=person.id)


def send_reset(email: str) -> None:
    """Job: mail the link to whoever has the address, if anybody. A visitor cannot tell: the look-up is done here."""
    person = Person.by_email(email)
    if person is None or person.disabled_at is not None:
        return
    mail.post(
        "password_reset",
        person.email,
        person.locale,
        name=person.name,
        link=password_link(person),
        again=site_url("accounts.forgotten_password"),
        hours=RESET_LINK_HOURS,
    )


def password_link(person: Person) -> str:
    """A whole address where the person can choose a password: once, and for RESET_LINK_HOURS."""
    return site_url("accounts.choose_password", token=PasswordLink.issue(person))


def tell_changed_password(person: Person) -> None:
    """Log that the password was changed, and mail it: whoever did not do it should know at once."""
    audit.record("accounts.change_password", person)
    again = site_url("accounts.forgotten_password")
    mail.post("password_changed", person.email, person.locale, name=person.name, again=again)


def make_administrator(email: str, name: str) -> Person:
    """The person with the address, made if there is none, as a site administrator from now on."""
    person = Person.by_email(email)
    if person is None:
        person = Person(email=email.strip().lower(), name=name)
        db.session.add(person)
    person.begin_administering()
    audit.record("site.make_administrator", person)
    return person
