//! Floor 0: what every room needs and that knows nothing of plans or graphs.

mod checksum;
mod diagnostic;
mod fold;
mod lang;
mod nearest;
mod quiet;
mod source;
mod span;

pub use checksum::{BLOCK, BlockSums, Touched};
pub use diagnostic::{Diagnostic, ErrorClass, Message, Outcome, Phase};
pub use fold::{fold, fold_char};
pub use lang::Lang;
pub use nearest::nearest;
pub use quiet::quietly;
pub use source::Source;
pub use span::Span;
