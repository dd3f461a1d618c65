//! Golden question files of `seeds/questions`.
