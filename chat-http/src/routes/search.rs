use crate::{
    extract::{Query, Signed},
    problem::Problem,
    shapes::{ConversationCriteria, SearchParams, SearchResults},
};

/// Looks for messages and customers by their words, those that fit best first.
///
/// Every word of `q` has to be there, in small or capital letters, with or without accents; the last one may be the beginning of a word
/// unless a space follows it. Texts of scripts that write no spaces are found by any part of them, and customers by three characters or
/// more from within a word of their name, e-mail address or phone number, which with `in=customers` is found however it is written.
/// Messages are looked for where their conversations meet the criteria, which are those of the list of conversations; with any criterion no
/// customers are found.
///
/// What fits best is told of the latest 200 that were found, then of the 200 before them, and so on: whole words before beginnings,
/// beginnings before other parts, words that follow each other as they do in `q`, short texts, customers before messages. Of what fits
/// alike the latest comes first.
#[utoipa::path(
    get,
    path = "/api/v1/search",
    tag = "search",
    operation_id = "search",
    params(SearchParams, ConversationCriteria),
    responses((status = 200, description = "A page of what was found", body = SearchResults)),
)]
pub(crate) async fn search(
    Signed(desk): Signed,
    Query(params): Query<SearchParams>,
    Query(criteria): Query<ConversationCriteria>,
) -> Result<axum::Json<SearchResults>, Problem> {
    let (query, page) = (params.query(criteria)?, params.page()?);
    let found = desk.search(&query, params.order, page).await?;
    Ok(axum::Json(SearchResults::new(&query, found, desk.chat().links())))
}
