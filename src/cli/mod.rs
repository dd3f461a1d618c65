//! Floor 6: the doors: prompt, batch, one-liner, session; one evaluator behind all.
