//! The store: twins, damage, processes.
