//! Floor 3: bytes → text → outline → sentences and tables, with an offset map back to the original bytes.
