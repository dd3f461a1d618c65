//! The thin program: everything is in the library, behind `cli`.

fn main() {}
