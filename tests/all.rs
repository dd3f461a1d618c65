//! One binary for all integration tests: each test binary links the full-text index and the store anew.

mod algorithms;
mod asks;
mod audit;
mod documents;
mod exports;
mod extraction;
mod hostile;
mod house;
mod lexicon;
mod limits;
mod museum;
mod patterns;
mod plans;
mod program;
mod questions;
mod reference;
mod store;
mod studies;
