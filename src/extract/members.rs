//! The members of a counted slogan: “八大创造”, “六新六去”, “1+6+N”.

use super::numbers;

/// How many members a name promises: 八大创造 8, 三个定位、两个率先 5, 4+1 5. `None` where it counts nothing.
pub fn promised(name: &str) -> Option<usize> {
    let plus: Vec<&str> = name.split(['+', '＋']).collect();
    if plus.len() > 1 {
        let digits = |part: &&str| -> Option<usize> {
            let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
            digits.parse().ok()
        };
        return plus.iter().map(digits).sum::<Option<usize>>().filter(|sum| (2..=40).contains(sum));
    }
    let mut sum = 0;
    let mut before = None;
    for c in name.chars() {
        // 一 counts only before a measure word (一个同步), not as the thing counted (七个一).
        let next_counts = match before {
            Some(number @ ('一' | '二' | '两' | '双' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十')) => {
                (number != '一' || matches!(c, '个' | '大' | '项' | '条')).then_some(number)
            }
            _ => None,
        };
        if let Some(number) = next_counts {
            let value = if number == '双' { 2 } else { numbers::chinese(&number.to_string()).unwrap_or(0) };
            sum += value as usize;
        }
        before = Some(c);
    }
    (2..=40).contains(&sum).then_some(sum)
}

/// Splits an enumeration at the marks that give as many members as promised; at 、 where no choice does.
/// Marks within quotes and brackets do not count.
pub fn split(definition: &str, promised: Option<usize>) -> Vec<String> {
    const CHOICES: [&[char]; 9] = [
        &['、'],
        &['，', ','],
        &['；', ';'],
        &['、', '和'],
        &['、', '及'],
        &['、', '，', ','],
        &['；', ';', '，', ','],
        &['、', '与'],
        &['、', '，', ',', '；', ';'],
    ];
    let text = trim(definition);
    let cuts = |marks: &[char]| -> Vec<String> {
        outside(text, marks).into_iter().map(|part| tidy(part).to_owned()).filter(|part| !part.is_empty()).collect()
    };
    if let Some(wanted) = promised
        && let Some(found) = CHOICES.iter().map(|marks| cuts(marks)).find(|parts| parts.len() == wanted)
    {
        return found;
    }
    let plain = cuts(&['、']);
    let short = plain.iter().all(|part| part.chars().count() <= 20);
    if plain.len() > 1 && short { plain } else { Vec::new() }
}

/// The first sentence of a definition, without what introduces and what closes the enumeration.
fn trim(definition: &str) -> &str {
    let first = definition.split('。').next().unwrap_or_default().trim();
    let lead = first.trim_start_matches(['即', '指', '是', '：', ':', '，', ' ']);
    lead.strip_prefix("主要包括").or_else(|| lead.strip_prefix("包括")).unwrap_or(lead)
}

/// Members without 等… at the end and without the noun that closes all of them.
fn tidy(part: &str) -> &str {
    let part = part.trim().trim_end_matches(['。', '；', ';', '，']);
    match part.rfind('等') {
        Some(at) if at > 0 && part[at..].chars().count() <= 8 => &part[..at],
        _ => part.strip_suffix("产业体系").unwrap_or(part),
    }
}

/// The pieces of a text between marks that stand outside quotes and brackets.
fn outside<'t>(text: &'t str, marks: &[char]) -> Vec<&'t str> {
    let mut parts = Vec::new();
    let mut depth = 0_i32;
    let mut start = 0;
    for (at, c) in text.char_indices() {
        match c {
            '“' | '（' | '(' | '《' => depth += 1,
            '”' | '）' | ')' | '》' => depth = (depth - 1).max(0),
            _ if depth == 0 && marks.contains(&c) => {
                parts.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::{promised, split};

    #[test]
    fn names_count_their_members() {
        let names = ["八大创造", "三个定位、两个率先", "一个同步、五个突破", "六新六去", "七个一", "4+1", "两无两藏", "1+6+N", "互联网+"];
        assert_eq!(names.map(promised), [Some(8), Some(5), Some(6), Some(12), Some(7), Some(5), Some(4), None, None]);
    }

    #[test]
    fn the_marks_that_fit_the_count_part_the_members() {
        assert_eq!(split("珠江西岸新的经济中心、创新中心和城市中心。", Some(3))[2], "城市中心");
        assert_eq!(split("甲乙丙、丁，戊、己庚。", Some(4)).len(), 4);
        assert_eq!(split("轨道交通、大健康等产业集群。其中，丙、丁。", Some(2)), ["轨道交通", "大健康"]);
        assert!(split("地处核心城区，初步规划面积是76平方公里。", None).is_empty());
    }
}
