//! How a visitor comes in: from the page of a website, by its frame, to its socket.

use super::{
    Visit,
    identity::{is_given_by, proven},
    token::{BootToken, FrameToken, Identity, Place, PreviewToken, Token as _, VisitToken, VisitorToken},
};
use crate::{
    Caller, Chat, Counter, CustomerId, Error, Limited, Origin, Result, Source, StoreError, TenantScope, Whom, Widget,
    WidgetStatus, commands::Identify, may_embed,
};
use std::{fmt, time::Duration};

/// Why somebody is not let in as a visitor.
#[derive(Debug, thiserror::Error)]
pub enum NoVisit {
    /// There is no such widget, it does not work, it may not appear on that page, or the token is not one of ours for this
    /// purpose, this widget and this moment: which of them is never told.
    #[error("the chat is not available here")]
    NotHere,
    /// What the website says of its visitor's identity is not proven, or not any more.
    #[error("the identity is not proven")]
    NotIdentified,
    /// It asked too often: how long to wait.
    #[error("that was too much for now")]
    TooMany(Duration),
    /// Nobody can tell now.
    #[error("the store is not available")]
    Unavailable(#[source] Error),
}

impl From<Error> for NoVisit {
    fn from(error: Error) -> Self {
        Self::Unavailable(error)
    }
}

impl From<StoreError> for NoVisit {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.into())
    }
}

impl From<Duration> for NoVisit {
    fn from(wait: Duration) -> Self {
        Self::TooMany(wait)
    }
}

/// What a page gets that may show a widget.
pub struct Boot {
    /// The widget.
    pub widget: Widget,
    /// The page's origin.
    pub origin: Origin,
    /// Proves to [`Chat::open_visit`] for five minutes that a page of this origin asked. For the frame's eyes alone.
    pub boot: String,
    /// Opens the frame's document for five minutes ([`Chat::framed`]). It may stand in an address: all that it opens can be
    /// shown by pages of this origin only.
    pub frame: String,
}

impl fmt::Debug for Boot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Boot").field("widget", &self.widget.id).field("origin", &self.origin).finish_non_exhaustive()
    }
}

/// Which page may show a frame.
#[derive(Clone, PartialEq, Debug)]
pub struct Framed {
    /// The widget.
    pub widget: Widget,
    /// The one origin whose pages may.
    pub origin: Origin,
}

/// What a frame shows to begin or to go on with a visit.
#[derive(Clone, Copy)]
pub struct OpenVisit<'a> {
    /// The public key of the widget that the frame belongs to.
    pub key: &'a str,
    /// [`Boot::boot`], which the frame was handed by its page.
    pub boot: &'a str,
    /// [`OpenedVisit::visitor`] of the session before, if the frame remembers one. One that does not fit finds nothing.
    pub visitor: Option<&'a str>,
    /// What the website says of who its visitor is: a JWT that one of the widget's keys signs, with `sub`, `aud` (the widget's
    /// public key), `exp` (at most 24 hours from now) and perhaps `name` and `email`; or, by a key of the legacy kind,
    /// `<user id>.<HMAC-SHA-256 of the user id in hexadecimal digits>`.
    pub identity: Option<&'a str>,
    /// Where the request comes from.
    pub caller: Option<Caller>,
}

impl fmt::Debug for OpenVisit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenVisit").field("key", &self.key).field("caller", &self.caller).finish_non_exhaustive()
    }
}

/// A visit that was opened.
pub struct OpenedVisit {
    /// The widget, with all that the frame has to know of it.
    pub widget: Widget,
    /// The origin of the page around the frame.
    pub origin: Origin,
    /// Opens the socket ([`Chat::visit`]).
    pub token: String,
    /// How long the token does.
    pub expires_in: Duration,
    /// Finds the conversations again for a year, given with every session. The frame hands it back with the next one, and keeps
    /// it beyond the page only once the visitor has written. An identified visitor is found by its identity and has none.
    pub visitor: Option<String>,
    /// Whether the website vouches for who it is.
    pub is_identified: bool,
}

impl fmt::Debug for OpenedVisit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("OpenedVisit");
        out.field("widget", &self.widget.id).field("origin", &self.origin);
        out.field("is_identified", &self.is_identified).finish_non_exhaustive()
    }
}

/// What is done for visitors, who have not signed in anywhere.
impl Chat {
    /// How many merges of customers in a row are followed.
    const MERGES_MAX: usize = 8;

    /// Lets a page show a widget that was just loaded, by the `Origin` that its browser names, and counts that.
    ///
    /// # Errors
    /// [`NoVisit::NotHere`] unless the widget may appear there, [`NoVisit::TooMany`], [`NoVisit::Unavailable`].
    pub async fn boot(&self, key: &str, origin: &str, caller: Option<Caller>) -> Result<Boot, NoVisit> {
        self.begin(Place::on_page(key, origin), Some(Counter::Load), caller).await
    }

