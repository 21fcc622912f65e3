"""Tests of the check, on small models: `python3 -m unittest discover -s scripts -t scripts`."""
