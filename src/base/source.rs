/// A text that messages can quote: a prompt line, a batch file, a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    name: String,
    text: String,
    line_starts: Vec<usize>,
    first_line: usize,
}

impl Source {
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::at_line(name, text, 1)
    }

    /// A piece of a larger file whose first line is line `first_line` (from 1) of that file.
    pub fn at_line(name: impl Into<String>, text: impl Into<String>, first_line: usize) -> Self {
        let text = text.into();
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { name: name.into(), text, line_starts, first_line }
    }

    /// What the user calls this text: a path, `<prompt>`, `<query>`.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Line and column of a byte offset, both from 1; the column counts characters.
    /// Offsets past the end give the place after the last character.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let offset = self.floor(offset);
        let line = self.line_starts.partition_point(|&start| start <= offset) - 1;
        let column = self.text[self.line_starts[line]..offset].chars().count() + 1;
        (line + self.first_line, column)
    }

    /// The text of the line (numbered as [`Source::line_column`] does), without its line end.
    pub fn line(&self, number: usize) -> &str {
        let Some(at) = number.checked_sub(self.first_line).filter(|&at| at < self.line_starts.len()) else {
            return "";
        };
        let end = self.line_starts.get(at + 1).copied().unwrap_or(self.text.len());
        self.text[self.line_starts[at]..end].trim_end_matches(['\n', '\r'])
    }

    /// The nearest character boundary at or before `offset`.
    fn floor(&self, offset: usize) -> usize {
        let mut at = offset.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn columns_count_characters_and_lines_count_from_one() {
        let source = Source::new("q", "目标“人才”\nmeasures");
        assert_eq!(source.line_column(0), (1, 1));
        assert_eq!(source.line_column("目标".len()), (1, 3));
        assert_eq!(source.line_column("目标“人才”\nme".len()), (2, 3));
        assert_eq!(source.line_column(10_000), (2, 9));
        assert_eq!(source.line(2), "measures");
        assert_eq!(Source::at_line("f", "a\nb", 7).line_column(2), (8, 1));
    }
}
