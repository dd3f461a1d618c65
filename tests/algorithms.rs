//! Graph algorithms through `CALL` and through `analysis`.
