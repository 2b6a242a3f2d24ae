use super::{PageParams, words};
use crate::{extract::optional_text, problem::Problem};
use chat_core::{ClientId, Cursor, CustomerId, CustomerIdentity, IdentityId, IdentityKind, Page, PageQuery, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Somebody who writes to the client.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Customer {
    #[schema(value_type = String, format = Uuid)]
    id: CustomerId,
    #[schema(value_type = String, format = Uuid)]
    client_id: ClientId,
    name: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

impl From<chat_core::Customer> for Customer {
    fn from(record: chat_core::Customer) -> Self {
        let chat_core::Customer { id, client_id, name, created_at, updated_at, revision: _ } = record;
        Self { id, client_id, name, created_at, updated_at }
    }
}

/// Customers, the newest first.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CustomerList {
    items: Vec<Customer>,
    /// Where the next page starts; null on the last one.
    #[schema(value_type = Option<String>)]
    next_cursor: Option<Cursor>,
}

impl From<Page<chat_core::Customer>> for CustomerList {
    fn from(page: Page<chat_core::Customer>) -> Self {
        Self { items: page.items.into_iter().map(Customer::from).collect(), next_cursor: page.next }
    }
}

/// A customer with everything that identifies it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CustomerDetail {
    #[serde(flatten)]
    customer: Customer,
    /// The first learned first.
    identities: Vec<Identity>,
}

/// One of the things by which a customer is known.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Identity {
    #[schema(value_type = String, format = Uuid)]
    id: IdentityId,
    #[schema(schema_with = words::identity_kind)]
    kind: IdentityKind,
    value: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl CustomerDetail {
    pub(crate) fn new(customer: chat_core::Customer, identities: Vec<CustomerIdentity>) -> Self {
        Self { customer: customer.into(), identities: identities.into_iter().map(Identity::from).collect() }
    }
}

impl From<CustomerIdentity> for Identity {
    fn from(record: CustomerIdentity) -> Self {
        let CustomerIdentity { id, key, created_at, .. } = record;
        Self { id, kind: key.kind, value: key.value, created_at }
    }
}

/// Which customers are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CustomerQuery {
    /// A part of the name or of an identity, at most 256 bytes.
    #[serde(default, deserialize_with = "optional_text")]
    pub(crate) q: Option<String>,
    /// How many records at most: 50 when it is not given; what is above 200 counts as 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// The `nextCursor` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor>,
}

impl CustomerQuery {
    pub(crate) fn page(&self) -> Result<PageQuery, Problem> {
        PageParams { limit: self.limit, cursor: self.cursor }.query()
    }
}
