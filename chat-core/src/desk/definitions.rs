//! What a desk does with labels, canned responses, teams and whatever else a client defines.

use super::Desk;
use crate::{
    Action, Audience, Definition, DefinitionId, DefinitionKind, Error, NewDefinition, Result, Subject,
    commands::{Define, Redefine, is_seen},
};

impl Desk {
    /// Everything of a kind that the client has defined and the actor gets to see, the oldest first.
    ///
    /// # Errors
    /// Those of every read.
    pub async fn definitions(&self, kind: DefinitionKind) -> Result<Vec<Definition>> {
        self.ask(Action::Read, Subject::Client)?;
        let all = self.store().definitions(self.scope(), kind).await?;
        self.seen(all).await
    }

    /// One definition of a kind.
    ///
    /// # Errors
    /// [`Error::NotFound`] besides those of every read.
    pub async fn definition(&self, kind: DefinitionKind, id: DefinitionId) -> Result<Definition> {
        self.ask(Action::Read, Subject::Client)?;
        let found = self.store().definition(self.scope(), id).await?;
        let live = found.filter(|it| it.body.kind() == kind && it.deleted_at.is_none());
        self.seen(live.into_iter().collect()).await?.pop().ok_or(Error::NotFound("definition"))
    }

    /// Defines something. What is for the actor alone needs no more than to be able to answer customers.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every field that is wrong, [`Error::Conflict`] when the name is taken or there are
    /// [`Definition::COUNT_MAX`] already; [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn define(&self, new: &NewDefinition) -> Result<Definition> {
        let command = Define { actor: self.actor(), access: &*self.chat.executor().access, new };
        self.execute(&command).await
    }

    /// Defines something anew: all of it becomes what `new` says.
    ///
    /// # Errors
    /// [`Error::NotFound`] besides those of [`Desk::define`].
    pub async fn redefine(&self, id: DefinitionId, new: &NewDefinition) -> Result<Definition> {
        self.change_definition(new.body.kind(), id, Some(new)).await
    }

    /// Deletes a definition. What refers to it goes on to do so, and its name is free.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Unavailable`].
    pub async fn undefine(&self, kind: DefinitionKind, id: DefinitionId) -> Result<()> {
        self.change_definition(kind, id, None).await.map(drop)
    }

    /// Those that the actor gets to see. Who is in which team matters only where something is for a team.
    async fn seen(&self, mut definitions: Vec<Definition>) -> Result<Vec<Definition>> {
        let teams = match definitions.iter().any(|it| matches!(it.audience, Audience::Team(_))) {
            true => self.store().definitions(self.scope(), DefinitionKind::Team).await?,
            false => Vec::new(),
        };
        definitions.retain(|it| is_seen(self.actor(), it, &teams));
        Ok(definitions)
    }

    async fn change_definition(
        &self,
        kind: DefinitionKind,
        id: DefinitionId,
        new: Option<&NewDefinition>,
    ) -> Result<Definition> {
        let command = Redefine { actor: self.actor(), access: &*self.chat.executor().access, id, kind, new };
        self.execute(&command).await
    }
}
