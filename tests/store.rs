//! The store: what goes in comes out, twins agree, damage is told, crashes lose nothing, processes get along.

mod crash;
pub mod damage;
mod full_text;
pub mod graphs;
mod processes;
mod records;
