"""``python -m tests.hub --port N``: a Hub for other processes, until this one is ended.

Its first line of output is the endpoint; the dataset viewer is under ``/viewer`` there.
"""

import argparse
import contextlib
import sys
import threading

from tests.hub.server import running


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.hub")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    port = parser.parse_args().port
    with running(port=port) as hub, contextlib.suppress(KeyboardInterrupt):
        sys.stdout.write(f"{hub.url}\n")
        sys.stdout.flush()
        threading.Event().wait()


main()
