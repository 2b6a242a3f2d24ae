//! A visit: everything that somebody on a client's website can do.

mod entrance;
mod files;
mod identity;
mod seen;
mod token;

pub(crate) use self::identity::is_given_by;
pub(crate) use self::token::{Identity, PreviewToken, Purpose, Token, Tokens};
use self::token::{Place, VisitorToken};
use crate::{
    Chat, ChatStore, ClientId, Conversation, ConversationId, ConversationQuery, Counter, CustomerId, Error, Limited,
    Message, MessageId, MessageKind, MessageStatus, Origin, Page, PageQuery, PageTold, Result, Said, SenderType,
    Signal, TenantScope, Timestamp, Typist, VisitedPage, VisitorDraft, Whom, Widget, WidgetId,
    commands::{NotePage, Reach, Reached, Say, is_of},
};
pub use entrance::{Boot, Framed, NoVisit, OpenVisit, OpenedVisit};
use futures_util::future::{join, try_join_all};
pub use seen::{Chain, VisitStretch};
use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// The right to hear what is meant for a visitor, for as long as its visit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct VisitTicket {
    client_id: ClientId,
    widget_id: WidgetId,
    customer_id: CustomerId,
}

impl VisitTicket {
    /// Whose widget it is.
    pub fn client_id(&self) -> ClientId {
        self.client_id
    }

    /// The widget.
    pub fn widget_id(&self) -> WidgetId {
        self.widget_id
    }

    /// Who the visitor is.
    pub fn customer_id(&self) -> CustomerId {
        self.customer_id
    }
}

/// One of a visitor's conversations as its list shows it.
#[derive(Clone, PartialEq, Debug)]
pub struct VisitedConversation {
    /// The conversation.
    pub conversation: Conversation,
    /// The last message that the visitor may see.
    pub last_message: Option<Message>,
    /// How many of the team's latest messages it has not read; of very many, no more than a page.
    pub unread_count: usize,
    /// Whether the team wrote something that has not come to it until now.
    pub has_news: bool,
}

/// A visit to a client's widget: the module as one website visitor may use it, who sees its own conversations and nothing else.
///
/// Records of others are reported as [`Error::NotFound`](crate::Error::NotFound), like those that do not exist.
#[derive(Debug)]
pub struct Visit {
    chat: Chat,
    client_id: ClientId,
    widget_id: WidgetId,
    widget_key: Box<str>,
    is_preview: bool,
    origin: Origin,
    customer_id: CustomerId,
    identity: Option<Box<Identity>>,
    expires_at: Timestamp,
    /// Where the visitor is, as far as it wants that to be known.
    page: Mutex<Option<Box<VisitedPage>>>,
}

impl Visit {
    /// The most conversations that a visitor is shown, the latest first.
    pub const CONVERSATIONS_MAX: usize = 20;
    /// How many messages a page of the history has.
    pub const HISTORY_PAGE: usize = 50;
    /// How many pages are looked through for one message that is not the team's alone.
    const PAGES_MAX: usize = 20;

    fn new(
        chat: Chat,
        widget: &Widget,
        origin: Origin,
        is_preview: bool,
        customer_id: CustomerId,
        identity: Option<Identity>,
        expires_at: Timestamp,
    ) -> Self {
        Self {
            chat,
            client_id: widget.client_id,
            widget_id: widget.id,
            widget_key: widget.public_key.as_str().into(),
            is_preview,
            origin,
            customer_id,
            identity: identity.map(Box::new),
            expires_at,
            page: Mutex::default(),
        }
    }

    /// Which page shows which widget.
    fn place(&self) -> Place {
        let (widget, origin) = (self.widget_key.to_string(), self.origin.to_string());
        Place { widget, origin, is_preview: self.is_preview }
    }

    /// Whose widget it is.
    pub fn client_id(&self) -> ClientId {
        self.client_id
    }

    /// The widget.
    pub fn widget_id(&self) -> WidgetId {
        self.widget_id
    }

