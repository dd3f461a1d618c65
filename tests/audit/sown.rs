//! Faults sown all over the bundled plan: how many of them come up, and whether anything else does.

use gangmu::audit::Severity;

use super::read::{findings, fresh};

const PLAN: &str = include_str!("../../seeds/jiangmen-2025.txt");

/// A copy of the plan with one fault, and the checks that may find it.
struct Sown {
    codes: &'static [&'static str],
    what: String,
    text: String,
}

fn sow(all: &mut Vec<Sown>, codes: &'static [&'static str], what: impl Into<String>, text: String) {
    let what = what.into();
    assert!(text != PLAN, "{what}: nothing was changed");
    all.push(Sown { codes, what, text });
}

fn replaced(old: &str, new: &str) -> String {
    assert_eq!(PLAN.matches(old).count(), 1, "{old}");
    PLAN.replace(old, new)
}

/// Every value and every growth of table 1, wrong by a fifth or by some points.
fn figures(all: &mut Vec<Sown>) {
    for row in PLAN.split("\n\n").filter(|block| block.starts_with('\t') && !block.contains("序号")) {
        let cells: Vec<&str> = row.lines().map(str::trim).collect();
        for (at, cell) in cells.iter().enumerate().skip(2) {
            // What the higher level has is no claim of the table about the plan.
            if at == 5 {
                continue;
            }
            let (codes, value): (&'static [&'static str], String) = match cell.strip_suffix('%') {
                Some(growth) => (&["figure.growth"], format!("{:.2}%", growth.parse::<f64>().expect("a growth") + 7.31)),
                None => (&["figure.growth", "figure.table-prose"], format!("{:.2}", cell.parse::<f64>().expect("a value") * 1.2)),
            };
            let mut changed = cells.clone();
            changed[at] = &value;
            let block: String = changed.iter().map(|cell| format!("\t{cell}\n")).collect();
            sow(all, codes, format!("row {} {cell} → {value}", cells[0]), PLAN.replacen(row, block.trim_end_matches('\n'), 1));
        }
    }
    for (old, new) in [
        ("技术自给率达到76%", "技术自给率达到71%"),
        ("科技型小微企业达到4000家", "科技型小微企业达到4200家"),
        ("科技进步贡献率达到65%", "科技进步贡献率达到68%"),
        ("新型研发机构数量达20家", "新型研发机构数量达25家"),
    ] {
        sow(all, &["figure.table-prose"], format!("{old} → {new}"), replaced(old, new));
    }
    for (old, new) in [("科技企业孵化器达30家", "科技企业孵化器达30个"), ("科技型小微企业达到6500家", "科技型小微企业达到6500户")]
    {
        sow(all, &["figure.unit"], format!("{old} → {new}"), replaced(old, new));
    }
    for (old, new) in [("技术自给率达到78%", "技术自给率达到70%"), ("高新技术企业数量达到2000家", "高新技术企业数量达到900家")]
    {
        sow(all, &["figure.stages"], format!("{old} → {new}"), replaced(old, new));
    }
}

/// Numbers of headings that stand twice or are lost with all that stands below them.
fn headings(all: &mut Vec<Sown>) {
    let lines: Vec<&str> = PLAN.split_inclusive('\n').collect();
    let number = |line: &str| {
        let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        (digits > 0 && line[digits..].starts_with(['.', '．'])).then(|| line[..digits].parse::<u32>().ok()).flatten()
    };
    let numbered: Vec<(usize, u32)> = lines.iter().enumerate().filter_map(|(at, line)| Some((at, number(line)?))).collect();
    for pair in numbered.windows(2).filter(|pair| pair[0].1 % 4 == 3 && pair[1].1 == pair[0].1 + 1) {
        let ((at, value), (next, _)) = (pair[0], pair[1]);
        let twice = format!("{}{}", value - 1, &lines[at][value.to_string().len()..]);
        sow(all, &["form.repeat"], format!("{value}. → {}.", value - 1), [lines[..at].concat(), twice, lines[at + 1..].concat()].concat());
        // Headings of the level above that stand in between stay.
        let end = (at + 1..next).find(|&line| lines[line].starts_with('（')).unwrap_or(next);
        sow(all, &["form.gap"], format!("{value}. is lost"), [lines[..at].concat(), lines[end..].concat()].concat());
    }
}

