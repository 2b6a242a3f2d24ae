use sea_orm::{
    DbBackend, ExprTrait,
    sea_query::{Expr, LikeExpr, SimpleExpr},
};

/// Whether a column contains `text`, whatever the case of ASCII letters.
pub(super) fn contains(backend: DbBackend, column: &'static str, text: &str) -> SimpleExpr {
    let pattern = LikeExpr::new(format!("%{}%", escape(text))).escape('\\');
    match backend {
        // SQLite's LIKE is blind to the case of ASCII letters and of no others.
        DbBackend::Sqlite => Expr::cust(column).like(pattern),
        // So is lower() under the C collation.
        _ => {
            let text = text.to_ascii_lowercase();
            let pattern = LikeExpr::new(format!("%{}%", escape(&text))).escape('\\');
            Expr::cust(format!("lower({column} COLLATE \"C\")")).like(pattern)
        }
    }
}

/// The text with everything that LIKE takes for a sign of its own marked as meant.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 2);
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
