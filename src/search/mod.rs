//! Floor 3: full text over sentences and nodes.