    /// The origin of the page around the frame.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The customer that the visitor is, or becomes with its first message.
    pub fn customer_id(&self) -> CustomerId {
        self.customer_id
    }

    /// Whether the website vouches for who it is.
    pub fn is_identified(&self) -> bool {
        self.identity.is_some()
    }

    /// When the visitor has to prove anew where it is.
    pub fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    /// The module that is visited.
    pub fn chat(&self) -> &Chat {
        &self.chat
    }

    /// Takes one from what the visitor is allowed of `what`, and from what all visitors of the widget are.
    ///
    /// # Errors
    /// When nothing is left: how long to wait until there is.
    pub async fn allow(&self, what: Limited) -> Result<(), Duration> {
        let own = self.chat.allow(what, Whom::Visitor(self.customer_id));
        let (own, all) = join(own, self.chat.allow(what, Whom::Widget(self.widget_id))).await;
        own.and(all)
    }

    /// Whose records can be seen from here.
    pub fn scope(&self) -> TenantScope {
        // The token names the widget, and the widget's record its client.
        TenantScope::assume(self.client_id)
    }

    /// The way to where the visitor hears what is meant for it.
    pub fn ticket(&self) -> VisitTicket {
        VisitTicket { client_id: self.client_id, widget_id: self.widget_id, customer_id: self.customer_id }
    }

    /// Finds this visitor's conversations again, in a session that is not open yet; nothing for one who is found by its identity.
    pub fn visitor_token(&self) -> Option<String> {
        if self.is_identified() {
            return None;
        }
        let place = self.place();
        let token = VisitorToken { place, customer: self.customer_id };
        Some(self.chat.tokens().sign(token, self.chat.env().now()))
    }

    /// Whether the visitor's page may still show the widget.
    ///
    /// # Errors
    /// [`NoVisit::NotHere`] when it may not, [`NoVisit::Unavailable`].
    pub async fn check(&self) -> Result<(), NoVisit> {
        self.chat.check_visit(self).await
    }

    /// Whether somebody of the team is there.
    pub async fn is_team_present(&self) -> bool {
        !self.chat.presence().present(self.scope(), self.chat.env().now()).await.is_empty()
    }

    /// The visitor's conversations, those with the latest message first, at most [`Visit::CONVERSATIONS_MAX`].
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn conversations(&self) -> Result<Vec<VisitedConversation>> {
        let own = self.own_conversations().await?;
        try_join_all(own.into_iter().map(|conversation| self.listed(conversation))).await
    }

    /// Messages of one of the visitor's conversations, latest first. Those that the team writes to itself are not among them.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Unavailable`].
    pub async fn history(&self, conversation: ConversationId, query: PageQuery) -> Result<Page<Message>> {
        self.own(conversation).await?;
        let mut query = PageQuery { limit: query.limit.min(Self::HISTORY_PAGE), ..query };
        for _ in 1..Self::PAGES_MAX {
            let page = self.messages(conversation, query).await?;
            if !page.items.is_empty() || page.next.is_none() {
                return Ok(page);
            }
            query.after = page.next;
        }
        self.messages(conversation, query).await
    }

    /// Takes in what the visitor says. What it becomes is kept when this returns.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a draft that breaks a limit and for answers that are missing, [`Error::Forbidden`] when the widget
    /// wants to know who it is, [`Error::NotFound`] for a conversation that is not its own and a widget that does not work any
    /// more, [`Error::Unavailable`].
    pub async fn send(&self, draft: &VisitorDraft) -> Result<Said> {
        let page = self.page();
        let command = Say {
            widget: self.widget_id,
            widget_key: &self.widget_key,
            customer: self.customer_id,
            identity: self.identity.as_deref(),
            page: page.as_deref(),
            draft,
        };
        let said = self.chat.executor().execute(None, self.scope(), &command).await?;
        // Who is blocked is answered like one whose widget does not work any more.
        said.ok_or(Error::NotFound("widget"))
    }

