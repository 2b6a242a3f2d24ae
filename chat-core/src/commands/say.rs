use super::{
    attached,
    draft::Draft,
    hold_back::{self, Unheard, hold_back},
    letter::Letter,
};
use crate::{
    Action, Attachment, AttachmentId, Changes, ChatStore, ContentType, Conversation, ConversationId, ConversationQuery,
    ConversationStatus, Count, Counter, Customer, CustomerId, CustomerIdentity, Day, Env, Error, FieldError, FieldType,
    FormField, HeldBack, IdentityKey, IdentityKind, Message, PageQuery, PreChatForm, Result, SenderType, Source,
    TenantScope, Timestamp, Uploader, VisitContext, VisitedPage, Widget, WidgetId, WidgetStatus, executor::Command,
    text::clean, visit::Identity,
};
use async_trait::async_trait;
use serde_json::{Map, Value};
use std::{collections::BTreeMap, hash::Hash};

/// What a visitor wants to say.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct VisitorDraft {
    /// Where; without one in the conversation that is active, or in a new one.
    pub conversation: Option<ConversationId>,
    /// The text: 1 to [`Draft::CHARS_MAX`] characters that are not all white space; with files it may be empty.
    pub content: String,
    /// The files that go with it, in order: at most [`Message::FILES_MAX`] that the visitor has uploaded and not sent yet.
    pub attachment_ids: Vec<AttachmentId>,
    /// The visitor's own name for the message, 1 to [`Message::CLIENT_ID_MAX`] bytes: a second draft of the same name is answered
    /// with the first one's message.
    pub client_message_id: String,
    /// What it answered before the chat, by the names of the form's fields.
    pub answers: Map<String, Value>,
    /// What the page says of it. Of much or of what is no plain value, only a part is kept.
    pub attributes: Map<String, Value>,
}

/// What became of what a visitor said.
#[derive(Clone, PartialEq, Debug)]
pub struct Said {
    /// The message.
    pub message: Message,
    /// Where it stands.
    pub conversation: Conversation,
}

/// Takes in what a website visitor wrote. The first message makes the customer and the conversation; a closed one is reopened by a
/// message into it, and an archived one is followed by another.
#[derive(Debug)]
pub(crate) struct Say<'a> {
    pub(crate) widget: WidgetId,
    pub(crate) widget_key: &'a str,
    /// Whom the visitor has shown to be.
    pub(crate) customer: CustomerId,
    pub(crate) identity: Option<&'a Identity>,
    pub(crate) page: Option<&'a VisitedPage>,
    pub(crate) draft: &'a VisitorDraft,
}

#[derive(Debug)]
pub(crate) struct SayState {
    widget: Widget,
    customer: Option<Customer>,
    identities: Vec<CustomerIdentity>,
    /// What the draft became when it came before.
    known: Option<Said>,
    conversation: Option<Conversation>,
    files: Vec<Attachment>,
    /// Whether it was held back before.
    was_held_back: bool,
}

#[async_trait]
impl Command for Say<'_> {
    type State = SayState;
    /// Nothing when the customer is blocked: what it said is kept out of the inbox.
    type Output = Option<Said>;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.identity.map_or_else(|| visitor_key(self.customer), |identity| identity.key(self.widget_key))
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<SayState> {
        self.draft.check()?;
        let widget = store.widget(scope, self.widget).await?;
        let widget = widget.filter(|it| it.status == WidgetStatus::Active).ok_or(Error::NotFound("widget"))?;
        let files = attached::load(store, scope, &self.draft.attachment_ids).await?;
        let Some(customer) = self.known_customer(store, scope).await? else {
            let stranger = SayState {
                widget,
                customer: None,
                identities: vec![],
                known: None,
                conversation: None,
                files,
                was_held_back: false,
            };
            return match self.draft.conversation {
                Some(_) => Err(Error::NotFound("conversation")),
                None => Ok(stranger),
            };
        };
        let identities = store.identities(scope, customer.id).await?;
        let conversation = self.conversation(store, scope, customer.id).await?;
        let known = self.known(store, scope, customer.id, conversation.as_ref()).await?;
        let is_blocked = customer.is_blocked_on(&Source::WEBSITE);
        let was_held_back = is_blocked && hold_back::is_known(store, scope, &self.name(&customer)).await?;
        Ok(SayState { widget, customer: Some(customer), identities, known, conversation, files, was_held_back })
    }

    fn decide(&self, state: SayState, scope: TenantScope, env: &Env) -> Result<(Option<Said>, Changes)> {
        let SayState { widget, mut customer, identities, known, conversation, files, was_held_back } = state;
        if let Some(customer) = customer.take_if(|customer| customer.is_blocked_on(&Source::WEBSITE)) {
            let changes = match was_held_back {
                true => Changes::none(),
                false => hold_back(self.unheard(&customer), customer, scope, env),
            };
            return Ok((None, changes));
        }
        if let Some(said) = known {
            return Ok((Some(said), Changes::none()));
        }
        if widget.settings.require_identity && self.identity.is_none() {
            return Err(Error::Forbidden);
        }
        attached::fitting(&files, &self.draft.attachment_ids, Uploader::Visitor(self.customer))?;
        let is_stranger = customer.is_none() && self.identity.is_none();
        let answers = answers(&widget.settings.pre_chat_form, &self.draft.answers, is_stranger)?;
        let called = answers.get("name").and_then(Value::as_str).filter(|name| !name.is_empty()).map(ToOwned::to_owned);
        let name = self.identity.and_then(|identity| identity.name.clone()).or(called);
        let context = self.context(conversation.as_ref(), answers, env.now());
        let key = self.identity.map_or_else(|| visitor_key(self.customer), |it| it.key(self.widget_key));
        // What somebody says of itself on a website changes no name that is known.
        let name = name.filter(|_| customer.as_ref().is_none_or(|customer| customer.name.is_none()));
        let letter = Letter {
            source: &Source::WEBSITE,
            account_id: None,
            widget_id: Some(widget.id),
            customer,
            customer_id: Some(self.customer),
            name: name.as_deref(),
            username: None,
            sender_name: None,
            number: None,
            identities: &[key],
            known_identities: &identities,
            conversation,
            context: Some(Box::new(context)),
            content_type: ContentType::TEXT,
            content: &self.draft.content,
            files,
            payload: None,
            reply_to: None,
            external_id: None,
            client_message_id: Some(&self.draft.client_message_id),
            sent_at: None,
            reply_until: None,
            awaits_files: false,
            amended: None,
            beside: None,
        };
        let (posted, changes) = letter.post(scope, env);
        let changes = changes.count(self.counted(Counter::Message, scope, env));
        let changes = match posted.message.position {
            1 => changes.count(self.counted(Counter::Conversation, scope, env)),
            _ => changes,
        };
        Ok((Some(Said { message: posted.message, conversation: posted.conversation }), changes))
    }
}

