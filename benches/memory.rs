//! What extraction takes: `cargo bench --bench memory [-- FILE]`.
//!
//! Every allocation is counted. Printed: what the lexicons hold once they are read, and for a text of 4 MB (copies of the bundled
//! plan or of another text) how far the heap grows at most while its document is made into a batch, the batch included, and what
//! of that the batch is: both as a ratio of the text. The document itself and the lexicons were there before.

use gangmu::document::{self, ReadOptions};
use gangmu::extract::{self, Lexicons, Options};
use gangmu::schema::GraphFiles;
use peak_alloc::PeakAlloc;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const LARGE: usize = 4 << 20;

fn main() {
    let file = std::env::args().skip(1).find(|argument| argument != "--bench");
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    let lexicons = Lexicons::load(&GraphFiles::builtin()).expect("the built-in lexicons");
    let (held, most) = (HEAP.current_usage() - before, HEAP.peak_usage() - before);
    println!("lexicons: {:.1} MB, while they are read {:.1} MB", held as f64 / 1e6, most as f64 / 1e6);

    let small = file.map_or_else(|| include_bytes!("../seeds/jiangmen-2025.txt").to_vec(), |file| std::fs::read(file).expect("the file"));
    let text = small.repeat(LARGE.div_ceil(small.len().max(1)));
    let options = ReadOptions { force: true, ..ReadOptions::default() };
    let document = document::read(&text, "plan.txt", &options).expect("a text");
    let before = HEAP.current_usage();
    HEAP.reset_peak_usage();
    let batch = extract::extract(&document, &lexicons, &Options::default());
    let (held, most) = (HEAP.current_usage() - before, HEAP.peak_usage() - before);
    let of_text = |bytes: usize| bytes as f64 / text.len() as f64;
    println!(
        "extraction of {:.2} MB: the heap grows by {:.1} times the text at most, {:.1} of it the batch ({} nodes, {} relations)",
        text.len() as f64 / 1e6,
        of_text(most),
        of_text(held),
        batch.nodes.len(),
        batch.relations.len()
    );
}
