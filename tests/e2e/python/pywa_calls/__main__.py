"""Makes each call of pywa that the emulator has an answer to, and prints a line for each.

`python -m pywa_calls http://127.0.0.1:4000` asks an emulator that was started with its defaults. It ends with 1 if a call failed.
"""

import sys

from . import business, incoming, media, messages, numbers, refusals, templates
from .stage import Stage


def main() -> int:
    stage = Stage(sys.argv[1])
    # Calls of a part build on those before: a number that is added is the one that is verified.
    for part in (incoming, messages, media, templates, numbers, business, refusals):
        part.run(stage)
    stage.close()
    print(f"{stage.passed} passed, {stage.failed} failed")
    return 1 if stage.failed else 0


sys.exit(main())
