use std::io;
use std::path::Path;

use crate::base::{Diagnostic, ErrorClass, Message};

/// A file of the store is not as it was written. `mend` is the command that puts it right.
pub(crate) fn damaged(file: &Path, why_en: &str, why_zh: &str) -> Box<Diagnostic> {
    let shown = file.display();
    Diagnostic::runtime(
        ErrorClass::StoreError,
        "Damaged",
        Message::new(format!("the store is damaged: {shown}: {why_en}"), format!("资料库已损坏：{shown}：{why_zh}")),
    )
    .hint("run `gangmu store rebuild`", "请运行 `gangmu store rebuild`")
}

/// A block of a derived file does not have its checksum.
pub(crate) fn damaged_block(file: &Path, block: usize) -> Box<Diagnostic> {
    damaged(file, &format!("block {block} does not have its checksum"), &format!("第 {block} 块的校验和不符"))
}

/// The operating system refused something that was asked of a file.
pub(crate) fn refused(doing_en: &str, doing_zh: &str, file: &Path, error: &io::Error) -> Box<Diagnostic> {
    let shown = file.display();
    let full = matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge);
    let diagnostic = Diagnostic::runtime(
        ErrorClass::StoreError,
        if full { "DiskFull" } else { "Io" },
        Message::new(format!("cannot {doing_en} {shown}: {error}"), format!("无法{doing_zh} {shown}：{error}")),
    );
    if full {
        diagnostic.hint(
            "the store answers as before; free some space and do it again: nothing will be in it twice",
            "资料库仍可照常查询；请腾出空间后重试，不会重复写入",
        )
    } else {
        diagnostic
    }
}

/// Anything else that the store refuses.
pub(crate) fn store_error(detail: &'static str, en: impl Into<String>, zh: impl Into<String>) -> Box<Diagnostic> {
    Diagnostic::runtime(ErrorClass::StoreError, detail, Message::new(en, zh))
}
