//! What the bundled plan gives, and what rules accept and reject.
