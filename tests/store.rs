//! The store: twins, damage, processes.

mod graphs;
