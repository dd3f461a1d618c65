use crate::base::{Message, Span};

/// Something that a careful reader should know about the file: a heading that seems lost, a table that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub kind: FindingKind,
    /// In the original text; `None` where it concerns all of it.
    pub span: Option<Span>,
    /// Line of the original text, from 1; 0 where it concerns all of it.
    pub line: u32,
    pub message: Message,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingKind {
    /// A number is missing between two headings of one row.
    NumberingGap,
    /// A number comes twice or goes back where no new part began.
    NumberingRepeat,
    /// A table whose cells could not be put into rows and columns.
    UnreadTable,
    /// A table whose cells stand in one line without a gap between them.
    RunTogetherTable,
    /// A caption with no table below it.
    CaptionWithoutTable,
    /// Headings were printed twice over and healed.
    DoubledHeadings,
    /// A sentence breaks off at a comma.
    BrokenSentence,
    /// Bytes that are no text in the file's encoding.
    DecodeErrors,
    /// The text does not look like a plan and was read by order.
    NotAPlan,
}
