/// The kinds of node that a name in running text can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Institution,
    Park,
    Cluster,
    Platform,
    Programme,
    Region,
    Industry,
    Document,
}

impl Kind {
    pub const ALL: [Self; 8] =
        [Self::Institution, Self::Park, Self::Cluster, Self::Platform, Self::Programme, Self::Region, Self::Industry, Self::Document];

    /// The English identifier of the schema.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Institution => "Institution",
            Self::Park => "Park",
            Self::Cluster => "Cluster",
            Self::Platform => "Platform",
            Self::Programme => "Programme",
            Self::Region => "Region",
            Self::Industry => "Industry",
            Self::Document => "Document",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What sort of institution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    Government,
    University,
    Company,
    Research,
    Service,
    Finance,
    Media,
    Other,
}

impl Category {
    pub const ALL: [Self; 8] =
        [Self::Government, Self::University, Self::Company, Self::Research, Self::Service, Self::Finance, Self::Media, Self::Other];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Government => "government",
            Self::University => "university",
            Self::Company => "company",
            Self::Research => "research",
            Self::Service => "service",
            Self::Finance => "finance",
            Self::Media => "media",
            Self::Other => "other",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.name() == name)
    }
}
