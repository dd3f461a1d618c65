use crate::base::Message;

use super::words::key;

/// A kind of node.
#[derive(Clone, Debug, Default)]
pub struct Kind {
    /// Identifier and label: `Measure`.
    pub name: String,
    pub zh: String,
    /// Plural and synonyms in either language.
    pub words: Vec<String>,
    /// One node for all plans that name it.
    pub shared: bool,
    /// What makes two mentions one node of a plan, in words.
    pub identity: String,
    /// Whether path questions may pass through nodes of this kind.
    pub walk: bool,
    pub help: Message,
    /// Without those that every kind has.
    pub properties: Vec<Property>,
}

impl Kind {
    /// The name of an answer's column for heads of this kind.
    pub fn column(&self) -> String {
        self.name.to_lowercase()
    }

    /// The English plural: the first of its words in Latin letters, else the identifier.
    pub fn plural(&self) -> &str {
        self.words.iter().find(|word| word.is_ascii()).map_or(&self.name, String::as_str)
    }
}

/// A relation between nodes.
#[derive(Clone, Debug, Default)]
pub struct Relation {
    /// Identifier and type: `SUPPORTS`.
    pub name: String,
    pub zh: String,
    /// Identifiers of the kinds at its start.
    pub from: Vec<String>,
    /// Identifiers of the kinds at its end.
    pub to: Vec<String>,
    /// Whether path questions follow it without being told to.
    pub walk: bool,
    pub help: Message,
    /// Words for it, in the order of the file; see [`Verb`].
    pub verbs: Vec<Verb>,
    /// What the word for it means besides the one relation.
    pub covers: Vec<Cover>,
    /// Without those that every relation has.
    pub properties: Vec<Property>,
}

/// The relation to X counts as the relation to T where T and X are joined by another relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// Identifier of the relation that joins T and X.
    pub by: String,
    /// T stands at its start, X at its end.
    pub forward: bool,
    /// Over any number of steps.
    pub repeated: bool,
    /// T and X stand at the start of the covered relation: the relation from X counts as the relation from T.
    pub at_start: bool,
}

impl Relation {
    /// Whether a node of kind `head` may stand at the start (`forward`) or at the end.
    pub fn admits(&self, head: &str, forward: bool) -> bool {
        let side = if forward { &self.from } else { &self.to };
        side.iter().any(|kind| kind == head)
    }

    /// Whether it joins two kinds, in either direction.
    pub fn joins(&self, one: &str, other: &str) -> bool {
        [true, false].iter().any(|forward| self.admits(one, *forward) && self.admits(other, !*forward))
    }

    /// The kinds at the start (`forward`) or at the end.
    pub fn side(&self, forward: bool) -> &[String] {
        if forward { &self.from } else { &self.to }
    }

    /// The first word of a direction in a language: what "did you mean" writes.
    pub fn verb(&self, forward: bool, chinese: bool) -> Option<&Verb> {
        let fits = |verb: &&Verb| verb.forward == forward && verb.text.is_ascii() != chinese && verb.sense.is_none();
        self.verbs.iter().filter(fits).find(|verb| !matches!(verb.shape, VerbShape::Adjective))
    }
}

/// A word of asks for a relation in one direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verb {
    pub text: String,
    /// The head of the question stands at the start of the relation.
    pub forward: bool,
    pub shape: VerbShape,
    /// What the word says of the relation besides.
    pub sense: Option<Sense>,
}

/// The one value of a property that a relation is to have: 牵头 is 负责 with the role lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sense {
    /// Identifier of the property.
    pub property: String,
    pub value: String,
}

/// Where the target of a verb stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VerbShape {
    /// Verb, then target: `supporting goal "…"`, 支撑目标“…”.
    Before,
    /// Target, then verb: 措施支撑的目标.
    After,
    /// An opening word, the target, then the verb: 由…衡量. The opening word is kept here.
    Around(String),
    /// Verb without a target: `terms never used`.
    Alone,
    /// Stands before a kind: `responsible institutions`, 责任机构.
    Adjective,
}

/// A property of a kind or relation.
#[derive(Clone, Debug)]
pub struct Property {
    pub name: String,
    pub zh: String,
    pub words: Vec<String>,
    pub value_type: PropertyType,
    /// The words that it may take, where it is enumerated.
    pub values: Vec<EnumValue>,
    pub help: Message,
}

impl Property {
    /// Whether a word of either language names this property.
    pub fn is_called(&self, name: &str) -> bool {
        let wanted = key(name);
        [&self.name, &self.zh].into_iter().chain(&self.words).any(|word| key(word) == wanted)
    }

    /// The stored value that a word of either language stands for, where the property is enumerated.
    pub fn enumerated(&self, word: &str) -> Option<&str> {
        let wanted = key(word);
        self.values.iter().find(|value| key(&value.name) == wanted || key(&value.zh) == wanted).map(|value| value.name.as_str())
    }
}

/// One value of an enumerated property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumValue {
    /// As stored.
    pub name: String,
    pub zh: String,
}

/// The type of a property's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PropertyType {
    String,
    Integer,
    Float,
    /// Integer or float.
    Number,
    Boolean,
    /// A list of strings.
    Strings,
}

impl PropertyType {
    pub const ALL: [Self; 6] = [Self::String, Self::Integer, Self::Float, Self::Number, Self::Boolean, Self::Strings];

    pub const fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Float => "float",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Strings => "strings",
        }
    }
}
