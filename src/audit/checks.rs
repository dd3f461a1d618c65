use super::finding::Severity;
use crate::base::Message;

/// One check, as help, docs and `--only` know it.
#[derive(Clone, Debug)]
pub struct Check {
    /// Stable name: group, dot, what.
    pub code: &'static str,
    /// The gravest severity that it gives.
    pub severity: Severity,
    /// What it finds: English, Chinese.
    pub title: (&'static str, &'static str),
    /// What to do about a finding: English, Chinese.
    pub advice: (&'static str, &'static str),
    /// What it looks like in a plan.
    pub example: &'static str,
    /// How sure a finding is, and when it stays silent.
    pub certainty: (&'static str, &'static str),
}

impl Check {
    pub fn advice(&self) -> Message {
        Message::new(self.advice.0, self.advice.1)
    }
}

const fn check(
    code: &'static str,
    severity: Severity,
    title: (&'static str, &'static str),
    advice: (&'static str, &'static str),
    example: &'static str,
    certainty: (&'static str, &'static str),
) -> Check {
    Check { code, severity, title, advice, example, certainty }
}

use Severity::{Error, Note, Warning};

/// Every check, in the order in which a report lists its findings within one place.
pub static CHECKS: &[Check] = &[
    check(
        "figure.growth",
        Error,
        ("printed growth differs from the growth that the printed values give", "印出的增幅与印出数值所得增幅不符"),
        ("recompute the cell that the message names, or ask the issuer", "按提示的单元格重新核算，或向发文单位核实"),
        "2020年30.48，2025年45，增幅印为57.48%",
        (
            "arithmetic; an error unless values that print alike would give the printed growth; of money in a sentence a warning, of accounts (which may be at constant prices) a note",
            "算术判断；若四舍五入即可解释则不报；句中金额为警告，可能按可比价计算的为提示",
        ),
    ),
    check(
        "figure.table-prose",
        Error,
        ("table and prose give one indicator different values for one year", "同一指标同一年份，表与正文数值不同"),
        ("quote both, and say which you use", "引用时并列两处，并说明采用哪一处"),
        "表中2020年为45，正文“达到48%”",
        (
            "an error where both cannot hold; a warning where the prose only sets a far lower bound; silent where one is the other rounded",
            "两者不能同时成立为错误；正文只设较低下限为警告；取整差异不报",
        ),
    ),
    check(
        "figure.places",
        Warning,
        ("two places give one indicator different values for one year", "两处对同一指标同一年份给出不同数值"),
        ("check whether both speak of the same scope", "核对两处口径是否相同"),
        "一段说“达到300家”，另一段说“达到320家”",
        ("scope may differ in ways that the name does not show", "口径差异可能未体现在名称中"),
    ),
    check(
        "figure.stages",
        Warning,
        ("a later target is behind an earlier one", "后一阶段目标落后于前一阶段"),
        ("check both figures against the table", "核对两个阶段的数值"),
        "2025年目标85%，2030年目标82%",
        ("silent where less is better and the later figure is lower", "越低越好的指标按相反方向判断"),
    ),
    check(
        "figure.below-base",
        Warning,
        ("a target is behind the base value", "目标落后于基期值"),
        ("check the base year's figure", "核对基期数值"),
        "2020年实际80%，2025年目标78%",
        ("as figure.stages", "同 figure.stages"),
    ),
    check(
        "figure.below-reference",
        Warning,
        ("a target is behind the higher level's figure for the same year", "目标落后于上级地区同年数值"),
        ("name the gap when quoting the target", "引用目标时说明差距"),
        "本市2025年目标94%，全省98%",
        (
            "shares and ratios only, in the table or within one sentence: counts of a part are always below those of the whole",
            "只比较比率类指标，限表内或同一句",
        ),
    ),
    check(
        "figure.unit",
        Warning,
        ("one indicator is given in two units", "同一指标使用两种单位"),
        ("check whether two indicators share a name", "核对是否为两个同名指标"),
        "一处以“家”计，一处以“个”计",
        ("units are compared as printed", "按印出的单位比较"),
    ),
    check(
        "figure.total",
        Error,
        ("a printed total differs from the sum of its rows or parts", "印出的合计与各行或各部分之和不符"),
        ("add the rows up again, and look for the cell that is off", "重新加总，查找有误的单元格"),
        "三行为30、60、20，合计印为120",
        (
            "an error where another column of the table adds up, else a warning; silent where parts or subtotals stand among the rows; in a sentence a warning, for years and phases of money, parts above the whole, and shares of the sectors",
            "同表另有一列加总无误时为错误，否则为警告；行中有小计、其中项时不报；句中分年分期、部分之和超出总数、三次产业比例不足百的为警告",
        ),
    ),
    check(
        "slogan.count",
        Error,
        ("a counted slogan or list has more or fewer members than it promises", "数字口号或列举的项数与所称不符"),
        ("quote the members, not the number", "引用时列出各项而不只引数字"),
        "“五大水网”，即主干水网、城乡供水网、灌溉水网、智慧水网",
        (
            "an error only for a closed list that gives the number under no way of cutting it; a list with 等 is open",
            "仅当列举封闭且任何切分都得不到该数时为错误；带“等”的列举视为开放",
        ),
    ),
    check(
        "slogan.headings",
        Warning,
        ("a counted slogan promises another number of headings than there are", "数字口号与对应标题数不符"),
        ("check whether a heading was lost in the text that was imported", "核对导入文本是否缺少标题"),
        "“五大主要任务”，其下只有四个标题",
        (
            "only where a heading bears the slogan's own words, counts itself (实施十大工程), or a sentence below it announces the number (以下四大任务：)",
            "仅当标题与口号用语相同、标题自带数目，或其下语句以“以下四大任务：”之类点明数目",
        ),
    ),
    check(
        "slogan.ordinals",
        Warning,
        ("一是…二是… jumps over a number or counts one twice", "“一是、二是”列举跳号或重号"),
        ("look for the lost clause in the original", "在原文中查找缺失的一项"),
        "一是…，二是…，四是…",
        ("within one paragraph; 一是, 一要 and 第一， alike", "在同一段内判断；一是、一要、第一均可"),
    ),
    check(
        "term.undefined",
        Note,
        ("a quoted, counted term is used and never defined, though the plan has a glossary", "引号内的数字口号被使用而术语表未释义"),
        ("look it up in the documents that the plan cites", "可在所引文件中查找"),
        "正文有“三带五廊”，术语表没有",
        ("only plans with a glossary; only counted slogans", "仅限有术语表的规划和数字口号"),
    ),
    check(
        "term.unused",
        Warning,
        ("a term is defined and never used", "术语有释义而正文未用"),
        ("the passage that used it may have been cut", "使用该词的段落可能已删"),
        "术语表有“三河共治”，正文没有",
        ("names, aliases and inner quotes are all looked for", "名称、别名均已查找"),
    ),
    check(
        "term.wording",
        Note,
        ("the text uses a term under other words than its entry", "正文所用词形与术语表不同"),
        ("search for both forms", "检索时两种词形都要用"),
        "正文作“青年创客汇”，术语表作“中国青年创客汇”",
        ("an alias, or a quoted name that the headword holds or that holds it", "别名，或与词头互相包含的引号内名称"),
    ),
    check(
        "term.twice",
        Warning,
        ("one term has two entries", "同一术语有两个条目"),
        ("compare the definitions", "比较两处释义"),
        "“节水贷”有两个条目",
        ("headwords are compared folded", "词头折叠后比较"),
    ),
    check(
        "term.footnotes",
        Note,
        ("footnote marks were lost: stray spaces stand where they were", "脚注标记丢失，原处留有空格"),
        ("read the glossary beside the text", "对照术语表阅读"),
        "“四个全面” 战略布局（引号后多一空格）",
        ("counts the stray spaces behind terms", "按术语后的多余空格计数"),
    ),
    check(
        "means.goal-without-measure",
        Note,
        ("no measure supports a goal", "目标没有措施支撑"),
        ("none is stated in this plan; others may serve it", "仅指本规划未写明"),
        "目标“水文化繁荣发展”没有措施",
        ("as sure as SUPPORTS: see `why`", "与 SUPPORTS 的把握相同，见 why"),
    ),
    check(
        "means.goal-without-indicator",
        Note,
        ("a goal names no indicator", "目标没有衡量指标"),
        ("it cannot be checked by figures", "无法以数据检验"),
        "目标“创新文化氛围浓厚”没有数值",
        ("reads the goal's own paragraph", "只看目标所在段落"),
    ),
    check(
        "means.goal-without-year",
        Note,
        ("a goal names no year, nor does its stage", "目标及其阶段都没有年限"),
        ("the plan's last year is the natural reading", "可按规划末年理解"),
        "总目标没有写明年限",
        ("reads the goal and what it is part of", "看目标及其上级"),
    ),
    check(
        "means.indicator-without-measure",
        Note,
        ("no measure supports an indicator that has a target", "有目标值的指标没有措施支撑"),
        ("none is stated in this plan; others may serve it", "仅指本规划未写明"),
        "有“水库数量”的目标值而没有措施",
        ("as sure as SUPPORTS: see `why`", "与 SUPPORTS 的把握相同，见 why"),
    ),
    check(
        "means.measure-without-goal",
        Note,
        ("a measure supports nothing that the plan lists", "措施未支撑所列目标或指标"),
        ("an ordinary finding: not all work serves a listed figure", "属正常现象"),
        "措施只涉及内部管理",
        ("as sure as SUPPORTS: see `why`", "与 SUPPORTS 的把握相同，见 why"),
    ),
    check(
        "means.task-without-measure",
        Warning,
        ("a task has no measure", "任务之下没有措施"),
        ("its text may describe, or may have been lost", "可能只有说明，也可能文本缺失"),
        "任务只有标题",
        ("as sure as the telling of measures from other sentences", "取决于措施句的识别"),
    ),
    check(
        "means.no-responsibility",
        Note,
        ("the plan names no responsible body at all", "规划未写明任何责任单位"),
        ("look for a division of labour issued apart", "可能另有分工方案"),
        "全文没有“责任单位”",
        ("one note for the plan", "每份规划只报一次"),
    ),
    check(
        "means.task-without-deadline",
        Warning,
        ("a line of responsibility names no deadline, though others do", "责任分工未写明完成时限，而其他各处写明"),
        ("ask the issuer", "向发文单位核实"),
        "五处写明“2025年12月底前完成”，第六处没有",
        (
            "only where three quarters of the lines, three at least, name one; a deadline in the work itself counts; a label with nothing behind it (完成时限：；) always",
            "四分之三以上（至少三处）写明时才报；措施正文写明即可；标签后为空时必报",
        ),
    ),
    check(
        "means.no-deadline",
        Note,
        ("no line of responsibility names a deadline", "责任分工均未写明完成时限"),
        ("look for a division of labour issued apart", "可能另有分工方案"),
        "全文有“责任单位”，没有“完成时限”",
        ("one note for the plan; silent where fewer than three lines name who answers", "每份规划只报一次；责任分工不足三处时不报"),
    ),
    check(
        "means.task-without-body",
        Warning,
        ("a task names no responsible body, though others do", "任务未写明责任单位，而其他任务写明"),
        ("ask the issuer", "向发文单位核实"),
        "六项任务有责任单位，第七项没有",
        (
            "a body above the task or in one of its measures counts; a note where most of the part, or all of it, names none; a label with nothing behind it (责任单位：；) always",
            "上级任务或所属措施写明即可；同一部分多数或全部未写明时为提示；标签后为空时必报",
        ),
    ),
    check(
        "form.gap",
        Warning,
        ("numbering jumps over a number", "编号跳号"),
        ("a heading may have been lost", "可能缺少标题"),
        "1. 之后是 3.",
        (
            "numbers that run on across parts are known; rows and captions that are numbered count too",
            "跨节连续编号已考虑；表格行与表题的编号同样检查",
        ),
    ),
    check(
        "form.repeat",
        Warning,
        ("a number stands twice", "编号重复"),
        ("cite the heading's words as well", "引用时写明标题文字"),
        "两个 3.",
        (
            "within one parent heading, or one table; captions of one kind in the whole plan",
            "在同一上级标题之下或同一表格之内判断；表题在全文内判断",
        ),
    ),
    check(
        "form.empty-heading",
        Warning,
        ("a heading has no text below it", "标题之下没有正文"),
        ("text may have been lost", "可能缺少正文"),
        "（三）传承水文化。之后即为下一部分",
        ("lists of titles are known by their neighbours", "目录性标题不报"),
    ),
    check(
        "form.broken-sentence",
        Warning,
        ("a paragraph breaks off in mid-sentence", "段落在句中中断"),
        ("look for the rest in the original", "在原文中查找下文"),
        "…管网总长达300公里，（段落结束）",
        (
            "ends in a comma, in 和 or 的, or in clauses without a full stop; eight and more make one note",
            "以逗号、“和”“的”等或无句末标点结束；八处以上合为一条提示",
        ),
    ),
    check(
        "form.caption",
        Warning,
        ("a caption stands without its table", "有表题而无表"),
        ("look for the table in the original", "在原文中查找表格"),
        "表2 重点工程投资表（其后无表）",
        ("the next block decides", "看紧接的内容"),
    ),
    check(
        "form.ragged",
        Warning,
        ("a table's row has more or fewer cells than its head", "表格某行单元格数与表头不符"),
        ("cells may have shifted: check the row", "单元格可能错位，请核对"),
        "表头八栏，某行七格",
        ("merged cells are the usual reason", "常因合并单元格"),
    ),
    check(
        "form.annex",
        Warning,
        ("an annex is referred to and is not there", "引用的附件不在文中"),
        ("it may have been issued apart", "附件可能另行印发"),
        "详见附件3（文中没有附件3）",
        ("annexes are looked for by number, 见附件 by any annex", "按附件编号查找；未编号的按有无附件判断"),
    ),
    check(
        "form.quotes",
        Warning,
        ("quotation marks or brackets are not balanced", "引号或括号不成对"),
        ("names near the place may be cut wrongly", "附近的名称可能切分有误"),
        "推广“节水先锋行动。",
        ("within one paragraph", "在同一段内判断"),
    ),
    check(
        "name.variants",
        Note,
        ("one thing bears several names", "同一事物有多个名称"),
        ("search for any of them: they are one node", "任一名称均可检索"),
        "云川国家高新区、云川高新区",
        ("as sure as the resolution of names", "取决于名称归并"),
    ),
    check(
        "name.near",
        Note,
        ("two names are nearly identical and may be one", "两个名称几乎相同，可能是同一事物"),
        ("compare them with the original; two names of one thing can be merged by curation", "请核对原文；若为同一事物，可人工合并"),
        "服务中心印作服务中新；发展领导小组、发展协调小组",
        (
            "names of five characters or more: one character changed, lost or added, two swapped, words in another order, a short form; what \
             sounds alike or makes no word is taken for a misprint, a number, a direction or another bureau is not",
            "五字以上的名称：错一字、少一字、多一字、字词颠倒或缩略；同音或不成词的视为误植，序数、方位和不同部门不计",
        ),
    ),
    check(
        "name.base-only",
        Note,
        ("an institution of the background chapter never recurs", "背景部分提到的机构后文不再出现"),
        ("it has no stated part in the plan", "规划未写明其作用"),
        "背景部分提到的公司，后文不再出现",
        ("institutions named in the first part only", "仅出现在首部分的机构"),
    ),
];

/// The check of that code.
pub fn find(code: &str) -> Option<&'static Check> {
    CHECKS.iter().find(|check| check.code == code)
}

/// The table of `docs/audit.md`: every check, what it finds, an example, how sure it is, what to do.
pub fn reference() -> String {
    let mut text = String::from("| check | gravest | finds | example | how sure | what to do |\n|---|---|---|---|---|---|\n");
    for check in CHECKS {
        let cells = [check.code, check.severity.name(), check.title.0, check.example, check.certainty.0, check.advice.0];
        text.push_str(&format!("| `{}` | {} |\n", cells[0], cells[1..].join(" | ")));
    }
    text
}
