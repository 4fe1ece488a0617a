"""Runs a command for as long as its parent lives: `python guard.py FOLDER ACCOUNT COMMAND…`, with a pipe for standard input.

ACCOUNT is the user and group number to run it as, or a dash for our own. When the pipe closes, because the parent closed it
or was killed, the command is ended at once and the folder removed.
"""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress


def main(folder: str, account: str, command: list[str]) -> int:
    for unwanted in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(unwanted, signal.SIG_IGN)  # the pipe alone decides
    if account == "-":
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, cwd=folder)
    else:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, cwd=folder, user=int(account), group=int(account), extra_groups=[])
    try:
        while os.read(0, 4096):
            pass
    finally:
        child.send_signal(signal.SIGQUIT)  # PostgreSQL: stop now, nothing needs saving
        with suppress(subprocess.TimeoutExpired):
            child.wait(10)
        child.kill()
        shutil.rmtree(folder, ignore_errors=True)
    return child.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
