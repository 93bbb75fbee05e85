"""What each web process runs: the application, and an eye on the process that started it."""

import os
import threading
import time

from clinic.wsgi import application

__all__ = ["application"]


def end_with(parent: int) -> None:
    """End when the parent has gone, or a killed server would go on answering with yesterday's program."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


threading.Thread(target=end_with, args=[os.getppid()], daemon=True).start()
