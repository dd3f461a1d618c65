//! Every command, option, `:command`, setting and format: declared once. The command line, help, completion, shell
//! completions, the man page and `gangmu reference` are made from these tables.

mod commands;
mod directives;
mod formats;
mod options;
mod reference;

pub use commands::{COMMANDS, Command, Positional};
pub use directives::{DIRECTIVES, Directive, SETTINGS, Setting, directive};
pub use formats::{EXPORTS, Export, ExportKind, FORMATS, Format, format, format_for_file};
pub use options::{COMMON, Opt, value_name};
pub use reference::{entry, reference};

use crate::base::Lang;

/// A sentence of help in both languages.
#[derive(Clone, Copy, Debug)]
pub struct Help(pub &'static str, pub &'static str);

impl Help {
    pub fn get(self, lang: Lang) -> &'static str {
        lang.pick(self.0, self.1)
    }
}
