"""What each web process runs: the application, and an eye on the process that started it."""

import multiprocessing
import os
import threading

from clinic.wsgi import application

__all__ = ["application"]


def end_with_parent() -> None:
    """End when the parent has gone, or a killed server would go on answering with yesterday's program."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


threading.Thread(target=end_with_parent, daemon=True).start()
