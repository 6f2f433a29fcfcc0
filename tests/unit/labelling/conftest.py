"""Fixtures for the labelling room."""

import pytest

from annotator.labelling.session import Session
from annotator.project import Project
from tests.support import session


@pytest.fixture
def at(project: Project) -> Session:
    """Ann's session at the first article."""
    return session(project)
