use crate::base::Span;

/// Where each byte of the cleaned text came from: runs in order of the cleaned text.
///
/// Within a run of equal lengths byte answers to byte; a run of unequal lengths (a radical replaced by its character) answers
/// as a whole. Cleaned bytes between runs (line breaks that cleaning added) stand between their neighbours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    runs: Vec<Run>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    clean: u32,
    clean_len: u32,
    original: u32,
    original_len: u32,
}

impl OffsetMap {
    /// Adds a run after all others, joined to the last where both are byte for byte and adjoin.
    pub(super) fn push(&mut self, clean: Span, original: Span) {
        let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let run = Run {
            clean: narrow(clean.start),
            clean_len: narrow(clean.len()),
            original: narrow(original.start),
            original_len: narrow(original.len()),
        };
        if let Some(last) = self.runs.last_mut()
            && last.clean_len == last.original_len
            && run.clean_len == run.original_len
            && last.clean + last.clean_len == run.clean
            && last.original + last.original_len == run.original
        {
            last.clean_len += run.clean_len;
            last.original_len += run.original_len;
        } else {
            self.runs.push(run);
        }
    }

    /// The smallest stretch of the original text that holds all of the cleaned span; empty where the span holds nothing of it.
    pub fn original(&self, clean: Span) -> Span {
        let first = self.runs.partition_point(|run| (run.clean + run.clean_len) as usize <= clean.start);
        let end = self.runs.partition_point(|run| (run.clean as usize) < clean.end);
        let Some(touched) = self.runs.get(first..end).filter(|runs| !runs.is_empty()) else {
            let at = self
                .runs
                .get(first)
                .map_or_else(|| self.runs.last().map_or(0, |run| (run.original + run.original_len) as usize), |run| run.original as usize);
            return Span::new(at, at);
        };
        let (head, tail) = (touched[0], touched[touched.len() - 1]);
        let even = |run: Run| run.clean_len == run.original_len;
        let start =
            if even(head) { head.original as usize + clean.start.saturating_sub(head.clean as usize) } else { head.original as usize };
        let stop = if even(tail) {
            tail.original as usize + (clean.end - tail.clean as usize).min(tail.clean_len as usize)
        } else {
            (tail.original + tail.original_len) as usize
        };
        Span::new(start, stop.max(start))
    }

    /// The pieces of the original text under a cleaned span, without what cleaning left out between them.
    pub fn pieces(&self, clean: Span) -> impl Iterator<Item = Span> + '_ {
        let first = self.runs.partition_point(|run| (run.clean + run.clean_len) as usize <= clean.start);
        self.runs[first.min(self.runs.len())..].iter().take_while(move |run| (run.clean as usize) < clean.end).map(move |run| {
            let start = clean.start.max(run.clean as usize);
            let end = clean.end.min((run.clean + run.clean_len) as usize);
            self.original(Span::new(start, end))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::OffsetMap;
    use crate::base::Span;

    #[test]
    fn a_span_over_a_gap_and_a_replaced_character_covers_both_in_the_original() {
        // original: "ab\nX" + two bytes that became one + "d"
        let mut map = OffsetMap::default();
        map.push(Span::new(0, 2), Span::new(0, 2));
        map.push(Span::new(2, 3), Span::new(3, 5));
        map.push(Span::new(3, 4), Span::new(5, 6));
        assert_eq!(map.original(Span::new(1, 4)), Span::new(1, 6));
        assert_eq!(map.original(Span::new(2, 3)), Span::new(3, 5));
        assert_eq!(map.original(Span::new(3, 4)), Span::new(5, 6));
        assert_eq!(map.original(Span::new(9, 9)), Span::new(6, 6));
        assert_eq!(map.pieces(Span::new(1, 3)).collect::<Vec<_>>(), [Span::new(1, 2), Span::new(3, 5)]);
    }
}
