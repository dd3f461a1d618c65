//! Floor 4: graph → findings: what a plan contradicts, leaves open and never says.