    /// The same for a page that was let in before and has to prove itself again: that is no further load.
    ///
    /// # Errors
    /// Those of [`Chat::boot`].
    pub async fn boot_again(&self, key: &str, origin: &str, caller: Option<Caller>) -> Result<Boot, NoVisit> {
        self.begin(Place::on_page(key, origin), None, caller).await
    }

    /// Lets a page of the module's own show a widget to an agent, by the ticket of [`Desk::preview`](crate::Desk::preview). The
    /// caller has made sure that the page is one: the browser says whether a request comes from the same origin.
    ///
    /// # Errors
    /// [`NoVisit::NotHere`] for a ticket that does not fit, [`NoVisit::TooMany`], [`NoVisit::Unavailable`].
    pub async fn boot_preview(
        &self,
        key: &str,
        ticket: &str,
        origin: &str,
        caller: Option<Caller>,
    ) -> Result<Boot, NoVisit> {
        let read = self.tokens().read::<PreviewToken>(ticket, self.env().now());
        let (PreviewToken { widget }, _) = read.filter(|(token, _)| token.widget == key).ok_or(NoVisit::NotHere)?;
        self.begin(Place { widget, origin: origin.to_owned(), is_preview: true }, None, caller).await
    }

    async fn begin(&self, place: Place, counter: Option<Counter>, caller: Option<Caller>) -> Result<Boot, NoVisit> {
        self.allow_caller(Limited::Read, caller).await?;
        let (widget, origin, may_appear) = self.asked_for(&place).await?;
        if !may_appear {
            self.count(&widget, Counter::Blocked, Some(&origin));
            return Err(NoVisit::NotHere);
        }
        self.allow(Limited::Read, Whom::Widget(widget.id)).await?;
        if let Some(counter) = counter {
            self.count(&widget, counter, Some(&origin));
        }
        let (tokens, now) = (self.tokens(), self.env().now());
        let place = Place { origin: origin.to_string(), ..place };
        let (boot, frame) = (tokens.sign(BootToken(place.clone()), now), tokens.sign(FrameToken(place), now));
        Ok(Boot { widget, origin, boot, frame })
    }

    /// Which page may show the frame that a ticket opens.
    ///
    /// # Errors
    /// [`NoVisit::NotHere`] for a ticket that does not fit, [`NoVisit::Unavailable`].
    pub async fn framed(&self, key: &str, ticket: &str) -> Result<Framed, NoVisit> {
        let read = self.tokens().read::<FrameToken>(ticket, self.env().now());
        let (FrameToken(place), _) = read.filter(|(token, _)| token.0.widget == key).ok_or(NoVisit::NotHere)?;
        let (widget, origin) = self.admitted(&place).await?;
        Ok(Framed { widget, origin })
    }

    /// Begins a visit, or goes on with one. Nothing is written for a visitor who is unknown: that begins with its first message.
    ///
    /// What an anonymous visitor wrote becomes that of the identified one as which it comes back, once and for good. Nobody gets
    /// what another identified visitor wrote.
    ///
    /// # Errors
    /// [`NoVisit::NotIdentified`] for an identity that is not proven, besides those of [`Chat::boot`].
    pub async fn open_visit(&self, open: OpenVisit<'_>) -> Result<OpenedVisit, NoVisit> {
        self.allow_caller(Limited::Write, open.caller).await?;
        let (tokens, now) = (self.tokens(), self.env().now());
        let read = tokens.read::<BootToken>(open.boot, now);
        let (BootToken(place), _) = read.filter(|(token, _)| token.0.widget == open.key).ok_or(NoVisit::NotHere)?;
        let (widget, origin) = self.admitted(&place).await?;
        self.allow(Limited::Write, Whom::Widget(widget.id)).await?;

        let before = open.visitor.and_then(|token| tokens.read::<VisitorToken>(token, now));
        let before = before.filter(|(token, _)| token.place == place).map(|(token, _)| token.customer);
        let before = match before {
            Some(customer) => Some(self.merged(&widget, customer).await?),
            None => None,
        };
        let (customer, identity) = match open.identity {
            Some(proof) => self.identified(&widget, proof, before).await?,
            None => (self.anonymous(&widget, before).await?, None),
        };
        self.heard(&widget, customer).await?;
        let is_identified = identity.is_some();
        let visitor = VisitorToken { place: place.clone(), customer };
        let visitor = (!is_identified).then(|| tokens.sign(visitor, now));
        let token = tokens.sign(VisitToken { place, customer, identity }, now);
        Ok(OpenedVisit { widget, origin, token, expires_in: VisitToken::TTL, visitor, is_identified })
    }

