"""Posts that were written under older rules are rendered anew by a command that can be cut off."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from flask import Flask

from benchplatform import markup
from benchplatform.database import db
from benchplatform.discussions import commands, mentions
from benchplatform.discussions.models import Post
from tests.factories import make_meeting, make_member, make_person, make_thread


def render(app: Flask) -> Result:
    db.session.rollback()
    return CliRunner().invoke(commands.render, obj=lambda: app)


def grow_old(*which) -> None:
    db.session.execute(sa.update(Post).where(*which).values(html="<p>stale</p>", renderer=markup.VERSION - 1))
    db.session.commit()


def html() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Post.html).order_by(Post.id)))


def test_old_posts_are_rendered_anew_with_whom_they_call_and_fresh_ones_left(app: Flask, cluster) -> None:
    writer = make_member(cluster, person=make_person("Sara Nord"))
    thread = make_thread(make_meeting(cluster), writer, texts=["**one**"])
    calling = mentions.found("@sara-nord, look", cluster)
    thread.add_post(writer, cluster.organisations[0].id, "@sara-nord, look", mentions=calling)
    thread.add_post(writer, cluster.organisations[0].id, "fresh")
    db.session.commit()
    before = html()
    assert 'class="mention"' in before[1]
    grow_old(Post.number < 3)
    result = render(app)
    assert (result.exit_code, "2 posts are rendered anew." in result.output) == (0, True)
    assert html() == before
    assert "0 posts are rendered anew." in render(app).output


def test_cut_off_it_goes_on_where_it_was(app: Flask, cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    thread = make_thread(make_meeting(cluster), make_member(cluster), texts=["text"] * 5)
    monkeypatch.setattr(commands, "BATCH", 2)
    grow_old(Post.thread_id == thread.id)
    rendered, done = Post.say, []

    def say(post: Post, *given) -> None:
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(post.number)
        rendered(post, *given)

    with monkeypatch.context() as patch:
        patch.setattr(Post, "say", say)
        assert render(app).exit_code != 0
    db.session.rollback()
    assert [text == "<p>text</p>" for text in html()] == [True, True, False, False, False]
    assert "3 posts are rendered anew." in render(app).output
    assert html() == ["<p>text</p>"] * 5
