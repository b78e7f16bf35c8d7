"""Several who plan a programme or write in a template at the same moment: one is first, and nothing is there twice."""

from __future__ import annotations

import threading

import sqlalchemy as sa
from flask import Flask

from benchplatform.database import db, writing
from benchplatform.meetings.models import Meeting, ProgrammeTemplate, TemplateVersion
from benchplatform.meetings.templating import builtin
from tests.factories import day_in, make_lead, make_template

from .test_programmes_races import AT_ONCE, at_once, browser, statuses, together


def count(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count(model.id))) or 0


def test_several_who_plan_the_programme_at_once_make_one(app: Flask, cluster) -> None:
    form = {f"meetings-{index}-day": str(day_in(100 + 70 * index)) for index in range(5)}
    form |= {f"meetings-{index}-theme": f"bm{index}" for index in (1, 2, 3)}
    form |= {f"meetings-{index}-host": "" for index in range(5)}
    answers = at_once(app, lambda: make_lead(cluster), "/clusters/north/programme/new", form)
    assert statuses(answers) == [302, 409, 409, 409]
    assert all("The cluster has meetings already" in answer.text for answer in answers[1:])
    assert count(Meeting) == 5


def test_several_who_write_in_one_place_at_once_make_one_version(app: Flask, cluster) -> None:
    template = make_template(cluster.programme)
    path = f"/templates/{template.id}/meetings/bm1/about"
    browsers = [browser(app, make_lead(cluster)) for _ in range(AT_ONCE)]
    forms = [
        (client, path, {"csrf_token": token, "started": "1", "title_en": f"Title {number}"})
        for number, (client, token) in enumerate(browsers)
    ]
    assert sorted(statuses(together(forms))) == [302, 409, 409, 409]
    assert template.newest.number == 2


def test_several_who_write_in_different_places_at_once_are_all_heard(app: Flask, cluster) -> None:
    template = make_template(cluster.programme)
    browsers = [browser(app, make_lead(cluster)) for _ in range(AT_ONCE)]
    forms = []
    for key, (client, token) in zip(("startup", "bm1", "bm2", "bm3"), browsers, strict=True):
        form = {"csrf_token": token, "started": "1", "title_en": key}
        forms.append((client, f"/templates/{template.id}/meetings/{key}/about", form))
    assert statuses(together(forms)) == [302] * AT_ONCE
    assert template.newest.number == 1 + AT_ONCE
    titles = [meeting["title"]["en"] for meeting in template.newest.content[:4]]
    assert titles == ["startup", "bm1", "bm2", "bm3"]


def test_several_installations_that_begin_at_once_make_one_built_in_template(app: Flask) -> None:
    for model in (TemplateVersion, ProgrammeTemplate):
        db.session.execute(sa.delete(model))
    db.session.commit()
    start = threading.Barrier(AT_ONCE)

    def begin() -> None:
        with app.app_context():
            start.wait()
            with writing():
                builtin.keep_current()

    threads = [threading.Thread(target=begin) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (count(ProgrammeTemplate), count(TemplateVersion)) == (1, 1)
