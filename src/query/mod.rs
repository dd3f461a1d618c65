//! Floor 4: text → ast → checked → plan → rows over a `GraphView`.
