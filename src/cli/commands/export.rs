use std::sync::Arc;

use super::with_evaluator;
use crate::base::Source;
use crate::cli::arguments::Invocation;
use crate::cli::catalogue::{EXPORTS, ExportKind};
use crate::cli::console::Console;
use crate::cli::evaluator::Evaluator;
use crate::cli::failure::Stop;
use crate::cli::session::statement_span;
use crate::engine::export::json_lines;
use crate::output::network::{self, Network};
use crate::output::{self, PageFormat};
use crate::view::GraphView;

/// `gangmu export`: the graph, or what the rows of a statement name.
pub fn run(invocation: &Invocation, console: &Console) -> Result<(), Stop> {
    let wanted = invocation.option("to").ok_or_else(|| {
        let names: Vec<&str> = EXPORTS.iter().map(|export| export.name).collect();
        Stop::usage(format!("--to is missing: {}", names.join(", ")), format!("缺少 --to，可选：{}", names.join("、")))
    })?;
    // The words that --to takes have been checked already.
    let kind = EXPORTS.iter().find(|export| export.name == wanted).map_or(ExportKind::GraphLines, |export| export.kind);
    with_evaluator(invocation, console, |evaluator| {
        let bytes = match (invocation.option("query"), kind) {
            (Some(text), ExportKind::Network(format)) => rows(evaluator, text, format, console)?,
            (Some(_), _) => {
                return Err(Stop::usage(
                    "--query goes with network formats: gexf, graphml, dot, mermaid",
                    "--query 只能与网络格式同用：gexf、graphml、dot、mermaid",
                ));
            }
            (None, ExportKind::Network(format)) => {
                let view = evaluator.session.view();
                drawn(&Network::whole(view), view, format, console)
            }
            (None, ExportKind::CodingSheet) => coding_sheet(evaluator),
            (None, ExportKind::GraphLines) => {
                let mut bytes = Vec::new();
                json_lines(evaluator.session.view(), &mut bytes).map_err(|error| Stop::unwritable("<memory>", &error))?;
                bytes
            }
        };
        evaluator.session.health()?;
        evaluator.sink.write(&bytes)
    })
}

fn rows(evaluator: &mut Evaluator, text: &str, format: PageFormat, console: &Console) -> Result<Vec<u8>, Stop> {
    let source = Arc::new(Source::new("<query>", text));
    let limits = crate::engine::Limits { interrupt: Some(evaluator.interrupt.begin()), ..evaluator.settings.limits.clone() };
    let answer = evaluator.session.run(&source, statement_span(text), &evaluator.params, &limits);
    evaluator.interrupt.end();
    let view = evaluator.session.view();
    Ok(drawn(&Network::of_rows(&answer?, view), view, format, console))
}

/// The network as a file; the user is told where its reader may refuse it.
fn drawn(network: &Network, view: &dyn GraphView, format: PageFormat, console: &Console) -> Vec<u8> {
    let file = network::write(network, view, format);
    if let Some(message) = network::too_large(network, &file, format) {
        console.say(&message.en, &message.zh);
    }
    file.into_bytes()
}

/// csv unless another format of rows was asked for.
fn coding_sheet(evaluator: &Evaluator) -> Vec<u8> {
    let grid = output::coding_sheet(evaluator.session.view(), evaluator.console.lang);
    let page = match evaluator.settings.format {
        PageFormat::Tsv => output::tsv(&grid),
        PageFormat::Markdown => output::markdown(&grid),
        _ => output::csv(&grid, evaluator.settings.csv),
    };
    if evaluator.settings.gb18030 { encoding_rs::GB18030.encode(&page).0.into_owned() } else { page.into_bytes() }
}
