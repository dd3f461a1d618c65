//! Texts of every kind: nothing lost, spans that slice the original, refusals that say why.

use gangmu::document::{self, Document, ReadOptions, Role};

static PLAN: &[u8] = include_bytes!("../seeds/jiangmen-2025.txt");

fn read(bytes: &[u8], name: &str) -> Document {
    document::read(bytes, name, &ReadOptions::default()).unwrap_or_else(|error| panic!("{name}: {}", error.message.en))
}

/// Every character that is not white space stands in a block or in a listed skip, and spans lie on characters.
fn nothing_is_lost(document: &Document) {
    let mut covered = vec![false; document.original.len()];
    let blocks = document.blocks.iter().flat_map(|block| document.map.pieces(block.span));
    for span in blocks.chain(document.skips.iter().map(|skip| skip.span)) {
        covered[span.start..span.end].iter_mut().for_each(|byte| *byte = true);
    }
    for (at, c) in document.original.char_indices() {
        if !covered[at] && !c.is_whitespace() && !c.is_control() {
            let around: String = document.original[at..].chars().take(20).collect();
            panic!("{}: lost at byte {at}: {around}", document.name);
        }
    }
    for sentence in &document.sentences {
        assert!(sentence.span.slice(&document.text).is_some(), "{}", sentence.address);
        assert!(sentence.original.slice(&document.original).is_some(), "{}", sentence.address);
    }
}

#[test]
fn of_the_bundled_plan_nothing_is_lost() {
    let document = read(PLAN, "seeds/jiangmen-2025.txt");
    nothing_is_lost(&document);
    assert_eq!((document.glossary.len(), document.tables.len()), (25, 1));
    assert_eq!((document.tables[0].columns(), document.tables[0].rows.len()), (8, 13));
    let paired = document.lost_marks.iter().filter(|mark| mark.entry.is_some()).count();
    assert_eq!((document.lost_marks.len(), paired), (25, 25), "the lost footnote marks pair off with the glossary");
}

#[test]
fn the_same_text_in_other_encodings_reads_the_same() {
    let addresses = |document: &Document| document.sentences.iter().map(|sentence| sentence.address.to_string()).collect::<Vec<_>>();
    let plain = addresses(&read(PLAN, "plan.txt"));
    let (gb, _, _) = encoding_rs::GB18030.encode(std::str::from_utf8(PLAN).expect("UTF-8"));
    let with_mark = [b"\xef\xbb\xbf".as_slice(), PLAN].concat();
    for bytes in [gb.as_ref(), with_mark.as_slice()] {
        let other = read(bytes, "plan.txt");
        nothing_is_lost(&other);
        assert_eq!(addresses(&other), plain);
    }
}

#[test]
fn a_web_page_has_the_outline_of_its_text() {
    let lines = [
        "某市绿色行动方案",
        "一、总体要求",
        "坚持绿色发展，推动转型。",
        "二、重点任务",
        "（一）节能降碳。",
        "实施节能改造，推广清洁能源。",
    ];
    let outline = |document: &Document| document.sections.iter().skip(1).map(|section| section.address.to_string()).collect::<Vec<_>>();
    let plain = read(lines.join("\n").as_bytes(), "a.txt");
    assert_eq!(outline(&plain), ["一", "二", "二（一）"]);
    assert_eq!(plain.title, "某市绿色行动方案");
    let html: String = lines.iter().map(|line| format!("<p>{line}</p>")).collect();
    let page = read(format!("<html><body><nav><a>首页</a></nav>{html}</body></html>").as_bytes(), "a.html");
    assert_eq!(outline(&page), outline(&plain));
    nothing_is_lost(&page);
    assert!(!page.skips.is_empty(), "the navigation is listed as skipped");
}

#[test]
fn items_bullets_and_responsibility_have_addresses_of_their_own() {
    let text = "一、任务\n（一）改善服务\n1.推进“一网通办”，压减材料，优化流程，缩短时限。（市数据局牵头）\n2.加强监管，建立名单，公开结果，接受监督。\n二、目标\n——覆盖率达到90%。稳步提高。\n";
    let document = read(text.as_bytes(), "a.txt");
    let found: Vec<(&str, Role)> = document.sentences.iter().map(|sentence| (&*sentence.address, sentence.role)).collect();
    let expected = [
        ("一", Role::Heading),
        ("一（一）", Role::Heading),
        ("一（一）1 §1", Role::Body),
        ("一（一）1 §2", Role::Responsibility),
        ("一（一）2 §1", Role::Body),
        ("二", Role::Heading),
        ("二 ——1 §1", Role::Body),
        ("二 ——1 §2", Role::Body),
    ];
    assert_eq!(found, expected);
}

#[test]
fn what_is_no_plan_is_refused_with_a_reason() {
    let detail = |bytes: &[u8], options: &ReadOptions| {
        document::read(bytes, "a.txt", options).map(|_| ()).map_err(|error| error.detail.into_owned())
    };
    let plain = ReadOptions::default();
    assert_eq!(detail(b"", &plain), Err("Empty".into()));
    assert_eq!(detail(b" \n\t\n", &plain), Err("Empty".into()));
    assert_eq!(detail(&[1_u8, 2, 3, 0x81, 0xff].repeat(200), &plain), Err("NotText".into()));
    assert_eq!(detail("没有标题的一段话。".as_bytes(), &plain), Err("NotAPlan".into()));
    assert_eq!(detail("没有标题的一段话。".as_bytes(), &ReadOptions { force: true, ..ReadOptions::default() }), Ok(()));
    assert_eq!(detail(PLAN, &ReadOptions { max_size: 10, ..ReadOptions::default() }), Err("TooLarge".into()));
    assert_eq!(detail("新华社北京2月27日电 近日印发了规划。据悉，规划提出三项任务。".as_bytes(), &plain), Err("NotAPlan".into()));
}

#[test]
fn a_graph_is_no_plan_and_the_hint_says_what_reads_it() {
    let graph = br#"{"type":"node","id":"1","labels":["Goal"],"properties":{}}"#;
    let error = document::read(graph, "graph.jsonl", &ReadOptions::default()).expect_err("a refusal");
    assert_eq!(error.detail, "NotAPlan");
    assert!(error.hint.as_ref().is_some_and(|hint| hint.en.contains("gangmu store load graph.jsonl")), "{error:?}");
}

#[test]
fn hostile_texts_end_in_a_document_or_a_refusal() {
    let forced = ReadOptions { force: true, ..ReadOptions::default() };
    let texts = [
        "一、".repeat(20_000),
        "（".repeat(10_000),
        "，".repeat(1_000_000),
        "一、a\n（一）b\n1.c\n".repeat(5_000),
        "\u{0}一、总体要求\u{0}\n二、任务".to_owned(),
        "\t1\n".repeat(20_000),
    ];
    for text in texts {
        if let Ok(document) = document::read(text.as_bytes(), "x.txt", &forced) {
            nothing_is_lost(&document);
        }
    }
}

/// Plans that are not part of the project are read where they are at hand.
#[test]
fn of_other_plans_nothing_is_lost() {
    let Ok(entries) = std::fs::read_dir("../shared/plans") else {
        println!("skipped: no other plans at hand");
        return;
    };
    for entry in entries.flatten().filter(|entry| entry.path().is_file()) {
        let bytes = std::fs::read(entry.path()).expect("a readable file");
        let options = ReadOptions { force: true, ..ReadOptions::default() };
        if let Ok(document) = document::read(&bytes, &entry.path().to_string_lossy(), &options) {
            nothing_is_lost(&document);
        }
    }
}
