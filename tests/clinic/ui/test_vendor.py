"""Code by others is exactly what its manifest says."""

import base64
import hashlib
import tomllib
from pathlib import Path

import pytest

import clinic.ui

SERVED = Path(clinic.ui.__file__).parent / "static/ui/vendor"
RUN_IN_JOURNEYS = Path(__file__).resolve().parents[2] / "journeys/vendor"


@pytest.mark.parametrize("folder", [SERVED, RUN_IN_JOURNEYS], ids=["served", "run in journeys"])
def test_every_vendored_file_is_listed_with_its_licence_and_hash(folder):
    listed = {entry["path"]: entry for entry in tomllib.loads((folder / "vendor.toml").read_text())["file"]}
    assert set(listed) == {file.name for file in folder.iterdir()} - {"vendor.toml"}
    for name, entry in listed.items():
        digest = hashlib.sha384((folder / name).read_bytes()).digest()
        assert base64.b64encode(digest).decode() == entry["sha384"], name
        assert entry["licence"] and entry["version"]
