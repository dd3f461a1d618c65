/// The candidates nearest to what was typed, best first, at most `most`.
///
/// Distance is that of optimal string alignment (insert, delete, replace, swap neighbours; Damerau 1964) over lower-cased
/// characters; a candidate counts while its distance is at most a third of the longer word, and at least one. A candidate
/// that contains the typed text (or the other way round) counts as near as well, since names are often typed by a part.
pub fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let typed: Vec<char> = typed.chars().flat_map(char::to_lowercase).collect();
    let mut scored: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter_map(|candidate| {
            let other: Vec<char> = candidate.chars().flat_map(char::to_lowercase).collect();
            let limit = (typed.len().max(other.len()) / 3).max(1);
            let distance = distance(&typed, &other);
            if distance <= limit {
                return Some((distance, candidate));
            }
            let inside = |a: &[char], b: &[char]| a.len() >= 2 && b.windows(a.len()).any(|w| w == a);
            (inside(&typed, &other) || inside(&other, &typed)).then_some((distance.max(limit + 1), candidate))
        })
        .collect();
    scored.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(b.1)));
    scored.dedup_by(|a, b| a.1 == b.1);
    scored.truncate(most);
    scored.into_iter().map(|(_, name)| name).collect()
}

fn distance(a: &[char], b: &[char]) -> usize {
    // Far too different in length: the exact figure does not matter, and long texts would cost quadratic time.
    if a.len().abs_diff(b.len()) > 20 || a.len() > 200 {
        return a.len().max(b.len());
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let cost = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + cost);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_finger_finds_the_word() {
        let words = ["measure", "goal", "task", "indicator"];
        assert_eq!(nearest("mesaure", words, 1), ["measure"]);
        assert_eq!(nearest("indictor", words, 1), ["indicator"]);
        assert_eq!(nearest("zzzzzz", words, 3), Vec::<&str>::new());
        assert_eq!(nearest("大健康", ["大健康产业集群", "轨道交通"], 2), ["大健康产业集群"]);
    }
}
