"""Code by others is exactly what its manifest says."""

import base64
import hashlib
import tomllib
from pathlib import Path

import clinic.ui

FOLDER = Path(clinic.ui.__file__).parent / "static/ui/vendor"


def test_every_vendored_file_is_listed_with_its_licence_and_hash():
    listed = {entry["path"]: entry for entry in tomllib.loads((FOLDER / "vendor.toml").read_text())["file"]}
    assert set(listed) == {file.name for file in FOLDER.iterdir()} - {"vendor.toml"}
    for name, entry in listed.items():
        digest = hashlib.sha384((FOLDER / name).read_bytes()).digest()
        assert base64.b64encode(digest).decode() == entry["sha384"], name
        assert entry["licence"] and entry["version"]
