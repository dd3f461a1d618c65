//! Findings: planted faults, near misses, the bundled plan.