/// Paragraphs that break off, marks that are not closed, annexes that are not there.
fn sentences(all: &mut Vec<Sown>) {
    let body = PLAN.split("附：有关用语说明").next().unwrap_or(PLAN);
    let paragraphs: Vec<&str> = body.lines().filter(|line| line.chars().count() > 100 && line.trim_end().ends_with('。')).collect();
    for paragraph in paragraphs.iter().step_by(9) {
        let start: String = paragraph.chars().take(12).collect();
        let comma = paragraph.rfind('，').expect("clauses") + '，'.len_utf8();
        sow(all, &["form.broken-sentence"], format!("{start}… ends at a comma"), PLAN.replacen(paragraph, &paragraph[..comma], 1));
        let annexed = format!("{}，详见附件9。", paragraph.trim_end().trim_end_matches('。'));
        sow(all, &["form.annex"], format!("{start}… refers to an annex"), PLAN.replacen(paragraph, &annexed, 1));
        if let Some(at) = paragraph.find('”') {
            let open = format!("{}{}", &paragraph[..at], &paragraph[at + '”'.len_utf8()..]);
            sow(all, &["form.quotes"], format!("{start}… is not closed"), PLAN.replacen(paragraph, &open, 1));
        }
    }
    let without_table: String = PLAN.split_inclusive('\n').filter(|line| !line.starts_with('\t')).collect();
    sow(all, &["form.caption"], "table 1 is lost", without_table);
}

/// Members of counted slogans that are lost; entries and marks of the glossary.
fn glossary(all: &mut Vec<Sown>) {
    for lost in [
        "全面深化改革、",
        "经济中心、",
        "创造一批创新型龙头企业、",
        "深化改革开放的先行地、",
        "创新驱动取得突破，",
        "去过剩、",
        "粤西进入珠三角的“方便之门”，",
    ] {
        sow(all, &["slogan.count"], format!("{lost} is lost"), replaced(lost, ""));
    }
    sow(all, &["slogan.headings"], "six tasks for five", replaced("“五大主要任务”", "“六大主要任务”"));
    for entry in ["“四个全面”：", "“侨梦苑”：", "“三门”："] {
        sow(all, &["term.twice"], format!("{entry} twice"), replaced(entry, &format!("{entry}面向全市的一项工作。\n\n{entry}")));
    }
    let marked = "五大产业集群 ";
    sow(all, &["term.footnotes"], "a lost mark less", PLAN.replacen(marked, marked.trim_end(), 1));
}

/// Names of the plan, printed once more with a slip.
fn names(all: &mut Vec<Sown>) {
    let end = "附：有关用语说明";
    for (slip, name) in [
        ("江门市广波电视大学", "江门市广播电视大学"),
        ("江门人才服务中新", "江门人才服务中心"),
        ("江门高新技产业开发区", "江门高新技术产业开发区"),
        ("江门制造先进技术研究院", "江门先进制造技术研究院"),
    ] {
        let text = replaced(end, &format!("支持{name}建设。\n\n依托{slip}开展服务。\n\n{end}"));
        sow(all, &["name.near", "name.variants"], format!("{name} → {slip}"), text);
    }
}

#[test]
fn nineteen_in_twenty_faults_sown_in_the_bundled_plan_come_up() {
    let known = findings(PLAN);
    let mut all = Vec::new();
    figures(&mut all);
    headings(&mut all);
    sentences(&mut all);
    glossary(&mut all);
    names(&mut all);
    let (mut missed, mut invented) = (Vec::new(), Vec::new());
    for sown in &all {
        let found = fresh(&sown.text, &known);
        if !found.iter().any(|finding| sown.codes.contains(&finding.code)) {
            missed.push(format!("{}: {}", sown.codes[0], sown.what));
        }
        // A changed figure contradicts others in its turn; a lost comma or heading proves nothing else.
        let figure = |code: &str| code.starts_with("figure.");
        let other = |finding: &&gangmu::audit::Finding| {
            finding.severity == Severity::Error && !sown.codes.contains(&finding.code) && !(figure(sown.codes[0]) && figure(finding.code))
        };
        invented.extend(found.iter().filter(other).map(|finding| format!("{}: {} {}", sown.what, finding.code, finding.message.en)));
    }
    assert!(all.len() > 100, "{} faults are sown", all.len());
    assert!(missed.len() * 20 <= all.len(), "{} of {} are missed:\n{}", missed.len(), all.len(), missed.join("\n"));
    assert!(invented.is_empty(), "{}", invented.join("\n"));
}