impl Say<'_> {
    /// How many of the conversation's latest messages are looked through for one that came under another identity.
    const LOOKED_THROUGH: usize = 20;

    /// What the message is called among all that is held back.
    fn name(&self, customer: &Customer) -> String {
        format!("visitor/{}/{}", customer.id, self.draft.client_message_id)
    }

    fn unheard(&self, customer: &Customer) -> Unheard {
        let message = HeldBack {
            source: Source::WEBSITE,
            account_id: None,
            widget_id: Some(self.widget),
            content_type: ContentType::TEXT,
            content: clean(&self.draft.content, Message::TEXT_MAX),
            payload: None,
            external_id: None,
            sent_at: None,
        };
        Unheard { name: self.name(customer), message }
    }

    /// The customer by its identity; or whoever it has been until now, if it has written.
    async fn known_customer(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Option<Customer>> {
        if let Some(identity) = self.identity
            && let Some(customer) = store.customer_at(scope, &identity.key(self.widget_key)).await?
        {
            return Ok(Some(customer));
        }
        Ok(store.customer(scope, self.customer).await?)
    }

    /// Where the message goes; nothing when it begins a conversation.
    async fn conversation(
        &self,
        store: &dyn ChatStore,
        scope: TenantScope,
        customer: CustomerId,
    ) -> Result<Option<Conversation>> {
        if let Some(id) = self.draft.conversation {
            let named = store.conversation(scope, id).await?;
            let named = named.filter(|it| is_of(it, self.widget, customer)).ok_or(Error::NotFound("conversation"))?;
            if named.status != ConversationStatus::Archived {
                return Ok(Some(named));
            }
        }
        let query = ConversationQuery::open_of_visitor(customer);
        let page = store.conversations(scope, &query, PageQuery::default()).await?;
        Ok(page.items.into_iter().find(|it| is_of(it, self.widget, customer)))
    }

    async fn known(
        &self,
        store: &dyn ChatStore,
        scope: TenantScope,
        customer: CustomerId,
        conversation: Option<&Conversation>,
    ) -> Result<Option<Said>> {
        let name = &self.draft.client_message_id;
        let mut known = store.message_by_client_id(scope, customer.into(), name).await?;
        if let (None, Some(_), Some(conversation)) = (&known, self.identity, conversation) {
            // It may have been sent before the visitor was identified, and the answer been lost.
            let latest = store.messages(scope, conversation.id, PageQuery::first(Self::LOOKED_THROUGH)).await?;
            known = latest.items.into_iter().find(|message| {
                message.sender_type == SenderType::Customer && message.client_message_id.as_ref() == Some(name)
            });
        }
        let Some(message) = known else { return Ok(None) };
        let conversation = store.conversation(scope, message.conversation_id).await?;
        Ok(conversation.map(|conversation| Said { message, conversation }))
    }

    /// Of messages and conversations none is counted twice, nor forgotten: it is part of their commit.
    fn counted(&self, counter: Counter, scope: TenantScope, env: &Env) -> Count {
        let (client_id, widget_id, day) = (scope.client_id(), self.widget, Day::of(env.now()));
        Count { client_id, widget_id, day, counter, origin: String::new(), count: 1 }
    }

    fn context(
        &self,
        conversation: Option<&Conversation>,
        answers: BTreeMap<String, Value>,
        now: Timestamp,
    ) -> VisitContext {
        let before = conversation.and_then(|conversation| conversation.context.as_deref());
        let mut context = before.cloned().unwrap_or_default();
        if let Some(identity) = self.identity {
            context.is_identified = true;
            context.email.clone_from(&identity.email);
        }
        if self.page.is_some() {
            context.come_to(self.page, now);
        }
        context.answers.extend(answers);
        context.attributes.extend(VisitContext::attributes(&self.draft.attributes));
        while context.attributes.len() > VisitContext::ATTRIBUTES_MAX {
            context.attributes.pop_last();
        }
        context
    }
}

