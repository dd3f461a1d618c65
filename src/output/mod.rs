//! Floor 3: answers and diagnostics → pages that people and programs read.
