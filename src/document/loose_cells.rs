//! Cells with figures that no tab parts: `2551.72347.6-8%` is 2551.7, 2347.6 and -8%.

use super::words::words;

/// Longer runs of figures (in bytes) are no row of a table.
const MAX_RUN: usize = 96;
/// More ways to cut a run than this, and it is not cut.
const MAX_WAYS: usize = 4000;
/// A dearer way (values of two years that are far apart) is none.
const MAX_COST: f64 = 1.0;
/// By how much the best way to cut a run must be better than the second.
const MARGIN: f64 = 0.7;

/// The length of the word of nature with which a text begins, if no other word goes on from it.
pub(super) fn nature(text: &str) -> Option<usize> {
    words().prefix("cell-nature", text).map(str::len)
}

/// Whether a figure can begin with this character.
fn opens(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '-' | '－' | '—' | '<' | '>' | '＜' | '＞' | '≥' | '≤' | '〔' | '[' | '±')
}

/// The end of the run of figures that begins at `start`; equal to `start` where none does.
pub(super) fn run_end(text: &str, start: usize) -> usize {
    let mut at = start;
    let mut digits = false;
    while let Some(c) = text[at..].chars().next() {
        let suffix = if digits { words().prefix("cell-suffix", &text[at..]).map_or(0, str::len) } else { 0 };
        if suffix > 0 {
            at += suffix;
        } else if opens(c) || digits && matches!(c, '.' | ',' | '〕' | ']' | '~' | '～' | '–') {
            at += c.len_utf8();
        } else {
            break;
        }
        digits |= c.is_ascii_digit();
    }
    at
}

/// Where a run of figures begins in a text, from `from` on: not behind a letter (PM2.5), a digit or a point.
pub(super) fn run_start(text: &str, from: usize) -> Option<usize> {
    text[from..].char_indices().map(|(at, c)| (from + at, c)).find_map(|(at, c)| {
        let before = text[..at].chars().next_back();
        (opens(c) && !before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '.')).then_some(at)
    })
}

/// What one cell says.
#[derive(Clone, Copy, Debug)]
struct Figure {
    value: f64,
    decimals: usize,
    /// Nothing, or a dash for nothing.
    empty: bool,
    /// Of a share of something: %, 个百分点.
    relative: bool,
    /// In brackets: a sum over the years.
    bracketed: bool,
    range: bool,
}

/// Cuts a run of figures into exactly so many cells: their ends. `None` where it cannot be, or where two ways are about as good.
pub(super) fn cells(run: &str, count: usize) -> Option<Vec<usize>> {
    if run.is_empty() || run.len() > MAX_RUN || count == 0 || count > 8 {
        return None;
    }
    let mut search = Search { run, count, ways: Vec::new(), tried: 0 };
    search.from(0, &mut Vec::new(), &mut Vec::new());
    if search.tried > MAX_WAYS {
        return None;
    }
    search.ways.sort_by(|a, b| a.0.total_cmp(&b.0));
    let second = search.ways.get(1).map_or(f64::INFINITY, |way| way.0);
    let (best, ends) = search.ways.into_iter().next()?;
    (best <= MAX_COST && second - best >= MARGIN).then_some(ends)
}

struct Search<'r> {
    run: &'r str,
    count: usize,
    /// Cost and ends of each way.
    ways: Vec<(f64, Vec<usize>)>,
    tried: usize,
}

impl Search<'_> {
    fn from(&mut self, at: usize, ends: &mut Vec<usize>, figures: &mut Vec<Figure>) {
        self.tried += 1;
        if self.tried > MAX_WAYS {
            return;
        }
        if ends.len() == self.count {
            if at == self.run.len() {
                self.ways.push((cost(figures), ends.clone()));
            }
            return;
        }
        for (end, figure) in figures_at(self.run, at) {
            ends.push(end);
            figures.push(figure);
            self.from(end, ends, figures);
            ends.pop();
            figures.pop();
        }
    }
}

/// The figures that can begin here, with their ends.
fn figures_at(run: &str, at: usize) -> Vec<(usize, Figure)> {
    let mut found = Vec::new();
    let rest = &run[at..];
    let empty = Figure { value: 0.0, decimals: 0, empty: true, relative: false, bracketed: false, range: false };
    let long = rest.len() - rest.trim_start_matches('—').len();
    if long > 0 {
        found.push((at + long, empty));
    } else if let Some(dash) = rest.chars().next().filter(|c| matches!(c, '-' | '－')) {
        found.push((at + dash.len_utf8(), empty));
    }
    let lead: usize = rest
        .chars()
        .take_while(|c| matches!(c, '-' | '－' | '<' | '>' | '＜' | '＞' | '≥' | '≤' | '〔' | '[' | '±'))
        .map(char::len_utf8)
        .sum();
    let signs = &rest[..lead];
    // Dashes before a bracket or in a row are empty cells.
    if signs.chars().rev().skip(1).any(|c| matches!(c, '-' | '－')) {
        return found;
    }
    let negative = signs.contains(['-', '－']);
    let bracketed = signs.contains(['〔', '[']);
    for (length, value, decimals) in numbers(&rest[lead..]) {
        let mut end = at + lead + length;
        let mut range = false;
        // 35-40, in one cell
        let joint: usize = run[end..].chars().take(1).filter(|c| matches!(c, '-' | '－' | '~' | '～' | '–')).map(char::len_utf8).sum();
        let figure =
            |range, relative| Figure { value: if negative { -value } else { value }, decimals, empty: false, relative, bracketed, range };
        let mut ends = vec![(end, range)];
        if joint > 0 {
            range = true;
            ends.extend(numbers(&run[end + joint..]).into_iter().map(|(length, ..)| (end + joint + length, range)));
        }
        for (stop, range) in ends {
            end = stop;
            let mut relative = false;
            while let Some(word) = words().prefix("cell-suffix", &run[end..]) {
                relative |= word.contains(['%', '％']) || word.ends_with("百分点");
                end += word.len();
            }
            if bracketed {
                match run[end..].chars().next().filter(|c| matches!(c, '〕' | ']')) {
                    Some(close) => end += close.len_utf8(),
                    None => continue,
                }
            }
            found.push((end, figure(range, relative)));
        }
    }
    found
}

