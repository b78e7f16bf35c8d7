"""Read a page as a browser does: the fields that a form on it would send."""

from __future__ import annotations

from html.parser import HTMLParser


def fields_of(html: str, action: str) -> dict[str, str]:
    """Names and values of the form with that action, buttons left out."""
    parser = _Forms()
    parser.feed(html)
    assert action in parser.forms, f"no form with action {action}, only {list(parser.forms)}"
    return parser.forms[action]


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self._fields: dict[str, str] = {}
        self._textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._fields = self.forms.setdefault(given.get("action", ""), {})
        elif tag == "input" and given.get("name"):
            self._fields[given["name"]] = given.get("value", "")
        elif tag == "textarea":
            self._textarea = given.get("name", "")
            self._fields[self._textarea] = ""

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self._fields[self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._textarea is not None:
            self._fields[self._textarea] = self._fields[self._textarea].removeprefix("\n")
            self._textarea = None
