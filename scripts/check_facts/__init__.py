"""Finds facts about AWS that are out of date: public models, compared with what a person has classified.

`fetch` brings the models, a survey lists what they contain, `classified.yaml` says what a person has read of it,
and `check` reports the difference.
"""
