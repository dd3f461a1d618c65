//! Bytes of no good will at every door (`fuzz/doors.rs`): answered or refused, without a panic and without end.
//!
//! The long run: `GANGMU_HOSTILE=20000 cargo test --test all hostile`; guided by coverage: `bash fuzz/run`.

#[path = "../fuzz/doors.rs"]
mod doors;

use std::fs;

use crate::house::root;
use crate::store::damage::Dice;

/// How often each door is knocked at.
fn knocks() -> u64 {
    std::env::var("GANGMU_HOSTILE").ok().and_then(|knocks| knocks.parse().ok()).unwrap_or(60)
}

/// The seeds of a door, among them every case that once broke it.
fn seeds(door: &str) -> Vec<Vec<u8>> {
    let mut paths: Vec<_> = fs::read_dir(root("fuzz/corpus").join(door)).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// A seed with some bytes changed, taken away, doubled, or exchanged for a piece of another.
fn mutated(seeds: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let pick = |dice: &mut Dice| &seeds[dice.below(seeds.len() as u64) as usize];
    let mut bytes = pick(dice).clone();
    for _ in 0..=dice.below(6) {
        let at = dice.below(bytes.len() as u64 + 1) as usize;
        let to = (at + dice.below(12) as usize).min(bytes.len());
        match dice.below(5) {
            0 => drop(bytes.drain(at..to)),
            1 => {
                bytes.splice(at..at, b"()[]{}\"'`;:\xff\x00\x1b<&"[..].iter().copied().skip(dice.below(16) as usize).take(3)).for_each(drop)
            }
            2 => {
                let piece = bytes[at..to].repeat(1 + dice.below(40) as usize);
                bytes.splice(at..at, piece).for_each(drop);
            }
            3 => {
                let other = pick(dice).clone();
                let from = dice.below(other.len() as u64) as usize;
                bytes.splice(at..to, other.into_iter().skip(from).take(40)).for_each(drop);
            }
            _ => bytes[at..to].iter_mut().take(1).for_each(|byte| *byte ^= 1 << dice.below(8)),
        }
    }
    bytes
}

fn knock(door: &str, enter: fn(&[u8]), knocks: u64) {
    let (seeds, mut dice) = (seeds(door), Dice(0x2545_F491_4F6C_DD1D));
    assert!(!seeds.is_empty());
    seeds.iter().for_each(|seed| enter(seed));
    for _ in 0..knocks {
        enter(&mutated(&seeds, &mut dice));
    }
}

#[test]
fn any_text_as_a_query_answers_or_is_refused() {
    knock("query", doors::query, knocks());
}

#[test]
fn any_bytes_as_a_plan_are_read_or_refused() {
    knock("plan", doors::plan, knocks() / 3);
}

#[test]
fn a_snapshot_with_right_checksums_and_wrong_content_harms_nobody() {
    knock("snapshot", doors::snapshot, knocks());
}

#[test]
fn any_parameters_are_taken_or_refused() {
    knock("params", doors::params, knocks());
}

#[test]
fn any_lines_are_loaded_whole_or_not_at_all() {
    knock("lines", doors::lines, knocks() / 15);
}
