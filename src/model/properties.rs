use super::Value;

/// The properties of what extraction found, sorted by name. They are few, so a row takes a fraction of what a map would.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Properties(Vec<(&'static str, Value)>);

impl Properties {
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.place(name).ok().map(|at| &self.0[at].1)
    }

    pub fn contains(&self, name: &str) -> bool {
        self.place(name).is_ok()
    }

    /// Sets a property, whatever it was before.
    pub fn set(&mut self, name: &'static str, value: impl Into<Value>) {
        match self.place(name) {
            Ok(at) => self.0[at].1 = value.into(),
            Err(at) => self.insert(at, name, value.into()),
        }
    }

    /// Sets a property that is not there yet.
    pub fn add(&mut self, name: &'static str, value: impl Into<Value>) {
        if let Err(at) = self.place(name) {
            self.insert(at, name, value.into());
        }
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&'static str, &Value)> {
        self.0.iter().map(|(name, value)| (*name, value))
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| (*known).cmp(name))
    }

    fn insert(&mut self, at: usize, name: &'static str, value: Value) {
        // Most relations have one property: room for more would be room for nothing.
        if self.0.is_empty() {
            self.0.reserve_exact(1);
        }
        self.0.insert(at, (name, value));
    }
}

impl IntoIterator for Properties {
    type Item = (&'static str, Value);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
