"""Where tests of presentations begin, seen by the key person of ours."""

from __future__ import annotations

import pytest
from flask import Flask

from ...client import Client
from .making import Scene, make_scene


@pytest.fixture
def scene(app: Flask, client: Client) -> Scene:
    scene = make_scene()
    client.as_person(scene.miriam)
    return scene
