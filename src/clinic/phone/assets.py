"""What a phone needs to open the shell without a signal, and the version that these files make together."""

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static

STYLES = ("ui/kith.css", "phone/phone.css", "techniques/players.css", "practice/practice.css")
PLAYER = (  # play.js and everything it imports
    "play",
    "afterwards",
    "choosing",
    "clock",
    "making",
    "senses",
    "shape",
    "surroundings",
    "switches",
    "use",
    "kinds/activity",
    "kinds/breath",
    "kinds/check_in",
    "kinds/moments",
    "kinds/naming",
    "kinds/sounds",
)
SCRIPTS = (
    "ui/kith.js",
    "phone/shell.js",
    "phone/store.js",
    "phone/outbox.js",
    "phone/waiting.js",
    "phone/words.js",
    "phone/ids.js",
    *(f"techniques/{name}.js" for name in PLAYER),
)
PICTURES = ("ui/kith.svg", "phone/icon-192.png", "phone/icon-512.png")


@cache
def version() -> str:
    """Changes whenever one of the files does."""
    found = hashlib.sha256()
    for name in (*STYLES, *SCRIPTS, *PICTURES, "phone/worker.js"):
        found.update(name.encode() + Path(finders.find(name)).read_bytes())
    return found.hexdigest()[:12]


def addresses() -> list[str]:
    return [static(name) for name in (*STYLES, *SCRIPTS, *PICTURES)]
