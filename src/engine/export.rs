//! Graph → JSON lines: all nodes, then all relations, each with its evidence. [`super::load`] reads them back.

use std::io::{self, Write};

use crate::output::graph_lines;
use crate::view::GraphView;

/// Writes the whole graph, nodes first, in order of id.
pub fn json_lines(view: &dyn GraphView, out: &mut dyn Write) -> io::Result<()> {
    graph_lines(view, out)
}
