"""The command line: what it takes, what it prints and its exit codes."""

import argparse
import sys
from pathlib import Path

from check_facts.check import check
from check_facts.fetch import fetch
from check_facts.problem import Problem
from check_facts.report import releases_of, report
from check_facts.texts import wrong_texts

HERE = Path(__file__).resolve().parent
CLASSIFIED = HERE / "classified.yaml"
ROOT = HERE.parent.parent
TEXTS = ROOT / "tests" / "explain_texts.yaml"


def main(arguments: list[str]) -> int:
    """Exit code 0 if everything is classified, 1 if not, 2 if the check could not be done."""
    options = parser().parse_args(arguments)
    try:
        return options.run(options)
    except Problem as problem:
        print(f"check-facts: {problem}", file=sys.stderr)
        return 2


def parser() -> argparse.ArgumentParser:
    """The commands and their arguments."""
    whole = argparse.ArgumentParser(prog="check-facts", description="Find facts about AWS that are out of date.")
    commands = whole.add_subparsers(required=True, metavar="COMMAND")
    fetching = commands.add_parser("fetch", help="download the newest public models with pip and npm")
    fetching.set_defaults(run=run_fetch)
    checking = commands.add_parser("check", help="list what is in the models and not classified")
    checking.set_defaults(run=run_check)
    for command in (fetching, checking):
        command.add_argument("models", type=Path, metavar="DIR", help="the folder of the models, outside of the repository")
    checking.add_argument(
        "--classified", type=Path, default=CLASSIFIED, metavar="FILE", help="what a person has read [default: %(default)s]"
    )
    checking.add_argument(
        "--project", type=Path, default=ROOT, metavar="DIR", help="the tree whose data is checked [default: %(default)s]"
    )
    reading = commands.add_parser("texts", help="list the recorded error texts that `explain` does not lead to their cause")
    reading.set_defaults(run=run_texts)
    reading.add_argument("program", type=Path, metavar="PROGRAM", help="the program needs-exec-role")
    reading.add_argument("--texts", type=Path, default=TEXTS, metavar="FILE", help="the texts [default: %(default)s]")
    return whole


def run_fetch(options: argparse.Namespace) -> int:
    """`fetch DIR`."""
    if options.models.resolve().is_relative_to(ROOT):
        raise Problem(f"{options.models}: choose a folder outside of the repository")
    for line in releases_of(fetch(options.models)):
        print(line)
    return 0


def run_check(options: argparse.Namespace) -> int:
    """`check DIR`."""
    outcome = check(options.models, options.classified, options.project)
    for line in report(outcome, options.classified):
        print(line)
    return 0 if outcome.is_sound else 1


def run_texts(options: argparse.Namespace) -> int:
    """`texts PROGRAM`."""
    wrong = list(wrong_texts(options.program.resolve(), options.texts))
    for line in wrong:
        print(line)
    if not wrong:
        print("every recorded text leads to its cause")
    return 1 if wrong else 0
