//! A filter as a condition of SQL. Whatever somebody has typed is bound, never written.

use super::text;
use crate::entity::{conversation::Column, customer, message};
use chat_core::{
    AttributeCondition, ConversationFilter, ConversationStatus, TenantScope, TimeCondition, TimeField, Unread, Viewer,
    WhichTeam, Who,
};
use sea_orm::{
    ColumnTrait, DbBackend, ExprTrait,
    sea_query::{Condition, Expr, LikeExpr, Query, SimpleExpr, Value as Bound},
};
use serde_json::Value;
use uuid::Uuid;

/// What is known where a filter is written.
#[derive(Clone, Copy)]
pub(super) struct Filtering<'a> {
    pub(super) backend: DbBackend,
    pub(super) scope: TenantScope,
    pub(super) viewer: &'a Viewer,
}

impl Filtering<'_> {
    /// The condition of a filter.
    pub(super) fn condition(self, filter: &ConversationFilter) -> Condition {
        match filter {
            ConversationFilter::All(all) => {
                all.iter().fold(Condition::all(), |condition, one| condition.add(self.condition(one)))
            }
            // Of no conditions none is met.
            ConversationFilter::Any(any) if any.is_empty() => Condition::all().add(never()),
            ConversationFilter::Any(any) => {
                any.iter().fold(Condition::any(), |condition, one| condition.add(self.condition(one)))
            }
            // What is neither true nor false is not met: its contrary is.
            ConversationFilter::Not(one) => {
                let is_not = Expr::case(self.condition(one), Expr::cust("0")).finally(Expr::cust("1"));
                Condition::all().add(SimpleExpr::Case(Box::new(is_not)).eq(Expr::cust("1")))
            }
            leaf => Condition::all().add(self.leaf(leaf)),
        }
    }

    fn leaf(self, leaf: &ConversationFilter) -> SimpleExpr {
        match leaf {
            ConversationFilter::All(_) | ConversationFilter::Any(_) | ConversationFilter::Not(_) => {
                unreachable!("these are no leaves")
            }
            ConversationFilter::Status(values) => is_status(values),
            ConversationFilter::Source(values) => one_of(Column::Source, values.iter().map(|it| it.as_str())),
            ConversationFilter::Assignee(values) => any(values.iter().map(|who| match who {
                Who::Me => self.viewer.agent.map_or_else(never, |agent| Column::AssigneeId.eq(agent.uuid())),
                Who::Nobody => Column::AssigneeId.is_null(),
                Who::Agent(agent) => Column::AssigneeId.eq(agent.uuid()),
            })),
            ConversationFilter::Team(values) => any(values.iter().map(|which| match which {
                WhichTeam::Mine => one_of(Column::TeamId, self.viewer.teams.iter().map(|team| team.uuid())),
                WhichTeam::None => Column::TeamId.is_null(),
                WhichTeam::Team(team) => Column::TeamId.eq(team.uuid()),
            })),
            ConversationFilter::Participant(values) => any(values.iter().map(|who| match who {
                Who::Me => self.viewer.agent.map_or_else(never, |agent| lists(Column::Participants, agent.uuid())),
                Who::Nobody => Column::Participants.eq("[]"),
                Who::Agent(agent) => lists(Column::Participants, agent.uuid()),
            })),
            ConversationFilter::Mentioned(values) => any(values.iter().map(|who| self.mentioned(*who))),
            ConversationFilter::Label(values) => any(values.iter().map(|label| lists(Column::Labels, label.uuid()))),
            ConversationFilter::Priority(values) => one_of(Column::Priority, values.iter().map(|it| it.as_str())),
            ConversationFilter::Customer(values) => one_of(Column::CustomerId, values.iter().map(|id| id.uuid())),
            ConversationFilter::Account(values) => one_of(Column::AccountId, values.iter().map(|id| id.uuid())),
            ConversationFilter::Widget(values) => one_of(Column::WidgetId, values.iter().map(|id| id.uuid())),
            ConversationFilter::Language(values) => any(values.iter().map(|wanted| self.speaks(wanted))),
            ConversationFilter::Unread(unread) => self.unread(*unread),
            ConversationFilter::Waiting(true) => Column::WaitingSince.is_not_null(),
            ConversationFilter::Waiting(false) => Column::WaitingSince.is_null(),
            ConversationFilter::Snoozed(true) => Column::SnoozedUntil.gt(self.viewer.now.millis()),
            ConversationFilter::Snoozed(false) => {
                Column::SnoozedUntil.is_null().or(Column::SnoozedUntil.lte(self.viewer.now.millis()))
            }
            ConversationFilter::Time(condition) => self.time(condition),
            ConversationFilter::Attribute(condition) => self.attribute(OWN_ATTRIBUTES, condition),
            ConversationFilter::CustomerAttribute(condition) => self.attribute(CUSTOMER_ATTRIBUTES, condition),
            ConversationFilter::Text(text) => self.text(text),
        }
    }

    /// Whether a note is meant for somebody. Who it is for stands in it as JSON, and nothing in one that is for nobody.
    fn mentioned(self, who: Who) -> SimpleExpr {
        let names = |id: Uuid| message::Column::Mentions.like(format!("%\"{id}\"%"));
        let is_meant = match who {
            Who::Me => {
                let teams = self.viewer.teams.iter().map(|team| names(team.uuid()));
                any(self.viewer.agent.map(|agent| names(agent.uuid())).into_iter().chain(teams))
            }
            Who::Nobody => all(std::iter::empty()),
            Who::Agent(agent) => names(agent.uuid()),
        };
        let notes = Query::select()
            .expr(Expr::cust("1"))
            .from(message::Entity)
            .and_where(message::Column::ClientId.eq(self.scope.client_id().uuid()))
            .and_where(Expr::cust("messages.conversation_id = conversations.id AND messages.mentions IS NOT NULL"))
            .and_where(is_meant)
            .to_owned();
        match who {
            Who::Nobody => Expr::exists(notes).not(),
            Who::Me | Who::Agent(_) => Expr::exists(notes),
        }
    }

    fn speaks(self, wanted: &str) -> SimpleExpr {
        let wanted = wanted.to_ascii_lowercase();
        let told = || match self.backend {
            // SQLite's lower() knows ASCII letters and no others; so does that of the C collation.
            DbBackend::Sqlite => Expr::cust("lower(conversations.language)"),
            _ => Expr::cust("lower(conversations.language COLLATE \"C\")"),
        };
        let regional = LikeExpr::new(format!("{}-%", text::escape(&wanted))).escape('\\');
        told().eq(wanted).or(told().like(regional))
    }

    fn unread(self, unread: Unread) -> SimpleExpr {
        // In the very words of their index.
        let by_team = Expr::cust("conversations.unread_count > 0");
        match (unread, self.viewer.agent) {
            (Unread::Nobody, _) => Expr::cust("conversations.unread_count <= 0"),
            (Unread::Team, _) | (Unread::Me, None) => by_team,
            (Unread::Me, Some(agent)) => {
                let noted = |what: &str| {
                    let sql = format!(
                        "(SELECT {what} FROM bookmarks WHERE bookmarks.conversation_id = conversations.id \
                         AND bookmarks.agent_id = $1)"
                    );
                    self.bound(&sql, &Bound::from(agent.uuid()))
                };
                let has_noted = noted("bookmarks.read_position < conversations.customer_position");
                // Whoever has noted nothing goes by the team.
                let is_new = Expr::case(Condition::all().add(noted("1").is_not_null()), has_noted).finally(by_team);
                SimpleExpr::Case(Box::new(is_new))
            }
        }
    }

    fn time(self, TimeCondition { field, after, before }: &TimeCondition) -> SimpleExpr {
        let column = match field {
            TimeField::Created => Column::CreatedAt,
            TimeField::Updated => Column::UpdatedAt,
            TimeField::LastMessage => Column::LastMessageAt,
            TimeField::WaitingSince => Column::WaitingSince,
            TimeField::FirstReplied => Column::FirstRepliedAt,
            TimeField::Closed => Column::ClosedAt,
            TimeField::SnoozedUntil => Column::SnoozedUntil,
        };
        let now = self.viewer.now;
        let bounds = [
            Some(column.is_not_null()),
            after.map(|after| column.gte(after.as_of(now).millis())),
            before.map(|before| column.lt(before.as_of(now).millis())),
        ];
        all(bounds.into_iter().flatten())
    }

    /// `held` is SQL for the attributes as JSON.
    fn attribute(self, held: &str, condition: &AttributeCondition) -> SimpleExpr {
        let AttributeCondition { name, any_of, above, below, exists } = condition;
        let of_kind = |kind| self.of_attribute(held, name, kind);
        let number = || of_kind(Kind::Number);
        let conditions = [
            exists.map(|exists| match exists {
                true => of_kind(Kind::Type).is_not_null(),
                false => of_kind(Kind::Type).is_null(),
            }),
            above.map(|bound| number().gt(bound)),
            below.map(|bound| number().lt(bound)),
            any_of.as_ref().map(|values| {
                any(values.iter().map(|value| match value {
                    Value::String(text) => of_kind(Kind::Text).eq(text.as_str()),
                    Value::Bool(truth) => of_kind(Kind::Truth).eq(truth.to_string()),
                    value => value.as_f64().map_or_else(never, |value| number().eq(value)),
                }))
            }),
        ];
        all(conditions.into_iter().flatten())
    }

    /// What an attribute has of a kind, or nothing.
    fn of_attribute(self, held: &str, name: &str, kind: Kind) -> SimpleExpr {
        let (sql, path) = match self.backend {
            DbBackend::Sqlite => {
                let sql = match kind {
                    Kind::Type => "json_type($held, $1)",
                    Kind::Text => {
                        "CASE json_type($held, $1) WHEN 'text' \
                         THEN json_extract($held, $1) END"
                    }
                    Kind::Number => {
                        "CASE WHEN json_type($held, $1) IN ('integer', 'real') \
                         THEN CAST(json_extract($held, $1) AS REAL) END"
                    }
                    Kind::Truth => {
                        "CASE WHEN json_type($held, $1) IN ('true', 'false') \
                         THEN json_type($held, $1) END"
                    }
                };
                (sql, format!("$.\"{name}\""))
            }
            _ => {
                let sql = match kind {
                    Kind::Type => "json_typeof($held::json -> $1)",
                    Kind::Text => {
                        "CASE json_typeof($held::json -> $1) WHEN 'string' \
                         THEN $held::json ->> $1 END"
                    }
                    Kind::Number => {
                        "CASE json_typeof($held::json -> $1) WHEN 'number' \
                         THEN ($held::json ->> $1)::double precision END"
                    }
                    Kind::Truth => {
                        "CASE json_typeof($held::json -> $1) WHEN 'boolean' \
                         THEN $held::json ->> $1 END"
                    }
                };
                (sql, name.to_owned())
            }
        };
        self.bound(&sql.replace("$held", held), &Bound::from(path))
    }

    /// A text of SQL in which `$1` stands for a value, as often as it is there.
    fn bound(self, sql: &str, value: &Bound) -> SimpleExpr {
        let mut parts = sql.split("$1");
        let mut text = parts.next().unwrap_or_default().to_owned();
        let mut count = 0;
        for part in parts {
            count += 1;
            match self.backend {
                DbBackend::Sqlite => text.push('?'),
                _ => text.push_str(&format!("${count}")),
            }
            text.push_str(part);
        }
        Expr::cust_with_values(text, vec![value.clone(); count])
    }

    fn text(self, wanted: &str) -> SimpleExpr {
        let called = Query::select()
            .column(customer::Column::Id)
            .from(customer::Entity)
            .and_where(customer::Column::ClientId.eq(self.scope.client_id().uuid()))
            .and_where(text::contains(self.backend, "customers.name", wanted))
            .to_owned();
        any([
            text::contains(self.backend, "conversations.subject", wanted),
            text::contains(self.backend, "conversations.customer_number", wanted),
            Column::CustomerId.in_subquery(called),
        ]
        .into_iter())
    }
}