/// The numbers with which a text can begin: length, value, decimals.
fn numbers(text: &str) -> Vec<(usize, f64, usize)> {
    let mut found = Vec::new();
    let mut point = None;
    for (at, c) in text.char_indices().take(14) {
        match c {
            '0'..='9' => {
                let number = &text[..=at];
                let zero = number.len() > 1 && number.starts_with('0') && !number.starts_with("0.");
                if zero {
                    break;
                }
                if let Ok(value) = number.parse() {
                    found.push((at + 1, value, point.map_or(0, |point: usize| at - point)));
                }
            }
            '.' if point.is_none() && at > 0 => point = Some(at),
            _ => break,
        }
    }
    found
}

/// How unlikely a row is: values of neighbouring years are alike in size and in decimals, and a column of growth agrees with them.
fn cost(figures: &[Figure]) -> f64 {
    let values: Vec<&Figure> = figures.iter().filter(|figure| !figure.empty && !figure.bracketed).collect();
    let mut cost: f64 = values.iter().map(|figure| if figure.range { 3.0 } else { 0.0 }).sum();
    for pair in values.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        if a.relative != b.relative || a.value <= 0.0 || b.value <= 0.0 {
            continue;
        }
        cost += (a.value / b.value).ln().abs() + 0.6 * a.decimals.abs_diff(b.decimals) as f64;
        // ≥25 is one cell: a single digit is seldom what a gap was lost beside.
        cost += if a.value.min(b.value) < 10.0 && a.decimals + b.decimals == 0 { 1.0 } else { 0.0 };
    }
    let agrees = |growth: &Figure, a: &Figure, b: &Figure| {
        let tolerance = 0.6 / 10f64.powi(i32::try_from(growth.decimals).unwrap_or(0));
        let difference = (b.value - a.value - growth.value).abs() <= tolerance;
        difference || growth.relative && ((b.value / a.value - 1.0) * 100.0 - growth.value).abs() <= tolerance
    };
    if let [a, b, growth] = figures
        && !a.empty
        && !b.empty
        && !growth.empty
        && agrees(growth, a, b)
    {
        cost -= 5.0;
    }
    // A nought alone is seldom what is left of a cell.
    cost + 2.0 * values.iter().filter(|figure| figure.value == 0.0).count() as f64
}

#[cfg(test)]
mod tests {
    use super::{cells, run_end};

    fn cut(run: &str, count: usize) -> Vec<&str> {
        let mut start = 0;
        let ends = cells(run, count).unwrap_or_default();
        ends.into_iter().map(|end| &run[std::mem::replace(&mut start, end)..end]).collect()
    }

    #[test]
    fn figures_that_ran_together_are_cut_by_what_a_row_holds() {
        assert_eq!(cut("2551.72347.6-8%", 3), ["2551.7", "2347.6", "-8%"]);
        assert_eq!(cut("17.7<15-2.7个百分点", 3), ["17.7", "<15", "-2.7个百分点"]);
        assert_eq!(cut("151165〔14〕", 3), ["151", "165", "〔14〕"]);
        assert_eq!(cut("--〔18〕", 3), ["-", "-", "〔18〕"]);
        assert_eq!(cut("76.7＞80-", 3), ["76.7", "＞80", "-"]);
        assert_eq!(cut("268310", 2), ["268", "310"]);
        assert_eq!(cut("88.592.0", 2), ["88.5", "92.0"]);
        assert_eq!(cut("3.63.2以内", 2), ["3.6", "3.2以内"]);
        assert_eq!(cut("——95", 2), ["——", "95"]);
        assert_eq!(cut("70.570左右", 2), ["70.5", "70左右"]);
    }

    #[test]
    fn a_run_that_can_be_cut_in_two_ways_is_not_cut() {
        assert!(cut("12345", 2).is_empty());
        assert!(cut("95", 3).is_empty());
        assert!(cut("≥25", 2).is_empty());
        assert!(cut("15.7415", 2).is_empty(), "a footnote mark may be among the digits");
        assert!(cells(&"1".repeat(90), 8).is_none(), "bounded, whatever the run");
    }

    #[test]
    fn a_run_ends_where_words_begin() {
        let text = "60.4＞60.4-预期性";
        assert_eq!(&text[..run_end(text, 0)], "60.4＞60.4-");
        assert_eq!(run_end("3岁以下", 0), 1);
    }
}
