"""Runs the command: `python3 -m check_facts`."""

import sys

from check_facts.command import main

sys.exit(main(sys.argv[1:]))
