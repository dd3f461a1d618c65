use std::io;

use crate::base::{Diagnostic, ErrorClass, Message};

/// Why the program ends before its work is done.
#[derive(Debug)]
pub enum Stop {
    /// Nothing is wrong: help was shown, the user left.
    Done,
    /// Whoever read our output has seen enough: success.
    ClosedPipe,
    /// All has been said already; only the exit code is left.
    Code(u8),
    Failed {
        error: Box<Diagnostic>,
        code: u8,
    },
}

impl Stop {
    /// A wrong invocation: exit code 1.
    pub fn usage(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self::with_code(Diagnostic::compile(ErrorClass::ArgumentError, "InvalidArgument", Message::new(en, zh)), 1)
    }

    pub const fn with_code(error: Box<Diagnostic>, code: u8) -> Self {
        Self::Failed { error, code }
    }

    pub fn hint(self, en: impl Into<String>, zh: impl Into<String>) -> Self {
        match self {
            Self::Failed { error, code } => Self::Failed { error: error.hint(en, zh), code },
            other => other,
        }
    }

    /// A file of the user's that cannot be read: exit code 1.
    pub fn unreadable(name: &str, error: &io::Error) -> Self {
        let (en, zh) = io_reason(error);
        Self::with_code(
            Diagnostic::runtime(
                ErrorClass::ImportError,
                "Unreadable",
                Message::new(format!("{name} cannot be read: {en}"), format!("无法读取 {name}：{zh}")),
            ),
            1,
        )
    }

    /// A file or stream that cannot be written: exit code 3, or success where the reader has gone.
    pub fn unwritable(name: &str, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::ClosedPipe;
        }
        let (en, zh) = io_reason(error);
        Self::with_code(
            Diagnostic::runtime(
                ErrorClass::ResourceError,
                "Unwritable",
                Message::new(format!("{name} cannot be written: {en}"), format!("无法写入 {name}：{zh}")),
            ),
            3,
        )
    }
}

impl From<Box<Diagnostic>> for Stop {
    fn from(error: Box<Diagnostic>) -> Self {
        let code = error.exit_code();
        Self::Failed { error, code }
    }
}

/// The system's reason in words that a researcher knows, where there are such.
fn io_reason(error: &io::Error) -> (String, String) {
    let known = match error.kind() {
        io::ErrorKind::NotFound => ("there is no such file", "没有这个文件"),
        io::ErrorKind::PermissionDenied => ("permission denied", "没有权限"),
        io::ErrorKind::IsADirectory => ("it is a folder", "这是一个目录"),
        io::ErrorKind::NotADirectory => ("a part of the path is no folder", "路径中有一部分不是目录"),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ("the disk is full", "磁盘已满"),
        io::ErrorKind::ReadOnlyFilesystem => ("the disk is read-only", "磁盘为只读"),
        io::ErrorKind::InvalidData => ("it is not UTF-8 text", "不是 UTF-8 文本"),
        _ => return (error.to_string(), error.to_string()),
    };
    (known.0.into(), known.1.into())
}
