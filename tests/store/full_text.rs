//! Full text finds what stands in the text, and nothing else.

use gangmu::base::BlockSums;
use gangmu::model::Evidence;
use gangmu::search::{Index, IndexWriter, parse};

const TEXTS: [&str; 6] = [
    "环五邑大学创新创业生态圈，打造珠西战略的核心区。",
    "构建“1+6+N”平台体系，发展互联网＋。",
    "规模以上工业企业R&D经费占比提高到2.5%",
    "推进雙創基地建设",
    "人才是第一资源、人",
    "发明专利授权量；高层次人才引进",
];

fn index(dir: &std::path::Path) -> Index {
    let mut writer = IndexWriter::create(dir).unwrap();
    for (text, key) in TEXTS.into_iter().zip(1..) {
        writer.node(key, [text]).unwrap();
        writer.sentence(&Evidence { plan: "p".into(), line: key as u32, quote: text.into(), ..Evidence::default() }).unwrap();
    }
    writer.finish().unwrap();
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let entry = entry.unwrap();
        files.push((entry.file_name().to_str().unwrap().to_owned(), BlockSums::of(&std::fs::read(entry.path()).unwrap())));
    }
    Index::open(dir, &files).unwrap()
}

fn found(index: &Index, text: &str) -> Vec<u64> {
    let mut keys: Vec<u64> = index.nodes(&parse(text).unwrap()).unwrap().into_iter().map(|hit| hit.key).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn words_are_found_wherever_they_stand_and_however_they_are_written() {
    let dir = tempfile::tempdir().unwrap();
    let index = index(dir.path());
    assert_eq!(found(&index, "环五邑大学"), [1]);
    assert_eq!(found(&index, "五邑大"), [1]);
    assert_eq!(found(&index, "1+6+N"), [2]);
    assert_eq!(found(&index, "1+6+n平台"), [2], "a closing quote does not part them");
    assert_eq!(found(&index, "互联网+"), [2]);
    assert_eq!(found(&index, "R&D"), [3]);
    assert_eq!(found(&index, "双创"), [4]);
    assert_eq!(found(&index, "人"), [5, 6], "one character is enough");
    assert_eq!(found(&index, "区"), [1], "also the last of a run");
    assert_eq!(found(&index, "资源、人"), [5]);
    assert_eq!(found(&index, "授权量、高"), [6]);
    assert_eq!(found(&index, "人资"), [0; 0]);
}

#[test]
fn questions_join_exclude_and_measure() {
    let dir = tempfile::tempdir().unwrap();
    let index = index(dir.path());
    assert_eq!(found(&index, "人才 专利"), [6]);
    assert_eq!(found(&index, "人才 或 双创"), [4, 5, 6]);
    assert_eq!(found(&index, "人才 非 专利"), [5]);
    assert_eq!(found(&index, "not 人才"), [1, 2, 3, 4]);
    assert_eq!(found(&index, "发明 near/12 人才"), [6]);
    assert_eq!(found(&index, "发明 near/3 人才"), [0; 0]);
}

#[test]
fn every_five_characters_of_a_text_find_it() {
    let dir = tempfile::tempdir().unwrap();
    let index = index(dir.path());
    for (text, key) in TEXTS.into_iter().zip(1u64..) {
        let chars: Vec<char> = text.chars().collect();
        for window in chars.windows(5) {
            let piece: String = window.iter().filter(|c| !"“”".contains(**c)).collect();
            let piece = piece.trim_matches(['，', '。', '；', '、', ' ']);
            assert!(found(&index, &format!("“{piece}”")).contains(&key), "{piece}");
        }
    }
}

#[test]
fn sentences_come_with_their_place_and_a_snippet() {
    let dir = tempfile::tempdir().unwrap();
    let hits = index(dir.path()).sentences(&parse("专利").unwrap(), 10).unwrap();
    assert_eq!(hits.len(), 1);
    assert_eq!((hits[0].evidence.line, hits[0].snippet.as_str()), (6, TEXTS[5]));
}

#[test]
fn a_changed_byte_of_the_index_is_told_and_never_searched() {
    let dir = tempfile::tempdir().unwrap();
    drop(index(dir.path()));
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir.path()).unwrap() {
        let entry = entry.unwrap();
        files.push((entry.file_name().to_str().unwrap().to_owned(), BlockSums::of(&std::fs::read(entry.path()).unwrap())));
    }
    let (name, _) = files.iter().find(|(name, _)| name.ends_with(".pos")).unwrap();
    let path = dir.path().join(name);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[10] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let asked = Index::open(dir.path(), &files).and_then(|index| index.nodes(&parse("环五邑大学").unwrap()));
    let error = asked.unwrap_err();
    assert_eq!(error.exit_code(), 4);
    assert!(error.message.en.contains(name), "{}", error.message.en);
}