    /// Lets a visitor's socket in.
    ///
    /// # Errors
    /// [`NoVisit::NotHere`] for a token that does not fit, or whose page may not show the widget any more;
    /// [`NoVisit::Unavailable`].
    pub async fn visit(&self, token: &str) -> Result<Visit, NoVisit> {
        let read = self.tokens().read::<VisitToken>(token, self.env().now());
        let (VisitToken { place, customer, identity }, expires_at) = read.ok_or(NoVisit::NotHere)?;
        let (widget, origin) = self.admitted(&place).await?;
        let scope = TenantScope::from(&widget);
        let now = self.merged(&widget, customer).await?;
        // Who has become somebody for whom the website vouches has to come in as that one.
        if now != customer && identity.is_none() && self.anonymous(&widget, Some(now)).await? != now {
            return Err(NoVisit::NotHere);
        }
        let customer = now;
        self.heard(&widget, customer).await?;
        self.executor().relay.follow(&*self.executor().store, scope).await?;
        Ok(Visit::new(self.clone(), &widget, origin, place.is_preview, customer, identity, expires_at))
    }

    /// Whether a visit may go on: whether its page may still show the widget.
    pub(super) async fn check_visit(&self, visit: &Visit) -> Result<(), NoVisit> {
        self.admitted(&visit.place()).await.map(drop)
    }

    /// Who a customer is by now: it may have turned out to be another, and that one yet another.
    async fn merged(&self, widget: &Widget, mut customer: CustomerId) -> Result<CustomerId, NoVisit> {
        for _ in 0..Self::MERGES_MAX {
            let known = self.store().customer(TenantScope::from(widget), customer).await?;
            match known.and_then(|known| known.merged_into) {
                Some(into) => customer = into,
                None => break,
            }
        }
        Ok(customer)
    }

    /// Refuses whoever is blocked on websites, like a page that may not show the widget.
    async fn heard(&self, widget: &Widget, customer: CustomerId) -> Result<(), NoVisit> {
        let customer = self.store().customer(TenantScope::from(widget), customer).await?;
        let is_blocked = customer.is_some_and(|customer| customer.is_blocked_on(&Source::WEBSITE));
        if is_blocked { Err(NoVisit::NotHere) } else { Ok(()) }
    }

    async fn identified(
        &self,
        widget: &Widget,
        proof: &str,
        before: Option<CustomerId>,
    ) -> Result<(CustomerId, Option<Identity>), NoVisit> {
        let identity = proven(proof, widget, self.env().now()).ok_or(NoVisit::NotIdentified)?;
        let command = Identify { widget, identity: &identity, before };
        let customer = self.executor().execute(None, TenantScope::from(widget), &command).await?;
        Ok((customer, Some(identity)))
    }

    /// Whoever it was before, unless that one was identified since: then only its identity finds it.
    async fn anonymous(&self, widget: &Widget, before: Option<CustomerId>) -> Result<CustomerId, NoVisit> {
        if let Some(customer) = before {
            let known = self.store().identities(TenantScope::from(widget), customer).await?;
            if !known.iter().any(|identity| is_given_by(&widget.public_key, &identity.key)) {
                return Ok(customer);
            }
        }
        Ok(self.env().id())
    }

    /// The widget, if pages of this origin may show it.
    async fn admitted(&self, place: &Place) -> Result<(Widget, Origin), NoVisit> {
        match self.asked_for(place).await? {
            (widget, origin, true) => Ok((widget, origin)),
            _ => Err(NoVisit::NotHere),
        }
    }

    /// The widget, the origin, and whether pages of that may show it.
    async fn asked_for(&self, place: &Place) -> Result<(Widget, Origin, bool), NoVisit> {
        let origin = Origin::parse(&place.origin).map_err(|_| NoVisit::NotHere)?;
        if place.widget.len() > Widget::KEY_MAX {
            return Err(NoVisit::NotHere);
        }
        let widget = self.store().widget_by_key(&place.widget).await?.ok_or(NoVisit::NotHere)?;
        if place.is_preview {
            let is_there = widget.status != WidgetStatus::Deleted;
            return Ok((widget, origin, is_there));
        }
        let domains = self.store().domains(TenantScope::from(&widget), widget.id).await?;
        let may_appear = may_embed(&widget, &domains, &origin, self.local_pages());
        Ok((widget, origin, may_appear))
    }

    async fn allow_caller(&self, what: Limited, caller: Option<Caller>) -> Result<(), NoVisit> {
        match caller {
            Some(Caller(address)) => Ok(self.allow(what, Whom::Ip(address.into())).await?),
            None => Ok(()),
        }
    }
}
