"""Rules that authors write as data, and what is found of every state that they lead to.

- ``language`` is what a file holds: `written` as it stands there, `sugar` without its short forms, `vocabulary` what
  can be named in it, `expressions` parsed by CEL, `terms` those as Python.
- ``states`` is what comes of it: `grounding` writes rules out as steps, `machine` makes one function of them, and
  `exploring` finds every state with that.
"""
