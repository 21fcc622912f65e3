"""What stops the command: the input cannot be read, or a tool failed."""


class Problem(Exception):
    """A message for the person who runs the command; exit code 2."""
