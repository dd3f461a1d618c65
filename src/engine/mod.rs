//! Floor 5: where floors meet: statements to answers, files to store, procedures for queries.
