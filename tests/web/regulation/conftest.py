"""The scene of the orientation pages."""

import pytest

from tests.web.regulation.scene import Scene, make_scene


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    """Pages take the time of the request: the scene is tomorrow."""
    return make_scene()
