use crate::{
    Action, AnswerState, Changes, ChatStore, Env, Error, KeptAnswer, Result, Secret, TenantScope, executor::Command,
};
use async_trait::async_trait;
use std::{hash::Hash, time::Duration};

/// What is to become of a request that carries a key.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Begun {
    /// It is carried out: nobody has asked before, or whoever did has changed nothing.
    First(KeptAnswer),
    /// It was answered before, with this.
    Answered(Secret),
    /// It is being carried out, and may be asked about again after that long.
    Running(Duration),
    /// It was carried out, and nobody knows any more what was answered.
    Lost,
    /// Something else was asked under the same key.
    Other,
}

/// Takes a request up that is to be carried out once.
#[derive(Debug)]
pub(crate) struct BeginOnce<'a> {
    pub(crate) caller: &'a str,
    pub(crate) key: &'a str,
    pub(crate) request: &'a Secret,
}

#[async_trait]
impl Command for BeginOnce<'_> {
    type State = Option<KeptAnswer>;
    type Output = Begun;
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        (self.caller, self.key)
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Option<KeptAnswer>> {
        Ok(store.kept_answer(scope, self.caller, self.key).await?)
    }

    fn decide(&self, found: Option<KeptAnswer>, scope: TenantScope, env: &Env) -> Result<(Begun, Changes)> {
        let now = env.now();
        let fresh = |known: Option<KeptAnswer>| KeptAnswer {
            id: known.as_ref().map_or_else(|| env.id(), |it| it.id),
            client_id: scope.client_id(),
            caller: self.caller.to_owned(),
            key: self.key.to_owned(),
            request: self.request.clone(),
            state: AnswerState::Begun,
            answer: None,
            held_until: now.plus(KeptAnswer::HELD),
            turn: known.as_ref().map_or(1, |it| it.turn + 1),
            created_at: now,
            expires_at: now.plus(KeptAnswer::KEPT),
            revision: known.map_or(0, |it| it.revision),
        };
        let Some(known) = found else {
            let first = fresh(None);
            return Ok((Begun::First(first.clone()), Changes::none().insert(first)));
        };
        if now < known.expires_at {
            if known.request != *self.request {
                return Ok((Begun::Other, Changes::none()));
            }
            if let (AnswerState::Answered, Some(answer)) = (known.state, &known.answer) {
                return Ok((Begun::Answered(answer.clone()), Changes::none()));
            }
            if now < known.held_until {
                return Ok((Begun::Running(known.held_until.since(now)), Changes::none()));
            }
            if known.state != AnswerState::Begun {
                return Ok((Begun::Lost, Changes::none()));
            }
        }
        let again = fresh(Some(known));
        Ok((Begun::First(again.clone()), Changes::none().update(again)))
    }
}

/// Keeps what a request was answered, or lets others take it up at once.
#[derive(Debug)]
pub(crate) struct EndOnce<'a> {
    pub(crate) begun: &'a KeptAnswer,
    pub(crate) answer: Option<&'a Secret>,
}

#[async_trait]
impl Command for EndOnce<'_> {
    type State = KeptAnswer;
    type Output = ();
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        (&*self.begun.caller, &*self.begun.key)
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<KeptAnswer> {
        let kept = store.kept_answer(scope, &self.begun.caller, &self.begun.key).await?;
        kept.ok_or(Error::NotFound("request"))
    }

    fn decide(&self, kept: KeptAnswer, _scope: TenantScope, env: &Env) -> Result<((), Changes)> {
        let is_ours = kept.id == self.begun.id && kept.turn == self.begun.turn;
        if !is_ours || kept.state == AnswerState::Answered {
            return Ok(((), Changes::none()));
        }
        let answer = self.answer.filter(|answer| answer.expose().len() <= KeptAnswer::ANSWER_MAX);
        let ended = match answer {
            Some(answer) => KeptAnswer { state: AnswerState::Answered, answer: Some(answer.clone()), ..kept },
            None => kept,
        };
        Ok(((), Changes::none().update(KeptAnswer { held_until: env.now(), ..ended })))
    }
}
