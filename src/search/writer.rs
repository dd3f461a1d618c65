//! Makes the index of a generation, once.

use std::path::Path;

use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{Index, IndexSettings, TantivyDocument};

use super::bigrams::{BIGRAMS, Bigrams};
use super::index::failed;
use crate::base::Outcome;
use crate::model::Evidence;

/// Bytes that the index may hold in memory before it writes a segment.
const BUDGET: usize = 64 << 20;

/// Fields of a document. A node has `node` and `key`, a sentence has `sentence` and where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    pub node: Field,
    pub sentence: Field,
    pub key: Field,
    pub plan: Field,
    pub address: Field,
    pub line: Field,
    pub start: Field,
    pub end: Field,
}

pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexing = TextFieldIndexing::default().set_tokenizer(BIGRAMS).set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = TextOptions::default().set_indexing_options(indexing).set_stored();
    let kept = TextOptions::default().set_stored();
    let fields = Fields {
        node: builder.add_text_field("node", text.clone()),
        sentence: builder.add_text_field("sentence", text),
        key: builder.add_u64_field("key", FAST),
        plan: builder.add_text_field("plan", kept.clone()),
        address: builder.add_text_field("address", kept),
        line: builder.add_u64_field("line", STORED),
        start: builder.add_u64_field("start", STORED),
        end: builder.add_u64_field("end", STORED),
    };
    (builder.build(), fields)
}

pub(crate) fn tokenizers() -> TokenizerManager {
    // The index asks for its own tokenizers as well, for fields that have no text.
    let manager = TokenizerManager::default();
    manager.register(BIGRAMS, Bigrams);
    manager
}

/// Writes documents into a new index.
pub struct IndexWriter {
    writer: tantivy::IndexWriter<TantivyDocument>,
    fields: Fields,
}

impl IndexWriter {
    /// Begins an index in a directory that exists and is empty.
    pub fn create(dir: &Path) -> Outcome<Self> {
        let (schema, fields) = schema();
        let create = || {
            let directory = tantivy::directory::MmapDirectory::open(dir)?;
            let index =
                Index::builder().schema(schema).settings(IndexSettings::default()).tokenizers(tokenizers()).open_or_create(directory)?;
            let writer: tantivy::IndexWriter<TantivyDocument> = index.writer_with_num_threads(1, BUDGET)?;
            // One generation, one index: segments are few and there is nobody to merge for later.
            writer.set_merge_policy(Box::new(tantivy::indexer::NoMergePolicy));
            Ok(writer)
        };
        let writer = create().map_err(|error| failed(dir, &error))?;
        Ok(Self { writer, fields })
    }

    /// Adds a node: the hash of its key, and the texts it is found by.
    pub fn node<'a>(&mut self, key: u64, texts: impl IntoIterator<Item = &'a str>) -> Outcome<()> {
        let mut document = TantivyDocument::default();
        document.add_u64(self.fields.key, key);
        texts.into_iter().for_each(|text| document.add_text(self.fields.node, text));
        self.add(document)
    }

    pub fn sentence(&mut self, sentence: &Evidence) -> Outcome<()> {
        let mut document = TantivyDocument::default();
        document.add_text(self.fields.sentence, &sentence.quote);
        document.add_text(self.fields.plan, &sentence.plan);
        document.add_text(self.fields.address, &sentence.address);
        document.add_u64(self.fields.line, u64::from(sentence.line));
        document.add_u64(self.fields.start, sentence.start);
        document.add_u64(self.fields.end, sentence.end);
        self.add(document)
    }

    fn add(&mut self, document: TantivyDocument) -> Outcome<()> {
        self.writer.add_document(document).map(|_| ()).map_err(|error| failed(Path::new("index"), &error))
    }

    /// Writes everything out.
    pub fn finish(mut self) -> Outcome<()> {
        let written = self.writer.commit().and_then(|_| self.writer.wait_merging_threads());
        written.map_err(|error| failed(Path::new("index"), &error))
    }
}
