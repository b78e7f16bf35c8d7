"""The forms of accounts."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import EmailField, Field, HiddenField, PasswordField, SelectField, ValidationError
from wtforms.validators import Email, EqualTo, InputRequired

from ..fields import AtMost, StartedFrom, clean_line, line, text
from ..languages import LANGUAGES
from ..pages import is_hosted
from .passwords import weakness

_REQUIRED = InputRequired(lazy_gettext("This is needed."))
NOT_AN_ADDRESS = lazy_gettext("That is not an e-mail address. One looks like this: name@example.org")


class SignInForm(FlaskForm):
    email = EmailField(lazy_gettext("E-mail address"), [_REQUIRED], filters=[clean_line])
    password = PasswordField(lazy_gettext("Password"), [_REQUIRED])
    next = HiddenField()
    kept = HiddenField()


class ForgottenPasswordForm(FlaskForm):
    email = EmailField(
        lazy_gettext("E-mail address"), [_REQUIRED, AtMost(254), Email(NOT_AN_ADDRESS)], filters=[clean_line]
    )


class NewPasswordForm(FlaskForm):
    """A new password, twice, for the person whose address it must not be."""

    new_password = PasswordField(lazy_gettext("New password"), [_REQUIRED])
    repeat_password = PasswordField(
        lazy_gettext("The new password again"),
        [_REQUIRED, EqualTo("new_password", lazy_gettext("The two passwords are not the same."))],
    )

    def __init__(self, email: str, **given: Any) -> None:
        super().__init__(**given)
        self.email = email

    def validate_new_password(self, field: Field) -> None:
        if sentence := weakness(field.data or "", self.email):
            raise ValidationError(sentence)


class ChangePasswordForm(NewPasswordForm):
    password = PasswordField(lazy_gettext("Your password until now"), [_REQUIRED])


class ProfileForm(FlaskForm):
    """What others in the cluster read about a person; nothing about sex, which is of no use here."""

    name = line(lazy_gettext("Name"), 120, lazy_gettext("This is needed."))
    title = line(lazy_gettext("Title or assignment"), 160)
    phone = line(lazy_gettext("Phone"), 40)
    helps_with = line(lazy_gettext("What you can help others with"), 300)
    about = text(lazy_gettext("About you"), 2000)
    locale = SelectField(lazy_gettext("Language"))
    version = StartedFrom()

    EDITED = ("name", "title", "phone", "helps_with", "about", "locale")

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.locale.choices = [("", lazy_gettext("As the browser says")), *LANGUAGES.items()]
        if is_hosted():
            del self.name  # the host site says it anew at each visit

    def edited(self) -> dict[str, Any]:
        given = {name: self[name].data for name in self.EDITED if name in self}
        return given | {"locale": self.locale.data or None}
