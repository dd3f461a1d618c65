//! One fault and one near miss of every check, planted in `sound.txt`: what a check looks for, and what it must leave alone.

use gangmu::audit::CHECKS;

use super::read::{findings, fresh};
use crate::house::root;

/// Edits of the sound plan: each text stands in it and is replaced wherever it does.
type Edits = &'static [(&'static str, &'static str)];

struct Plant {
    code: &'static str,
    fault: Edits,
    /// As like the fault as can be, and sound.
    near: Edits,
}

const fn plant(code: &'static str, fault: Edits, near: Edits) -> Plant {
    Plant { code, fault, near }
}

const MONITORING: &str = "3.强化水质监测。建立从水源到水龙头的全过程监测体系。（责任单位：市生态环境局；完成时限：2025年底）";
const GOALS: &str = "到2030年：基本实现水利现代化";
const SAFEGUARDS: &str = "四、保障措施";
const WORK: &str = "推行农村供水工程标准化管护，完善水价形成机制。";
const RIVERS: &str = "开展澄江生态修复。";

static PLANTS: &[Plant] = &[
    plant("figure.growth", &[("25.00%", "35.00%")], &[("56.25%", "56.3%")]),
    plant("figure.table-prose", &[("自来水普及率达到94%", "自来水普及率达到96%")], &[("污水处理率达到97%", "污水处理率达到96%以上")]),
    plant(
        "figure.places",
        &[(WORK, "到2025年，规模化供水工程覆盖人口比例达到75%。")],
        &[(WORK, "到2025年，规模化供水工程覆盖人口比例达到85%。")],
    ),
    plant(
        "figure.stages",
        &[("自来水普及率达到98%", "自来水普及率达到93%")],
        &[("80\n\t-20.00%\n\t——\n\t70\n\t-12.50%", "80\n\t-20.00%\n\t——\n\t60\n\t-25.00%")],
    ),
    plant(
        "figure.below-base",
        &[("80\n\t82\n\t2.50%", "80\n\t78\n\t-2.50%")],
        &[("100\n\t80\n\t-20.00%\n\t——\n\t70\n\t-12.50%", "100\n\t90\n\t-10.00%\n\t——\n\t70\n\t-22.22%")],
    ),
    plant("figure.below-reference", &[("4.44%\n\t94", "4.44%\n\t97")], &[("25.00%\n\t——", "25.00%\n\t9000")]),
    plant("figure.unit", &[(WORK, "到2025年，水库数量达到250个。")], &[(WORK, "到2025年，水库数量达到250座。")]),
    plant("figure.total", &[("——\n\t110", "——\n\t120")], &[("管网工程", "其中：管网工程"), ("——\n\t110", "——\n\t120")]),
    plant("slogan.count", &[("灌溉水网、生态水网、智慧水网", "灌溉水网、智慧水网")], &[("生态水网、智慧水网", "生态水网和智慧水网")]),
    plant(
        "slogan.headings",
        &[("三、主要任务\n", "三、主要任务\n\n全面落实以下三大任务：\n")],
        &[("三、主要任务\n", "三、主要任务\n\n全面落实以下两大任务：\n")],
    ),
    plant(
        "slogan.ordinals",
        &[("二是种植护岸林；", "")],
        &[("做好三方面工作", "做好四方面工作"), ("三是开展巡查", "三是开展巡查；四是安排经费")],
    ),
    plant("term.undefined", &[(RIVERS, "构建“三带五廊”生态格局。")], &[(RIVERS, "构建“三带”（东带、中带、西带）生态格局。")]),
    plant("term.unused", &[("开展“三河共治”，", "")], &[("开展“三河共治”，", "开展三河共治，")]),
    plant("term.wording", &[("“节水贷”：", "“清川节水贷”：")], &[("推出“节水贷”", "推出节水贷")]),
    plant(
        "term.twice",
        &[("“节水贷”：", "“节水贷”：由银行为节水改造发放的专项贷款。\n\n“节水贷”：")],
        &[("“节水贷”：", "“节水保”：面向节水项目的保险产品。\n\n“节水贷”："), ("推出“节水贷”", "推出“节水贷”“节水保”")],
    ),
    plant("term.footnotes", &[("“四水四定”原则", "“四水四定” 原则")], &[("一、发展基础", "一、 发展基础")]),
    plant(
        "means.goal-without-measure",
        &[(GOALS, "——极地科考能力增强。形成覆盖南极的科考保障体系。\n\n到2030年：基本实现水利现代化")],
        &[(GOALS, "——水环境质量明显好转。到2025年，城市污水处理率达到97%。\n\n到2030年：基本实现水利现代化")],
    ),
    plant(
        "means.goal-without-indicator",
        &[(GOALS, "——节水风尚深入人心。全社会节水意识明显增强。\n\n到2030年：基本实现水利现代化")],
        &[(GOALS, "——节水风尚深入人心。节水型社区占比达到60%。\n\n到2030年：基本实现水利现代化")],
    ),
    plant(
        "means.goal-without-year",
        &[("制定本规划。", "制定本规划。力争成为全国节水示范城市。")],
        &[("制定本规划。", "制定本规划。力争到2030年成为全国节水示范城市。")],
    ),
    plant(
        "means.indicator-without-measure",
        &[(WORK, "到2025年，公益性公墓覆盖率达到90%。")],
        &[("污水管网总长达300公里", "污水管网总长达310公里")],
    ),
    plant(
        "means.measure-without-goal",
        &[(WORK, "新建污水处理设施，提高城市污水处理率。建立档案库房温湿度登记制度。")],
        &[(WORK, "新建污水处理设施，提高城市污水处理率。")],
    ),
    plant(
        "means.task-without-measure",
        &[(SAFEGUARDS, "（三）传承水文化。\n\n水文化源远流长。\n\n四、保障措施")],
        &[(
            SAFEGUARDS,
            "（三）传承水文化。\n\n加快建设水利博物馆，保护水利遗产。（责任单位：市水利局；完成时限：2025年底）\n\n四、保障措施",
        )],
    ),
    plant(
        "means.no-responsibility",
        &[
            ("（责任单位：市水利局；完成时限：2025年底）", ""),
            ("（责任单位：市水利局、市发展改革局；完成时限：2025年底）", ""),
            ("（责任单位：市生态环境局；完成时限：2025年底）", ""),
        ],
        &[("（责任单位：市水利局、市发展改革局；完成时限：2025年底）", ""), ("（责任单位：市生态环境局；完成时限：2025年底）", "")],
    ),
    plant(
        "means.task-without-body",
        &[(MONITORING, "3.强化水质监测。建立从水源到水龙头的全过程监测体系。")],
        &[(MONITORING, "3.强化水质监测。建立从水源到水龙头的全过程监测体系。\n\n责任单位：市生态环境局，2025年底前完成")],
    ),
    plant(
        "means.task-without-deadline",
        &[(MONITORING, "3.强化水质监测。建立从水源到水龙头的全过程监测体系。（责任单位：市生态环境局）")],
        &[(MONITORING, "3.强化水质监测。2025年底前建立从水源到水龙头的全过程监测体系。（责任单位：市生态环境局）")],
    ),
    plant("means.no-deadline", &[("；完成时限：2025年底", "")], &[("市生态环境局；完成时限：2025年底", "市生态环境局")]),
    plant("form.gap", &[(MONITORING, "")], &[("4.推进", "1.推进"), ("5.保护", "2.保护"), ("6.推广", "3.推广")]),
    plant("form.repeat", &[("4.推进", "3.推进")], &[("4.推进", "1.推进"), ("5.保护", "2.保护"), ("6.推广", "3.推广")]),
    plant(
        "form.empty-heading",
        &[(SAFEGUARDS, "（三）传承水文化。\n\n四、保障措施")],
        &[(SAFEGUARDS, "（三）传承水文化。编制水利遗产名录。（责任单位：市水利局；完成时限：2025年底）\n\n四、保障措施")],
    ),
    plant("form.broken-sentence", &[("总长达300公里。", "总长达300公里，")], &[("总长达300公里。", "总长达300公里！")]),
    plant(
        "form.caption",
        &[("三、主要任务\n", "表3 分年投资表\n\n三、主要任务\n")],
        &[("表1 清川市水利发展主要指标\n", "表1 清川市水利发展主要指标\n\n（单位：见指标栏）\n")],
    ),
    plant("form.ragged", &[("10.0%\n\t——\n\t84", "10.0%\n\t84")], &[("10.0%\n\t——\n\t84", "10.0%\n\t/\n\t84")]),
    plant(
        "form.annex",
        &[(RIVERS, "开展澄江生态修复，项目清单如附件3所示。")],
        &[(RIVERS, "开展澄江生态修复，资金按《专项资金管理办法》附件3执行。")],
    ),
    plant(
        "form.quotes",
        &[("“节水先锋”行动", "“节水先锋行动")],
        &[("一是清理河道；二是种植护岸林；三是开展巡查", "1）清理河道；2）种植护岸林；3）开展巡查")],
    ),
    plant(
        "name.variants",
        &[(WORK, "对接中国科学院推行标准化管护，邀请中科院专家指导。")],
        &[(WORK, "对接中国科学院推行标准化管护，邀请中国工程院专家指导。")],
    ),
    plant(
        "name.near",
        &[(WORK, "由清川市水利发展协调小组推行标准化管护。")],
        &[(WORK, "由清川市第一自来水厂、清川市第二自来水厂推行标准化管护。")],
    ),
    plant("name.base-only", &[("鼓励清川市水利投资公司参与，", "")], &[("鼓励清川市水利投资公司参与", "支持清川市水利投资公司投资")]),
];

