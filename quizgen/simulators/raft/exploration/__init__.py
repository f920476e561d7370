"""Exhaustive exploration: every state that a cluster can reach within bounds, by the same `step` that runs take.

It is what a model checker does with a specification in TLA+: from an initial state (Init), by all steps (Next), as long
as a constraint holds, it finds all states, and the shortest way to one that breaks an invariant. To read in this order:

- ``kit.search`` is the breadth-first search. It asks a model for the states one step on, and knows nothing of Raft.
- ``model`` says what is explored (`Spec`), and what the two models have in common: a cluster is one integer.
- ``logs`` is the smaller model, that of sections 5.3 and 5.4 of the paper and of its figure 8. It has no messages:
  ``actions`` names the steps, from `Lead` to `Commit`; ``exchanges`` finds what servers do to one another in each, by
  asking `step`; ``steps`` is what that adds to the state; ``ledger`` is a history variable, of what is committed;
  ``properties`` are the invariants; ``model`` puts Init and Next together.
- ``elections`` is that of section 5.2. Each message is a part of the state, as in the specification of Ongaro's
  dissertation: ``ballots`` numbers messages and servers' states, ``steps`` and ``model`` are as above, and ``renaming``
  is what TLA+ calls symmetry.
- ``changes`` has the properties of Raft as bits, and those that break by one server's change.
- ``space`` keeps the states that were found. ``states`` shows each of them to claims as an execution, ``replay`` makes
  a run of the way to it, and ``bounds`` tells how many there will be.
- ``members`` stands by itself: changes of members, of which runs know nothing, with rules of its own.

It imports ``runs``, for their traces, and what is below.
"""