    /// Notes that something the team wrote has come to the visitor's browser; of `None`, everything in the conversation.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Unavailable`].
    pub async fn received(&self, conversation: ConversationId, message: Option<MessageId>) -> Result<()> {
        let reached = message.map_or(Reached::All, Reached::One);
        self.reach(conversation, reached, MessageStatus::Delivered).await
    }

    /// Notes that the visitor has read what the team wrote in a conversation.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Unavailable`].
    pub async fn mark_read(&self, conversation: ConversationId) -> Result<()> {
        self.reach(conversation, Reached::All, MessageStatus::Read).await
    }

    /// Tells the team that the visitor started or stopped typing.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Unavailable`].
    pub async fn typing(&self, conversation: ConversationId, is_typing: bool) -> Result<()> {
        self.own(conversation).await?;
        self.chat.signals().send(Signal::Typing {
            client_id: self.client_id,
            conversation_id: conversation,
            customer_id: Some(self.customer_id),
            typist: Typist::Customer(self.customer_id),
            name: None,
            is_typing,
        });
        Ok(())
    }

    /// Notes where the visitor is, for as long as it consents to that being told, or that it does not any more. The team sees it
    /// once there is a conversation.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn show_page(&self, told: Option<&PageTold>) -> Result<()> {
        let page = told.and_then(|told| VisitedPage::read(told, &self.origin)).map(Box::new);
        *self.page.lock().unwrap_or_else(PoisonError::into_inner) = page.clone();
        let command = NotePage { widget: self.widget_id, customer: self.customer_id, page: page.as_deref() };
        self.chat.executor().execute(None, self.scope(), &command).await
    }

    /// Counts that the visitor has opened the widget.
    pub fn opened(&self) {
        self.chat.count_at((self.client_id, self.widget_id), Counter::Open, Some(&self.origin));
    }

    async fn reach(&self, conversation: ConversationId, reached: Reached, status: MessageStatus) -> Result<()> {
        let command = Reach { widget: self.widget_id, customer: self.customer_id, conversation, reached, status };
        self.chat.executor().execute(None, self.scope(), &command).await.map(drop)
    }

    async fn own(&self, id: ConversationId) -> Result<Conversation> {
        let found = self.store().conversation(self.scope(), id).await?;
        found.filter(|it| is_of(it, self.widget_id, self.customer_id)).ok_or(Error::NotFound("conversation"))
    }

    async fn own_conversations(&self) -> Result<Vec<Conversation>> {
        let query = ConversationQuery::of_visitor(self.customer_id);
        let page = PageQuery::first(Self::CONVERSATIONS_MAX);
        let page = self.store().conversations(self.scope(), &query, page).await?;
        Ok(page.items.into_iter().filter(|it| is_of(it, self.widget_id, self.customer_id)).collect())
    }

    async fn listed(&self, conversation: Conversation) -> Result<VisitedConversation> {
        let messages = self.messages(conversation.id, PageQuery::first(Self::HISTORY_PAGE)).await?.items;
        let theirs = messages.iter().filter(|message| message.sender_type != SenderType::Customer);
        let unread = theirs.filter(|message| message.status.climbs_to(MessageStatus::Read));
        let (unread_count, has_news) = unread.fold((0, false), |(count, has_news), message| {
            (count + 1, has_news || message.status.climbs_to(MessageStatus::Delivered))
        });
        let last_message = messages.into_iter().next();
        Ok(VisitedConversation { conversation, last_message, unread_count, has_news })
    }

    /// A page of what both sides may see; perhaps an empty one before the last.
    async fn messages(&self, conversation: ConversationId, query: PageQuery) -> Result<Page<Message>> {
        let page = self.store().messages(self.scope(), conversation, query).await?;
        let items = page.items.into_iter().filter(|message| message.kind == MessageKind::Reply).collect();
        Ok(Page { items, next: page.next })
    }

    fn page(&self) -> Option<Box<VisitedPage>> {
        self.page.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn store(&self) -> &dyn ChatStore {
        self.chat.store()
    }
}
