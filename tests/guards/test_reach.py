"""Lists and single pages agree for everybody: what is listed opens, and what is not seen does not exist."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from benchplatform.accounts.identity import Visitor
from benchplatform.database import db
from benchplatform.programmes.models import Cluster

from ..client import Client
from .scene import ADDRESSES, make_scene

WHO = [
    "key person", "manager", "elected official", "programme lead", "member elsewhere", "administrator",
    "nobody's member",
]  # fmt: skip
STARTS = ("/", "/admin/", "/profile")


@pytest.mark.parametrize("who", WHO)
def test_one_opens_what_one_sees_and_nothing_else(app: Flask, tmp_path: Path, who: str) -> None:
    person = make_scene(app, tmp_path)[who]
    client = app.test_client()
    assert isinstance(client, Client)
    client.as_person(person)
    for model, address in ADDRESSES.items():
        seen = set(db.session.scalars(sa.select(model.id).where(model.visible_to(person))))
        everything = {thing.id: thing for thing in db.session.scalars(sa.select(model))}
        with app.test_request_context("/"):
            addresses = {id: address(thing) for id, thing in everything.items()}
        opened = {id for id, path in addresses.items() if client.get(path).status_code == 200}
        refused = {id for id, path in addresses.items() if client.get(path).status_code == 404}
        assert opened == seen, model.__name__
        assert refused == set(everything) - seen, model.__name__


@pytest.mark.parametrize("who", WHO)
def test_every_link_that_one_is_shown_opens(app: Flask, tmp_path: Path, who: str) -> None:
    client = app.test_client()
    assert isinstance(client, Client)
    client.as_person(make_scene(app, tmp_path)[who])
    waiting, opened = [path for path in STARTS if client.get(path).status_code != 404], set()
    while waiting:
        path = waiting.pop()
        opened.add(path)
        answer = client.get(path)
        assert answer.status_code in (200, 302), f"{who}: {path}"
        if answer.mimetype == "text/html":
            links = {unescape(link).split("#")[0] for link in re.findall(r'<a [^>]*href="(/[^"]*)"', answer.text)}
            waiting += sorted(links - opened - set(waiting))
    assert len(opened) > (2 if who == "nobody's member" else 8)


def test_a_visitor_opens_nothing(app: Flask, tmp_path: Path) -> None:
    make_scene(app, tmp_path)
    client = app.test_client()
    for model, address in ADDRESSES.items():
        assert db.session.scalars(sa.select(model.id).where(model.visible_to(Visitor()))).all() == []
        for thing in db.session.scalars(sa.select(model)).all():
            with app.test_request_context("/"):
                path = address(thing)
            answer = client.get(path)
            assert (answer.status_code, (answer.location or "").split("?")[0]) == (302, "/sign-in"), path


def test_a_member_finds_no_trace_of_another_cluster(app: Flask, tmp_path: Path) -> None:
    client = app.test_client()
    assert isinstance(client, Client)
    client.as_person(make_scene(app, tmp_path)["key person"])
    for path in ("/", "/clusters/here/", "/clusters/here/people/", "/clusters/here/discussions/",
                 "/clusters/here/meetings/", "/clusters/here/meetings/3/", "/clusters/here/presentations/",
                 "/clusters/here/meetings/3/coming", "/clusters/here/meetings/3/hosting",
                 "/organisations/mentor/"):  # fmt: skip
        page = client.get(path).text
        for foreign in ("Yonder", "Elsewhere", "Stranger"):
            assert not re.search(rf"\b{foreign}\b", page), f"{foreign} on {path}"
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Cluster)) == 3
