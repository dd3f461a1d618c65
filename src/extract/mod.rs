//! Floor 4: document → batch of nodes and relations with evidence.
