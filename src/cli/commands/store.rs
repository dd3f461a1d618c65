use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use super::progress_on;
use crate::cli::arguments::Invocation;
use crate::cli::console::{Console, print};
use crate::cli::failure::Stop;
use crate::engine::maintain::{self, StoreInfo};
use crate::engine::{StoreOptions, load};

/// `gangmu store …`.
pub fn run(part: &str, invocation: &Invocation, console: &Console) -> Result<(), Stop> {
    let mut store = invocation.common.store_options()?;
    let mut progress = progress_on(console);
    let file = || invocation.words.first().map(String::as_str).unwrap_or_default();
    match part {
        "init" => {
            if let Some(dir) = invocation.words.first() {
                store.dir = PathBuf::from(dir);
            }
            maintain::init(&store, invocation.option("schema") == Some("open"))?;
            console.say(&format!("made an empty store in {}", store.dir.display()), &format!("已在 {} 新建空存储", store.dir.display()));
        }
        "info" => describe(&maintain::info(&store)?, invocation, console)?,
        "check" => {
            let lines = maintain::check(&store, &mut progress)?;
            console.progress_done();
            let mut sound = true;
            for line in &lines {
                let mark =
                    if line.problems.is_empty() { console.lang.pick("sound", "完好") } else { console.lang.pick("DAMAGED", "损坏") };
                print(format!("{:<8} {} ({})\n", mark, line.what.get(console.lang), line.count).as_bytes())?;
                for problem in &line.problems {
                    sound = false;
                    print(format!("         {}\n", problem.get(console.lang)).as_bytes())?;
                }
            }
            if !sound {
                console.say("`gangmu store rebuild` makes the derived files anew", "`gangmu store rebuild` 可重建派生文件");
                return Err(Stop::Code(4));
            }
        }
        "rebuild" => {
            let info = maintain::rebuild(&store, &mut progress)?;
            console.progress_done();
            describe(&info, invocation, console)?;
            info.lost.iter().for_each(|lost| console.say(&lost.en, &lost.zh));
            if !info.lost.is_empty() {
                return Err(Stop::Code(4));
            }
        }
        "load" => load_file(&store, file(), console)?,
        "backup" => {
            maintain::backup(&store, Path::new(file()), &mut progress)?;
            console.progress_done();
            console.say(&format!("backed up to {}", file()), &format!("已备份到 {}", file()));
        }
        _ => {
            maintain::restore(&store, Path::new(file()), &mut progress)?;
            console.progress_done();
            console.say(&format!("restored into {}", store.dir.display()), &format!("已恢复到 {}", store.dir.display()));
        }
    }
    Ok(())
}

fn load_file(store: &StoreOptions, name: &str, console: &Console) -> Result<(), Stop> {
    let mut progress = progress_on(console);
    let report = if name == "-" {
        load::json_lines(store, "<stdin>", &mut io::stdin().lock(), &mut progress)?
    } else {
        let file = File::open(name).map_err(|error| Stop::unreadable(name, &error))?;
        load::json_lines(store, name, &mut BufReader::new(file), &mut progress)?
    };
    console.progress_done();
    let (nodes, relations) = (report.nodes, report.relations);
    console.say(&format!("loaded {nodes} nodes, {relations} relations"), &format!("已读入 {nodes} 个节点，{relations} 条关系"));
    Ok(())
}

fn describe(info: &StoreInfo, invocation: &Invocation, console: &Console) -> Result<(), Stop> {
    if invocation.common.format.is_some_and(crate::output::PageFormat::is_json) {
        let json = serde_json::json!({
            "dir": info.dir, "format": info.format, "schema": if info.open_schema { "open" } else { "policy" },
            "generation": info.generation, "plans": info.plans, "nodes": info.nodes, "relations": info.relations,
            "curation": info.curation_entries, "record_bytes": info.record_bytes, "generation_bytes": info.generation_bytes,
            "corpus": info.corpus,
        });
        return print(format!("{json}\n").as_bytes());
    }
    let schema = if info.open_schema { console.lang.pick("open", "开放") } else { console.lang.pick("policy", "政策") };
    let lines = [
        ("directory", "目录", info.dir.clone()),
        ("format", "格式版本", info.format.to_string()),
        ("schema", "模式", schema.to_owned()),
        ("generation", "代", info.generation.to_string()),
        ("plans", "规划", info.plans.to_string()),
        ("nodes", "节点", info.nodes.to_string()),
        ("relations", "关系", info.relations.to_string()),
        ("changes by hand", "修订", info.curation_entries.to_string()),
        ("bytes of records", "记录字节", info.record_bytes.to_string()),
        ("bytes of the generation", "当前代字节", info.generation_bytes.to_string()),
        ("corpus", "语料校验", info.corpus.clone()),
    ];
    let mut out = String::new();
    for (en, zh, value) in lines {
        let name = console.lang.pick(en, zh);
        let pad = 24_usize.saturating_sub(crate::output::display_width(name));
        out.push_str(&format!("{name}{:pad$}{}\n", "", crate::output::escape::one_line(&value)));
    }
    if let Some(writer) = &info.locked_by {
        out.push_str(writer.get(console.lang));
        out.push('\n');
    }
    print(out.as_bytes())
}
