//! Floor 3: graph algorithms over any `GraphView`, by way of petgraph.
