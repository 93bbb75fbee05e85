"""The program's own settings, in a throw-away home."""

import atexit
import os
import shutil
import tempfile

os.environ["KITH_HOME"] = tempfile.mkdtemp(prefix="kith-test-")
atexit.register(shutil.rmtree, os.environ["KITH_HOME"], ignore_errors=True)

from clinic.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]

if DATABASES["default"]["ENGINE"] == "clinic.database":  # noqa: F405
    # In memory; said aloud because pytest-xdist would make up a file name for a backend it does not know.
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # noqa: F405
