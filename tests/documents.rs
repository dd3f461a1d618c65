//! Texts of every kind: nothing lost, spans that slice the original.
