//! Every entry of `graph/` accepts and rejects what its examples say.
