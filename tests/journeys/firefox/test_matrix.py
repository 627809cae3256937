"""The rows of the matrix in which a browser and a Python client take part, gone through with Firefox."""

from tests.journeys.media.test_matrix import *  # noqa: F403 - every row
