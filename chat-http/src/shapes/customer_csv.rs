//! Customers as rows of a table.

use crate::problem::Problem;
use chat_core::{
    Customer, CustomerId, CustomerIdentity, CustomerPatch, Error, FieldError, IdentityKey, IdentityKind, ImportMode,
    Imported, ImportedCustomer,
};
use csv::{ByteRecord, ReaderBuilder, StringRecord, Writer};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};

/// The columns of a table of customers.
const COLUMNS: [&str; 9] =
    ["id", "name", "email", "phone", "language", "whatsappPhone", "externalId", "attributes", "createdAt"];

/// What a spreadsheet takes for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The row that names the columns.
pub(crate) fn header_row() -> Vec<u8> {
    written(COLUMNS.map(str::to_owned))
}

/// A customer as a row. Of several identities of a kind the first is told.
pub(crate) fn row(customer: &Customer, identities: &[CustomerIdentity]) -> Vec<u8> {
    let first = |kind| identities.iter().find(|it| it.key.kind == kind).map(|it| it.key.value.clone());
    let attributes = (!customer.attributes.is_empty())
        .then(|| serde_json::to_string(&customer.attributes).expect("texts and numbers are JSON"));
    let language = customer.language.as_ref().map(ToString::to_string);
    written([
        customer.id.to_string(),
        harmless(customer.name.clone()),
        harmless(customer.email.clone().or_else(|| first(IdentityKind::Email))),
        harmless(customer.phone.clone()),
        harmless(language),
        harmless(first(IdentityKind::WhatsappPhone)),
        harmless(first(IdentityKind::External)),
        harmless(attributes),
        customer.created_at.to_string(),
    ])
}

/// A cell that no spreadsheet calculates.
fn harmless(text: Option<String>) -> String {
    let text = text.unwrap_or_default();
    if text.starts_with(FORMULA) { format!("'{text}") } else { text }
}

/// A cell as it was before [`harmless`].
fn plain(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).unwrap_or(cell)
}

fn written(cells: [String; COLUMNS.len()]) -> Vec<u8> {
    let mut writer = Writer::from_writer(Vec::new());
    writer.write_record(cells).expect("memory takes every row");
    writer.into_inner().expect("memory takes every row")
}

/// A table of customers that was handed in.
#[derive(Debug)]
pub(crate) struct CustomerTable(Vec<Result<ImportedCustomer, Vec<FieldError>>>);

impl CustomerTable {
    /// The largest table in bytes.
    pub(crate) const BYTES_MAX: usize = 5 * 1024 * 1024;
    /// The most rows beside the one that names the columns.
    const ROWS_MAX: usize = 10_000;

    /// Reads a table. A row that cannot be read does not keep the others from being.
    ///
    /// # Errors
    /// When the columns are not known, or there are too many rows.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Problem> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        let mut records = reader.byte_records();
        let header = records.next().and_then(Result::ok).and_then(|record| StringRecord::from_byte_record(record).ok());
        let header = header.ok_or_else(|| Problem::invalid("body", "the first row has to name the columns"))?;
        let columns = header.iter().map(column).collect::<Result<Vec<_>, _>>()?;
        let mut rows = Vec::new();
        for record in records {
            if rows.len() == Self::ROWS_MAX {
                return Err(Problem::invalid("body", format!("at most {} rows, please", Self::ROWS_MAX)));
            }
            rows.push(match record {
                Ok(record) => imported(&columns, record),
                Err(_) => Err(vec![FieldError::new("row", "it cannot be read")]),
            });
        }
        Ok(Self(rows))
    }

    /// The rows that can be read.
    pub(crate) fn rows(&self) -> Vec<ImportedCustomer> {
        self.0.iter().filter_map(|row| row.as_ref().ok()).cloned().collect()
    }
}

/// Which column a cell of the first row names.
fn column(name: &str) -> Result<&'static str, Problem> {
    let known = COLUMNS.into_iter().find(|column| column.eq_ignore_ascii_case(name.trim()));
    known.ok_or_else(|| {
        let shown: String = name.chars().take(64).collect();
        Problem::invalid("body", format!("there is no column `{shown}`; there are {}", COLUMNS.join(", ")))
    })
}

fn imported(columns: &[&'static str], record: ByteRecord) -> Result<ImportedCustomer, Vec<FieldError>> {
    let record = StringRecord::from_byte_record(record).map_err(|_| vec![FieldError::new("row", "it is not UTF-8")])?;
    if record.len() != columns.len() {
        let problem = format!("it has {} cells and not {}", record.len(), columns.len());
        return Err(vec![FieldError::new("row", problem)]);
    }
    let (mut identities, mut patch, mut wrong) = (Vec::new(), CustomerPatch::default(), Vec::new());
    for (column, cell) in columns.iter().zip(&record) {
        let text = plain(cell.trim());
        if text.is_empty() {
            continue;
        }
        let given = || Some(Some(text.to_owned()));
        match *column {
            "name" => patch.name = given(),
            "email" => {
                patch.email = given();
                identities.push(IdentityKey::new(IdentityKind::Email, text));
            }
            "phone" => patch.phone = given(),
            "language" => match text.parse() {
                Ok(language) => patch.language = Some(Some(language)),
                Err(problem) => wrong.push(FieldError::new("language", problem)),
            },
            "whatsappPhone" => identities.insert(0, IdentityKey::new(IdentityKind::WhatsappPhone, text)),
            "externalId" => identities.push(IdentityKey::new(IdentityKind::External, text)),
            "attributes" => match serde_json::from_str::<Map<String, Value>>(text) {
                Ok(attributes) => patch.attributes = attributes.into_iter().collect(),
                Err(_) => wrong.push(FieldError::new("attributes", "expected a JSON object")),
            },
            // An export tells these; they are ours to say.
            _ => {}
        }
    }
    if wrong.is_empty() { Ok(ImportedCustomer { identities, patch }) } else { Err(wrong) }
}

/// How customers are taken in.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub(crate) struct ImportQuery {
    /// Whether it is only looked what would become of the rows: then nothing is changed.
    #[serde(default)]
    dry_run: bool,
}