impl VisitorDraft {
    fn check(&self) -> Result<()> {
        let client_message_id = Some(self.client_message_id.clone());
        let attachment_ids = self.attachment_ids.clone();
        Draft { client_message_id, attachment_ids, ..Draft::text(self.content.as_str()) }.check()
    }
}

/// Whether a conversation is one of a customer in a widget.
pub(crate) fn is_of(conversation: &Conversation, widget: WidgetId, customer: CustomerId) -> bool {
    conversation.customer_id == Some(customer)
        && conversation.widget_id == Some(widget)
        && conversation.source == Source::WEBSITE
}

/// What finds a visitor for whom nobody vouches.
fn visitor_key(customer: CustomerId) -> IdentityKey {
    IdentityKey::new(IdentityKind::Visitor, customer.to_string())
}

/// The answers to the fields that the form has. A stranger has to give those that are required.
fn answers(form: &PreChatForm, given: &Map<String, Value>, is_stranger: bool) -> Result<BTreeMap<String, Value>> {
    let (mut answers, mut wrong) = (BTreeMap::new(), Vec::new());
    for field in &form.fields {
        let answer = given.get(&field.name).and_then(|value| answer(field, value));
        match answer {
            Some(answer) => drop(answers.insert(field.name.clone(), answer)),
            None if field.required && is_stranger => {
                let problem = match field.kind {
                    FieldType::Email => "expected an e-mail address",
                    FieldType::Consent => "has to be agreed to",
                    FieldType::Checkbox => "has to be ticked",
                    FieldType::Select => "expected one of the options",
                    FieldType::Text | FieldType::Phone => "has to be filled in",
                };
                wrong.push(FieldError::new(format!("answers.{}", field.name), problem));
            }
            None => {}
        }
    }
    if wrong.is_empty() { Ok(answers) } else { Err(Error::Invalid(wrong)) }
}

/// An answer that fits a field.
fn answer(field: &FormField, value: &Value) -> Option<Value> {
    match field.kind {
        FieldType::Checkbox | FieldType::Consent => {
            let is_ticked = value.as_bool()?;
            (is_ticked || !field.required).then_some(Value::Bool(is_ticked))
        }
        FieldType::Text | FieldType::Email | FieldType::Phone | FieldType::Select => {
            let text = clean(value.as_str()?.trim(), VisitContext::TEXT_MAX);
            let fits = match field.kind {
                FieldType::Email => {
                    text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
                }
                FieldType::Select => field.options.iter().any(|option| option.value == text),
                _ => !text.is_empty(),
            };
            fits.then_some(Value::String(text))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FormOption;
    use serde_json::json;

    fn form() -> PreChatForm {
        let field = |name: &str, kind, required| FormField {
            name: name.into(),
            kind,
            label: BTreeMap::new(),
            required,
            options: vec![],
            link: None,
        };
        let option = |value: &str| FormOption { value: value.into(), label: BTreeMap::new() };
        let topic =
            FormField { options: vec![option("order"), option("other")], ..field("topic", FieldType::Select, false) };
        PreChatForm {
            fields: vec![
                field("name", FieldType::Text, true),
                field("email", FieldType::Email, true),
                field("terms", FieldType::Consent, true),
                field("news", FieldType::Checkbox, false),
                topic,
            ],
        }
    }

    fn given(value: Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn the_form_decides_which_answers_are_kept() {
        let told = given(json!({
            "name": " Ann ", "email": "ann@shop.test", "terms": true, "news": false, "topic": "order", "else": "x",
        }));
        let kept = answers(&form(), &told, true).unwrap();
        let expected =
            json!({ "name": "Ann", "email": "ann@shop.test", "terms": true, "news": false, "topic": "order" });
        assert_eq!(json!(kept), expected);
    }

    #[test]
    fn a_stranger_is_told_every_answer_that_is_missing_or_does_not_fit() {
        let told = given(json!({ "name": "  ", "email": "ann", "terms": false, "news": "yes", "topic": "weather" }));
        let Err(Error::Invalid(wrong)) = answers(&form(), &told, true) else { panic!("they do not fit") };
        let fields: Vec<_> = wrong.iter().map(|wrong| wrong.field.as_ref()).collect();
        assert_eq!(fields, ["answers.name", "answers.email", "answers.terms"]);
        assert_eq!(answers(&form(), &told, false).unwrap(), BTreeMap::new(), "who is known has answered before");
    }
}
