//! The floors: imports go down only.