/// The attributes of a conversation, as JSON.
const OWN_ATTRIBUTES: &str = "conversations.attributes";
/// The attributes of its customer, as JSON; nothing where there are none.
const CUSTOMER_ATTRIBUTES: &str =
    "(SELECT customers.attributes FROM customers WHERE customers.id = conversations.customer_id)";

/// What an attribute may be looked at as.
#[derive(Clone, Copy)]
enum Kind {
    Type,
    Text,
    Number,
    Truth,
}

/// In words of a closed set, so that the indexes which say them are found.
fn is_status(values: &[ConversationStatus]) -> SimpleExpr {
    match values {
        [] => never(),
        [one] => Expr::cust(format!("conversations.status = '{one}'")),
        many => {
            let words: Vec<String> = many.iter().map(|one| format!("'{one}'")).collect();
            Expr::cust(format!("conversations.status IN ({})", words.join(", ")))
        }
    }
}

/// Whether a column has one of the values.
fn one_of<T: Into<Bound>>(column: Column, values: impl Iterator<Item = T>) -> SimpleExpr {
    let mut values: Vec<Bound> = values.map(Into::into).collect();
    match values.len() {
        0 => never(),
        1 => column.eq(values.remove(0)),
        _ => column.is_in(values),
    }
}

/// Whether a list of ids holds one.
fn lists(column: Column, id: Uuid) -> SimpleExpr {
    column.like(format!("%{}%", id.simple()))
}

fn never() -> SimpleExpr {
    Expr::cust("1 = 0")
}

fn any(conditions: impl Iterator<Item = SimpleExpr>) -> SimpleExpr {
    conditions.reduce(|one, other| one.or(other)).unwrap_or_else(never)
}

fn all(conditions: impl Iterator<Item = SimpleExpr>) -> SimpleExpr {
    conditions.reduce(|one, other| one.and(other)).unwrap_or_else(|| Expr::cust("1 = 1"))
}
