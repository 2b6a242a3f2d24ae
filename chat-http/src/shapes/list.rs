use super::words;
use crate::{extract::how_many, problem::Problem};
use chat_core::{Cursor, PageQuery};
use serde::Deserialize;
use utoipa::IntoParams;

/// Which part of a list is wanted.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageParams {
    /// How many records at most: 50 when it is not given; what is above 200 counts as 200.
    #[serde(default, deserialize_with = "how_many")]
    #[param(schema_with = words::how_many)]
    pub(super) limit: Option<u32>,
    /// The `nextCursor` of the page before.
    #[param(schema_with = words::cursor)]
    pub(super) cursor: Option<Cursor>,
}

impl PageParams {
    pub(crate) fn query(self) -> Result<PageQuery, Problem> {
        Ok(PageQuery { limit: page_limit(self.limit)?, after: self.cursor })
    }
}

/// How many records a page has.
pub(super) fn page_limit(given: Option<u32>) -> Result<usize, Problem> {
    limit(given, PageQuery::default().limit, PageQuery::LIMIT_MAX)
}

/// How many records are wanted.
pub(super) fn limit(given: Option<u32>, default: usize, max: usize) -> Result<usize, Problem> {
    match given {
        None => Ok(default),
        Some(0) => Err(Problem::invalid("limit", format!("1 to {max}, please"))),
        Some(limit) => Ok(usize::try_from(limit).unwrap_or(max).min(max)),
    }
}
