//! How fast a plan becomes a graph: `cargo bench --bench extraction [-- FILE]`.
//!
//! Printed: the time to read the lexicons, the first time in a process and again, and the bundled plan or another text from
//! document to batch, alone and as a text of 4 MB made of its copies: megabytes a second on one core. Figures differ between
//! machines; the two speeds together tell whether time grows faster than the text. What extraction holds is in `memory.rs`.

use std::time::Instant;

use gangmu::document::{self, Document, ReadOptions};
use gangmu::extract::{self, Lexicons, Options};
use gangmu::schema::GraphFiles;

const LARGE: usize = 4 << 20;

fn main() {
    let file = std::env::args().skip(1).find(|argument| argument != "--bench");
    let read_lexicons = || Lexicons::load(&GraphFiles::builtin()).expect("the built-in lexicons");
    let first = timed(1, read_lexicons);
    println!("lexicons: {:.1} ms, again {:.1} ms", first * 1e3, timed(20, read_lexicons) * 1e3);
    let lexicons = read_lexicons();
    let small = file.map_or_else(|| include_bytes!("../seeds/jiangmen-2025.txt").to_vec(), |file| std::fs::read(file).expect("the file"));
    let large = small.repeat(LARGE.div_ceil(small.len().max(1)));
    for (bytes, rounds) in [(small, 30), (large, 3)] {
        let document = read(&bytes);
        let least = timed(rounds, || extract::extract(&document, &lexicons, &Options::default()));
        let megabytes = bytes.len() as f64 / 1e6;
        println!("extraction of {megabytes:.2} MB: {:.1} ms, {:.1} MB/s", least * 1e3, megabytes / least);
    }
}

/// Seconds that the quickest of some rounds takes, what it made and dropped included.
fn timed<T>(rounds: usize, work: impl Fn() -> T) -> f64 {
    let round = |_| {
        let started = Instant::now();
        drop(std::hint::black_box(work()));
        started.elapsed().as_secs_f64()
    };
    (0..rounds).map(round).fold(f64::INFINITY, f64::min)
}

fn read(bytes: &[u8]) -> Document {
    document::read(bytes, "plan.txt", &ReadOptions { force: true, ..ReadOptions::default() }).expect("a text")
}