impl ImportQuery {
    pub(crate) fn mode(&self) -> ImportMode {
        if self.dry_run { ImportMode::DryRun } else { ImportMode::Keep }
    }
}

/// What became of the rows of a table.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CustomerImport)]
pub(crate) struct ImportReport {
    /// Whether nothing was changed.
    dry_run: bool,
    rows: usize,
    /// New customers.
    created: usize,
    /// Known ones that are different now.
    updated: usize,
    /// Known ones that were so already.
    unchanged: usize,
    failed: usize,
    /// Why, for the first 100 that failed.
    errors: Vec<RowFault>,
}

/// Why a row was not taken in.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CustomerImportFault)]
struct RowFault {
    /// Which row: 1 is the one after the columns' names.
    row: usize,
    /// The customer that has an identity of the row which is another's as well.
    #[schema(value_type = Option<String>, format = Uuid)]
    customer_id: Option<CustomerId>,
    errors: Vec<CellFault>,
}

/// What is wrong in a row.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CustomerImportCellFault)]
struct CellFault {
    field: String,
    problem: String,
}

impl ImportReport {
    const ERRORS_MAX: usize = 100;

    /// Puts together what became of the rows that could be read and of those that could not.
    ///
    /// # Errors
    /// When the store has failed on a row: what was taken in before stays, and the same table may be handed in again.
    pub(crate) fn new(
        query: &ImportQuery,
        table: CustomerTable,
        outcomes: Vec<chat_core::Result<Imported>>,
    ) -> Result<Self, Problem> {
        let mut report = Self { dry_run: query.dry_run, rows: table.0.len(), ..Self::default() };
        let mut outcomes = outcomes.into_iter();
        for (row, read) in (1..).zip(table.0) {
            let outcome = match read {
                Err(errors) => Err(Error::Invalid(errors)),
                Ok(_) => outcomes.next().expect("every row that was read was tried"),
            };
            match outcome {
                Ok(Imported::Created(_)) => report.created += 1,
                Ok(Imported::Updated(_)) => report.updated += 1,
                Ok(Imported::Unchanged(_)) => report.unchanged += 1,
                Err(error @ (Error::Unavailable(_) | Error::Forbidden)) => return Err(error.into()),
                Err(error) => report.fail(row, error),
            }
        }
        Ok(report)
    }

    fn fail(&mut self, row: usize, error: Error) {
        self.failed += 1;
        if self.errors.len() == Self::ERRORS_MAX {
            return;
        }
        let detail = error.to_string();
        let (customer_id, errors) = match error {
            Error::Invalid(errors) => (None, errors),
            Error::IdentityTaken { customer } => (Some(customer), vec![FieldError::new("row", detail)]),
            _ => (None, vec![FieldError::new("row", detail)]),
        };
        let told = |it: FieldError| CellFault { field: it.field.into_owned(), problem: it.problem };
        self.errors.push(RowFault { row, customer_id, errors: errors.into_iter().map(told).collect() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chat_core::Env;

    #[test]
    fn what_a_spreadsheet_would_calculate_is_written_as_text_and_read_as_it_was() {
        for text in ["=1+1", "+49 170", "-2", "@name", "plain", "'quoted'", ""] {
            let cell = harmless(Some(text.to_owned()));
            assert!(!cell.starts_with(FORMULA), "{cell}");
            assert_eq!(plain(&cell), text);
        }
        let env = Env::default();
        let name = Some("=HYPERLINK(\"https://evil.test\")".to_owned());
        let customer = Customer { name, ..Customer::new(env.id(), env.id(), env.now()) };
        let line = String::from_utf8(row(&customer, &[])).unwrap();
        assert!(line.contains(",\"'=HYPERLINK"), "{line}");
    }

    #[test]
    fn a_table_is_read_row_by_row() {
        let text = "\u{feff}Name,email,attributes\r\n\"Ann, B.\",ann@shop.test,\"{\"\"plan\"\":\"\"pro\"\"}\"\n,,\nx\ny,z@z,[]\n";
        let CustomerTable(rows) = CustomerTable::read(text.as_bytes()).unwrap();
        let first = rows[0].as_ref().unwrap();
        assert_eq!(first.patch.name, Some(Some("Ann, B.".into())));
        assert_eq!(first.identities, [IdentityKey::new(IdentityKind::Email, "ann@shop.test")]);
        assert_eq!(first.patch.attributes["plan"], "pro");
        assert_eq!(rows[1], Ok(ImportedCustomer::default()), "an empty cell says nothing");
        let wrong: Vec<_> = rows[2..].iter().map(|row| row.as_ref().unwrap_err()[0].field.as_ref()).collect();
        assert_eq!(wrong, ["row", "attributes"]);
        assert!(CustomerTable::read(b"shoe size\n").is_err() && CustomerTable::read(b"").is_err());
        let many = format!("name\n{}", "x\n".repeat(CustomerTable::ROWS_MAX + 1));
        assert!(CustomerTable::read(many.as_bytes()).is_err());
    }
}
