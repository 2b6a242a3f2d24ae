//! The words by which records are found, written in the commit of the records.

use super::{
    Statement,
    list::{Column, Listed},
};
use chat_core::{Expected, Record, Searchable};
use uuid::Uuid;

/// Numbers the records that are new. SQLite keeps the words elsewhere, under the number.
const RECORDS_SQLITE: Listed = Listed {
    sqlite: "INSERT INTO search_records (id, client_id, kind, conversation_id) \
        SELECT unhex(value ->> 0), unhex(value ->> 1), value ->> 2, nullif(unhex(value ->> 3), zeroblob(16)) \
        FROM json_each(?) WHERE true ON CONFLICT (id) DO NOTHING",
    postgres: "",
};

/// Puts the words in place of those that were there.
const WORDS: Listed = Listed {
    sqlite: "INSERT OR REPLACE INTO search_words (rowid, words) SELECT known.n, given.value ->> 4 \
        FROM json_each(?) AS given JOIN search_records AS known ON known.id = unhex(given.value ->> 0)",
    postgres: "INSERT INTO search_records (id, client_id, kind, conversation_id, words) \
        SELECT id, client_id, kind, nullif(conversation_id, '00000000-0000-0000-0000-000000000000'), \
            array_to_tsvector(string_to_array(words, ' ')) \
        FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[]) \
            AS given (id, client_id, kind, conversation_id, words) \
        ON CONFLICT (id) DO UPDATE SET words = excluded.words",
};

/// Numbers records that were kept before there was a search, the first one highest. A record that has its number keeps it; of a customer,
/// whom nobody else may be writing, the words are put in place of those that were there. A message that was changed meanwhile has newer
/// ones.
const OLDER_SQLITE: Listed = Listed {
    sqlite: "INSERT INTO search_records (n, id, client_id, kind, conversation_id) \
        SELECT (SELECT min(0, coalesce(min(n), 0)) FROM search_records) - 1 - key, unhex(value ->> 0), unhex(value ->> 1), \
            value ->> 2, nullif(unhex(value ->> 3), zeroblob(16)) \
        FROM json_each(?) WHERE true ON CONFLICT (id) DO NOTHING",
    postgres: "INSERT INTO search_records (n, id, client_id, kind, conversation_id, words) \
        SELECT (SELECT least(0, coalesce(min(n), 0)) FROM search_records) - place, id, client_id, kind, \
            nullif(conversation_id, '00000000-0000-0000-0000-000000000000'), \
            array_to_tsvector(string_to_array(words, ' ')) \
        FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[]) WITH ORDINALITY \
            AS given (id, client_id, kind, conversation_id, words, place) \
        ON CONFLICT (id) DO UPDATE SET words = excluded.words WHERE excluded.kind = 'customer'",
};

/// Records that are to be found from now on, in order.
#[derive(Debug, Default)]
pub(crate) struct Findable(Vec<(Uuid, Searchable)>);

impl Findable {
    /// Notes what a write changes of what is found.
    pub(super) fn add(&mut self, record: &Record, expected: Expected) {
        let is_new = expected == Expected::Absent;
        if !is_new && !Searchable::may_change(record) {
            return;
        }
        let Some(searchable) = Searchable::of(record) else { return };
        // What never had a word needs no place.
        if !is_new || !searchable.words.is_empty() {
            self.push(record.client_id().uuid(), searchable);
        }
    }

    /// Adds a record.
    pub(crate) fn push(&mut self, client: Uuid, searchable: Searchable) {
        self.0.push((client, searchable));
    }

    /// About how much is written.
    pub(super) fn bytes(&self) -> u64 {
        self.0.iter().flat_map(|(_, searchable)| &searchable.words).map(|word| word.len() as u64 + 12).sum()
    }

    /// The statements that write it all.
    pub(super) fn statements(&self, is_sqlite: bool) -> Vec<Statement> {
        match (self.0.is_empty(), is_sqlite) {
            (true, _) => vec![],
            (false, true) => vec![RECORDS_SQLITE.over(true, self.columns()), WORDS.over(true, self.columns())],
            (false, false) => vec![WORDS.over(false, self.columns())],
        }
    }

    /// The same for records that come after all others.
    pub(crate) fn older(&self, is_sqlite: bool) -> Vec<Statement> {
        match (self.0.is_empty(), is_sqlite) {
            (true, _) => vec![],
            (false, true) => vec![OLDER_SQLITE.over(true, self.columns()), WORDS.over(true, self.columns())],
            (false, false) => vec![OLDER_SQLITE.over(false, self.columns())],
        }
    }

    fn columns(&self) -> Vec<Column> {
        let found = || self.0.iter();
        let conversation = |it: &Searchable| it.conversation_id.map_or(Uuid::nil(), |id| id.uuid());
        vec![
            Column::Uuids(found().map(|(_, it)| it.id).collect()),
            Column::Uuids(found().map(|(client, _)| *client).collect()),
            Column::Texts(found().map(|(_, it)| it.kind.as_str().to_owned()).collect()),
            Column::Uuids(found().map(|(_, it)| conversation(it)).collect()),
            Column::Texts(found().map(|(client, it)| words(*client, &it.words)).collect()),
        ]
    }
}

/// The words as they are indexed: each with its client's word before it.
fn words(client: Uuid, words: &[String]) -> String {
    let own = word_of(client);
    words.iter().map(|word| format!("{own}{word}")).collect::<Vec<_>>().join(" ")
}

/// What every word of a client begins with: ten digits of its id that are random. Two clients that have the same are still told apart by
/// the record.
pub(crate) fn word_of(client: Uuid) -> String {
    client.simple().to_string()[22..].to_owned()
}
