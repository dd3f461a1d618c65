//! The store: twins, damage, processes.

mod full_text;
mod graphs;
