//! The waits that a user feels, printed: `cargo bench --bench waits [-- FILE.jsonl | audit 1000]`.
//!
//! Import of the bundled plan with all its syncs, a whole process from start to answer, the memory at its peak; and for a
//! graph in exchange JSON lines the load and the steps of reading it. Figures differ between machines: compare within one run.

use std::io::BufReader;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use gangmu::engine::{Session, StoreOptions, ingest, load};
use gangmu::view::{Direction, SymbolKind};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["read", store] => read(Path::new(store)),
        ["import", store] => {
            let report = ingest::import_bundled(&StoreOptions::at(store), &mut |_| {}).expect("the bundled plan");
            println!("{} nodes, {} relations, peak {} MB", report.nodes, report.relations, peak_mb());
        }
        ["audit", count] => audits(count.parse().expect("a number of plans")),
        [file] => graph(Path::new(file)),
        _ => bundled(),
    }
}

/// Whole processes on the bundled plan.
fn bundled() {
    let home = tempfile::tempdir().expect("a directory");
    let imports = (0..5).map(|at| home.path().join(at.to_string()));
    let spent: Vec<f64> = imports.map(|store| process(&["import", store.to_str().unwrap_or_default()]).0).collect();
    println!("import of the bundled plan, whole process: {}", figures(spent));
    let store = home.path().join("0");
    let store = store.to_str().unwrap_or_default();
    println!("  {}", process(&["import", store]).1);
    let spent: Vec<f64> = (0..50).map(|_| process(&["read", store]).0).collect();
    println!("open, find by name, one step, full text, whole process: {}", figures(spent));
    println!("  {}", process(&["read", store]).1);
}

/// Milliseconds and output of this program run with other arguments.
fn process(arguments: &[&str]) -> (f64, String) {
    let started = Instant::now();
    let output = Command::new(std::env::current_exe().expect("this program")).args(arguments).output().expect("a process");
    let spent = started.elapsed().as_secs_f64() * 1e3;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    (spent, String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// What a short question does to a store.
fn read(store: &Path) {
    let session = Session::open(&StoreOptions::at(store)).expect("a store");
    let view = session.view();
    let named = view.named_containing("大学");
    let steps: usize = named.iter().map(|&node| view.edges(node, Direction::Both, None).count()).sum();
    let found = session.search_nodes("创新").expect("full text").len();
    session.health().expect("a sound store");
    println!("{} named, {steps} steps, {found} found, peak {} MB", named.len(), peak_mb());
}

/// The audit of the bundled plan alone, and of as many copies of it as asked for, beyond opening the store.
fn audits(count: usize) {
    let home = tempfile::tempdir().expect("a directory");
    let text = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/jiangmen-2025.txt")).expect("the bundled plan");
    let store = |name: &str, copies: usize| {
        let options = StoreOptions::at(home.path().join(name));
        let files: Vec<_> = (0..copies).map(|at| home.path().join(format!("{name}-{at}.txt"))).collect();
        files.iter().for_each(|file| std::fs::write(file, &text).expect("a copy"));
        let paths: Vec<&Path> = files.iter().map(|file| file.as_path()).collect();
        ingest::import_files(&options, &paths, &ingest::ImportOptions::default(), &mut |_| {}).expect("the copies");
        Session::open(&options).expect("a store")
    };
    let one = store("one", 1);
    let spent = (0..50).map(|_| {
        let started = Instant::now();
        assert!(!one.audit(None).expect("findings").is_empty());
        started.elapsed().as_secs_f64() * 1e3
    });
    println!("audit of one plan: {}", figures(spent.collect()));
    let many = store("many", count);
    let found = timed(&format!("audit of {count} plans"), || many.audit(None).expect("findings").len());
    println!("  {found} findings, peak {} MB", peak_mb());
}

/// A graph of any size, step by step in this process.
fn graph(file: &Path) {
    let home = tempfile::tempdir().expect("a directory");
    let options = StoreOptions::at(home.path());
    let input = std::fs::File::open(file).expect("the file");
    let report = timed("load", || {
        load::json_lines(&options, "graph.jsonl", &mut BufReader::with_capacity(1 << 20, input), &mut |_| {}).expect("a graph")
    });
    println!("  {} nodes, {} relations, peak {} MB", report.nodes, report.relations, peak_mb());
    let session = timed("open", || Session::open(&options).expect("a store"));
    let view = session.view();
    let steps = |direction| -> usize {
        view.nodes().map(|node| view.edges(node, direction, None).map(|step| step.node.0 as usize & 1).sum::<usize>()).sum()
    };
    timed("all steps out, first time", || steps(Direction::Out));
    timed("all steps out, again", || steps(Direction::Out));
    timed("all steps in, again", || (steps(Direction::In), steps(Direction::In)));
    if let Some(text) = view.symbol(SymbolKind::Key, "text") {
        let look = || {
            view.nodes().filter(|&node| view.property(node, text).to_value().as_str().is_some_and(|text| text.contains("冷链物流"))).count()
        };
        timed("every text looked through, first time", look);
        timed("every text looked through, again", look);
    }
    timed("full text, first time", || session.search_nodes("冷链物流").expect("full text").len());
    timed("full text, again", || session.search_nodes("冷链物流").expect("full text").len());
    timed("names containing", || view.named_containing("大学").len());
    println!("peak {} MB", peak_mb());
}

fn timed<T>(what: &str, act: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let result = act();
    println!("{what}: {:.2} ms", started.elapsed().as_secs_f64() * 1e3);
    result
}

fn figures(mut spent: Vec<f64>) -> String {
    spent.sort_by(f64::total_cmp);
    format!("median {:.1} ms, least {:.1} ms, of {}", spent[spent.len() / 2], spent[0], spent.len())
}

/// Most memory that this process has held, where the system tells.
fn peak_mb() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok());
    kilobytes.map_or_else(|| "?".to_owned(), |kilobytes| format!("{:.0}", kilobytes / 1024.0))
}
