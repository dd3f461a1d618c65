//! The bundled plan, and what is known of it beyond its text: `seeds/manifest.json`.

use serde::Deserialize;

/// The bundled plan, as received.
pub(super) static BUNDLED: &[u8] = include_bytes!("../../seeds/jiangmen-2025.txt");

/// An entry of the manifest. A text that lacks its title page says none of this itself.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Seed {
    pub slug: String,
    pub title: String,
    pub issuer: String,
    /// As precisely as it is known: year, or day.
    pub date: String,
    /// Of the text, hexadecimal.
    pub sha256: String,
}

/// The bundled plan.
///
/// # Panics
/// Never in a released build: the manifest is compiled in, and a test reads it.
pub(super) fn bundled() -> Seed {
    serde_json::from_str(include_str!("../../seeds/manifest.json")).expect("seeds/manifest.json is an entry of a seed")
}

/// What is known of a text with this checksum, under whatever name it is imported.
pub(super) fn known(sha256: &str) -> Option<Seed> {
    Some(bundled()).filter(|seed| seed.sha256 == sha256)
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::{BUNDLED, bundled};

    #[test]
    fn the_manifest_knows_the_bundled_text() {
        let sha256: String = Sha256::digest(BUNDLED).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(bundled().sha256, sha256);
    }
}
