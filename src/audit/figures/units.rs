//! Units of quantities: what counts a unit, and what is one unit under two names.

use crate::audit::words::words;

/// How many bare units a unit is, and the bare unit: 万 and 亿 only count it (12.5亿吨 is 125000万吨, 1.2万亿元 is 12000亿元).
pub fn scale(unit: &str) -> (f64, &str) {
    let (mut factor, mut bare) = (1.0, unit);
    loop {
        match (bare.strip_prefix('亿'), bare.strip_prefix('万')) {
            (Some(rest), _) => (factor, bare) = (factor * 1e8, rest),
            (_, Some(rest)) => (factor, bare) = (factor * 1e4, rest),
            _ => return (factor, bare_unit(bare)),
        }
    }
}

/// One name for each unit, however a plan writes it: ㎡ is 平方米.
pub fn bare_unit(unit: &str) -> &str {
    let other_names = words("one-unit").iter().filter_map(|pair| pair.split_once('='));
    other_names.into_iter().find(|(other, _)| *other == unit).map_or(unit, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::scale;

    #[test]
    fn ten_thousands_and_hundred_millions_count_a_unit() {
        assert_eq!(scale("万亿元"), (1e12, "元"));
        assert_eq!(scale("万㎡"), (1e4, "平方米"));
        assert_eq!(scale("家"), (1.0, "家"));
        assert_eq!(scale("万"), (1e4, ""));
    }
}
