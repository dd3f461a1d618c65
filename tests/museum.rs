//! Wrong statements and the messages they get.
