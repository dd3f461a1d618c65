//! Grid → a table of GitHub Flavored Markdown.

use super::cells::Grid;

/// A pipe table; numbers are set to the right, line ends within a cell become `<br>`.
pub fn markdown(grid: &Grid) -> String {
    let mut out = String::new();
    let line = |out: &mut String, cells: &mut dyn Iterator<Item = String>| {
        out.push('|');
        for cell in cells {
            out.push(' ');
            out.push_str(&cell);
            out.push_str(" |");
        }
        out.push('\n');
    };
    line(&mut out, &mut grid.columns.iter().map(|column| escape(&column.title)));
    line(&mut out, &mut grid.columns.iter().map(|column| if column.numeric { "--:".into() } else { "---".into() }));
    for row in &grid.rows {
        line(&mut out, &mut row.iter().map(|cell| escape(cell)));
    }
    out
}

/// What Markdown would take for its own is written as text: a plan's words never become a link, a tag or an emphasis.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("<br>"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn nothing_of_a_cell_is_markup() {
        assert_eq!(escape("a|b\n<b>R&D</b> [x](y)"), "a\\|b<br>&lt;b&gt;R&amp;D&lt;/b&gt; \\[x\\](y)");
    }
}