fn planted(sound: &str, edits: Edits) -> String {
    edits.iter().fold(sound.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "the sound plan does not say {old}");
        text.replace(old, new)
    })
}

#[test]
fn every_check_finds_its_fault_and_leaves_its_near_miss_alone() {
    let sound = std::fs::read_to_string(root("tests/audit/sound.txt")).expect("the sound plan");
    let known = findings(&sound);
    let mut wrong: Vec<String> = Vec::new();
    for check in CHECKS {
        let Some(plant) = PLANTS.iter().find(|plant| plant.code == check.code) else {
            wrong.push(format!("{} has neither fault nor near miss", check.code));
            continue;
        };
        let found = |edits| fresh(&planted(&sound, edits), &known).iter().any(|finding| finding.code == check.code);
        if !found(plant.fault) {
            wrong.push(format!("{} is not found", check.code));
        }
        if found(plant.near) {
            wrong.push(format!("{} is found where it is not", check.code));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(PLANTS.len(), CHECKS.len(), "a fault of a check that there is not");
}

#[test]
fn the_sound_plan_is_sound() {
    let sound = std::fs::read_to_string(root("tests/audit/sound.txt")).expect("the sound plan");
    // Whether a measure serves an aim is a judgement; everything else holds.
    let found: Vec<_> = findings(&sound).into_iter().filter(|finding| !finding.code.starts_with("means.")).collect();
    assert!(found.is_empty(), "{found:#?}");
}
