//! How fast a plan becomes a graph and what it takes: `cargo bench --bench extraction [-- FILE]`.
//!
//! Printed: the lexicons (time to read them, memory), the bundled plan or another text from document to batch, and a text of 4 MB
//! made of its copies: megabytes a second on one core, and how much the process grows at most as a ratio of the text. Figures
//! differ between machines; the growth hardly does, and the two speeds together tell whether time grows faster than the text.

use std::process::Command;
use std::time::Instant;

use gangmu::document::{self, Document, ReadOptions};
use gangmu::extract::{self, Lexicons, Options};
use gangmu::schema::GraphFiles;

const LARGE: usize = 4 << 20;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["growth", file] => growth(&text(Some(file))),
        ["growth"] => growth(&text(None)),
        ["lexicons"] => lexicons(),
        ref rest => speeds(rest.first().copied()),
    }
}

fn speeds(file: Option<&str>) {
    let this = std::env::current_exe().expect("this program");
    // Memory is asked of processes that do nothing else.
    let other = |arguments: &[&str]| {
        let output = Command::new(&this).args(arguments).output().expect("a process");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    };
    println!("{}", other(&["lexicons"]));
    let small = text(file);
    let lexicons = Lexicons::builtin().expect("the built-in lexicons");
    for bytes in [small.clone(), enlarged(&small)] {
        let document = read(&bytes);
        let rounds = if bytes.len() < LARGE { 20 } else { 3 };
        let least = (0..rounds)
            .map(|_| {
                let started = Instant::now();
                std::hint::black_box(extract::extract(&document, &lexicons, &Options::default()));
                started.elapsed().as_secs_f64()
            })
            .fold(f64::INFINITY, f64::min);
        let megabytes = bytes.len() as f64 / 1e6;
        println!("extraction of {megabytes:.2} MB: {:.1} ms, {:.1} MB/s", least * 1e3, megabytes / least);
    }
    println!("{}", other(&["growth"].into_iter().chain(file).collect::<Vec<_>>()));
}

/// Growth of the process while a large text is extracted.
fn growth(small: &[u8]) {
    let lexicons = Lexicons::builtin().expect("the built-in lexicons");
    let bytes = enlarged(small);
    let document = read(&bytes);
    let before = memory("VmRSS:");
    let batch = extract::extract(&document, &lexicons, &Options::default());
    // The peak may be older than the extraction: the ratio is one that is not exceeded.
    let grown = memory("VmHWM:") - before;
    println!(
        "extraction of {:.2} MB grows the process by at most {:.1} times the text ({} nodes)",
        bytes.len() as f64 / 1e6,
        grown / bytes.len() as f64,
        batch.nodes.len()
    );
}

fn lexicons() {
    let before = memory("VmRSS:");
    let started = Instant::now();
    let lexicons = Lexicons::load(&GraphFiles::builtin()).expect("the built-in lexicons");
    let spent = started.elapsed().as_secs_f64() * 1e3;
    println!("lexicons: {spent:.1} ms, {:.1} MB", (memory("VmRSS:") - before) / 1e6);
    drop(lexicons);
}

fn text(file: Option<&str>) -> Vec<u8> {
    file.map_or_else(|| include_bytes!("../seeds/jiangmen-2025.txt").to_vec(), |file| std::fs::read(file).expect("the file"))
}

/// Copies of a text up to the size of a large one.
fn enlarged(text: &[u8]) -> Vec<u8> {
    text.repeat(LARGE.div_ceil(text.len().max(1)))
}

fn read(bytes: &[u8]) -> Document {
    document::read(bytes, "plan.txt", &ReadOptions { force: true, ..ReadOptions::default() }).expect("a text")
}

/// A line of the system's account of this process, in bytes; 0 where the system gives none.
fn memory(what: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(what)?.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok());
    line.unwrap_or(0.0) * 1024.0
}
