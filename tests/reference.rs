//! Every example of README and docs is run.
