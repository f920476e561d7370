"""What an author may write in fewer words, written out before anything else looks at it.

`plain` is for values that stand for a mapping, `inherited` for evidence that stands once for many statements. What
comes behind them sees no difference; places of diagnostics stay those of what was written.
"""
