//! PDF through `pdftotext` of Poppler, where it is installed: Chinese PDF fonts need more than a small reader can do.

use std::io::{Read, Write};
use std::process::{Command, Stdio};

use super::decode::{refuse, too_large};
use crate::base::Outcome;

/// The text of a PDF in reading order, pages parted by form feeds.
pub(super) fn text(bytes: &[u8], name: &str, limit: u64) -> Outcome<String> {
    let missing = || {
        refuse("PdfTool", format!("{name} is a PDF, and pdftotext is not installed"), format!("{name} 是 PDF，而系统没有 pdftotext"))
            .hint("Install poppler-utils, or save the plan as text, DOCX or HTML", "请安装 poppler-utils，或将规划另存为文本、DOCX 或 HTML")
    };
    let broken =
        |why: String| refuse("PdfTool", format!("pdftotext could not read {name}: {why}"), format!("pdftotext 无法读取 {name}：{why}"));
    let mut tool = Command::new("pdftotext")
        .args(["-enc", "UTF-8", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|_| missing())?;
    let mut text = Vec::new();
    let (input, output) = (tool.stdin.take(), tool.stdout.take());
    // The tool may answer before it has read everything, so both pipes move at once.
    let read = std::thread::scope(|scope| {
        scope.spawn(move || input.map(|mut input| input.write_all(bytes)));
        output.map_or(Ok(0), |output| output.take(limit + 1).read_to_end(&mut text))
    });
    let status = tool.wait();
    read.map_err(|error| broken(error.to_string()))?;
    if text.len() as u64 > limit {
        return Err(too_large(name, text.len() as u64, limit));
    }
    if !status.is_ok_and(|status| status.success()) && text.is_empty() {
        return Err(broken("it gave no text".to_owned()));
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}
