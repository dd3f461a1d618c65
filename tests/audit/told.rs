//! What findings say: the likeliest reading of a fault stands in its sentence.

use super::read::findings;

const TABLE: &str = "云川市节能行动计划（2024—2027年）\n\n一、总体要求\n\n到2027年，能效水平显著提升。\n\n表1 主要指标\n\n\
    |指标|2023年|2025年|增幅|2027年|比2025年增幅|\n|绿色工厂（家）|20|30|50.00%|60|100.00%|\n|充电桩（个）|100|150|50.00%|300|100.00%|\n\
    |光伏装机（万千瓦）|50|80|60.00%|120|50.00%|\n|储能（万千瓦）|10|20|100.00%|30|50.00%|\n|热网（公里）|100|110|10.00%|121|10.00%|\n\
    |改造（家）|40|50|25.00%|60|20.00%|\n\n二、主要任务\n\n（一）推广光伏。推动建设光伏电站。\n";

/// The sentences of the findings of one code, in both languages, after an edit of the table's plan.
fn told(code: &str, old: &str, new: &str) -> Vec<(String, String)> {
    assert!(TABLE.contains(old), "the plan does not say {old}");
    let found = findings(&TABLE.replace(old, new));
    found.into_iter().filter(|finding| finding.code == code).map(|finding| (finding.message.en, finding.message.zh)).collect()
}

#[test]
fn growth_cells_that_changed_places_are_told_so() {
    assert!(findings(TABLE).iter().all(|finding| finding.code != "figure.growth"));
    let row = told("figure.growth", "30|50.00%|60|100.00%", "30|100.00%|60|50.00%");
    assert!(row.len() == 2 && row.iter().all(|(en, zh)| en.contains("changed places") && zh.contains("错位")), "{row:?}");
    let column = told(
        "figure.growth",
        "150|50.00%|300|100.00%|\n|光伏装机（万千瓦）|50|80|60.00%",
        "150|60.00%|300|100.00%|\n|光伏装机（万千瓦）|50|80|50.00%",
    );
    assert_eq!(column.len(), 2, "{column:?}");
    assert!(column[0].0.contains("the growth of 光伏装机（万千瓦）") && column[1].0.contains("the growth of 充电桩（个）"), "{column:?}");
    let alone = told("figure.growth", "121|10.00%", "121|11.00%");
    assert!(alone.len() == 1 && !alone[0].0.contains("changed places"), "{alone:?}");
}
