"""The drop folder of a workspace, on a clock of the test's own."""

from tests.api.conftest import waiting  # noqa: F401 - a fixture
