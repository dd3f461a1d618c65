//! Floor 2: the kinds, relations, words and lexicons of `graph/`, read and checked.
