"""The program's own settings, in a throw-away home."""

import os
import tempfile

os.environ["KITH_HOME"] = tempfile.mkdtemp(prefix="kith-test-")

from clinic.settings import *  # noqa: F403

STATIC_ROOT.mkdir()  # noqa: F405 or every client warns that it is missing
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
