//! Floor 3: sled as the record of truth, and the generations that readers map.
