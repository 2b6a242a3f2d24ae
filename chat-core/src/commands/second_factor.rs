use crate::{
    Action, Actor, Agent, AgentId, Changes, ChatStore, Env, Error, Result, Role, SecondFactor, Secret, TenantScope,
    TokenHash, auth::totp, executor::Command,
};
use async_trait::async_trait;
use std::hash::Hash;

/// What becomes of an agent's second factor.
#[derive(Debug)]
pub(crate) enum FactorStep {
    /// The app is to learn a secret. It counts when the agent has shown that it did.
    Begin(Secret),
    /// The app shows the right code: from now on one is asked for.
    Confirm { code: Secret, recovery: Vec<TokenHash> },
    /// Other recovery codes take the place of those that are left.
    Renew { code: Secret, recovery: Vec<TokenHash> },
    /// The password alone does again.
    End { code: Secret },
}

/// Begins, confirms, renews or ends an agent's own second factor.
///
/// It takes no permission: the desk lets agents change their own.
#[derive(Debug)]
pub(crate) struct ChangeSecondFactor {
    pub(crate) agent: AgentId,
    pub(crate) step: FactorStep,
}

#[async_trait]
impl Command for ChangeSecondFactor {
    type State = Agent;
    type Output = ();
    const ACTION: Option<Action> = None;

    fn lane(&self) -> impl Hash + Send {
        self.agent
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Agent> {
        store.agent(scope, self.agent).await?.ok_or(Error::NotFound("agent"))
    }

    fn decide(&self, agent: Agent, _: TenantScope, env: &Env) -> Result<((), Changes)> {
        let known = agent.second_factor.as_deref();
        let is_confirmed = known.is_some_and(|factor| factor.confirmed_at.is_some());
        let taken = |code: &Secret| {
            let factor = known.ok_or(Error::Conflict("there is no second factor"))?;
            let taken = totp::take(factor, code.expose(), env.now());
            taken.ok_or_else(|| Error::invalid("code", "it is wrong or was used before"))
        };
        let after = match &self.step {
            FactorStep::Begin(_) | FactorStep::Confirm { .. } if is_confirmed => {
                return Err(Error::Conflict("there is a second factor already; end it first"));
            }
            FactorStep::Renew { .. } | FactorStep::End { .. } if !is_confirmed => {
                return Err(Error::Conflict("there is no second factor"));
            }
            FactorStep::Begin(secret) => {
                let secret = secret.clone();
                Some(SecondFactor { secret, confirmed_at: None, last_step: 0, recovery: Vec::new() })
            }
            FactorStep::Confirm { code, recovery } => {
                let confirmed_at = Some(env.now());
                Some(SecondFactor { confirmed_at, recovery: recovery.clone(), ..taken(code)? })
            }
            FactorStep::Renew { code, recovery } => Some(SecondFactor { recovery: recovery.clone(), ..taken(code)? }),
            FactorStep::End { code } => {
                taken(code)?;
                None
            }
        };
        let second_factor = after.map(Box::new);
        Ok(((), Changes::none().update(Agent { second_factor, ..agent })))
    }
}

/// Takes an agent's second factor away, for one who has lost the app and the recovery codes.
#[derive(Debug)]
pub(crate) struct ResetSecondFactor<'a> {
    pub(crate) actor: &'a Actor,
    pub(crate) agent: AgentId,
}

#[async_trait]
impl Command for ResetSecondFactor<'_> {
    type State = Agent;
    type Output = ();
    const ACTION: Option<Action> = Some(Action::ManageTeam);

    fn lane(&self) -> impl Hash + Send {
        self.agent
    }

    async fn load(&self, store: &dyn ChatStore, scope: TenantScope) -> Result<Agent> {
        store.agent(scope, self.agent).await?.ok_or(Error::NotFound("agent"))
    }

    fn decide(&self, agent: Agent, _: TenantScope, _: &Env) -> Result<((), Changes)> {
        if agent.role == Role::Owner && self.actor.role != Role::Owner {
            return Err(Error::Forbidden);
        }
        if agent.second_factor.is_none() {
            return Ok(((), Changes::none()));
        }
        Ok(((), Changes::none().update(Agent { second_factor: None, ..agent })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ClientId, Clock, ManualClock, SystemIds};
    use std::time::Duration;

    struct Case {
        clock: ManualClock,
        env: Env,
        agent: Agent,
    }

    impl Case {
        fn new(role: Role) -> Self {
            let clock = ManualClock::default();
            let env = Env::new(clock.clone(), SystemIds);
            let agent = Agent {
                id: env.id(),
                client_id: env.id(),
                name: "Ann".into(),
                email: "ann@shop.test".into(),
                role,
                custom_role: None,
                availability: crate::Availability::Online,
                availability_reason: None,
                relieve_at: None,
                deactivated_at: None,
                password_hash: None,
                second_factor: None,
                created_at: env.now(),
                revision: 1,
            };
            Self { clock, env, agent }
        }

        fn scope(&self) -> TenantScope {
            // The agent was made for this client.
            TenantScope::assume(self.agent.client_id)
        }

        fn step(&mut self, step: FactorStep) -> Result<()> {
            let command = ChangeSecondFactor { agent: self.agent.id, step };
            let ((), changes) = command.decide(self.agent.clone(), self.scope(), &self.env)?;
            for write in changes.writes {
                let crate::Record::Agent(agent) = write.record else { panic!("an agent is written") };
                self.agent = agent;
            }
            Ok(())
        }

        fn code(&self, secret: &Secret) -> Secret {
            totp::shown(secret.expose(), self.clock.now()).into()
        }
    }

    #[test]
    fn a_factor_counts_when_its_app_was_seen_and_ends_with_a_code() {
        let mut case = Case::new(Role::Agent);
        let secret = totp::new_secret();
        let recovery = totp::hashes(&totp::new_recovery_codes());
        let confirm = |code| FactorStep::Confirm { code, recovery: recovery.clone() };
        assert!(matches!(case.step(confirm("123456".into())), Err(Error::Conflict(_))), "nothing to confirm");
        case.step(FactorStep::Begin(secret.clone())).unwrap();
        assert!(matches!(case.step(confirm("wrong".into())), Err(Error::Invalid(_))));
        case.step(confirm(case.code(&secret))).unwrap();
        assert_eq!(case.agent.second_factor.as_ref().unwrap().confirmed_at, Some(case.env.now()));
        let again = FactorStep::Begin(totp::new_secret());
        assert!(matches!(case.step(again), Err(Error::Conflict(_))), "another would lock the agent out");
        let end = |code| FactorStep::End { code };
        let used = case.code(&secret);
        assert!(matches!(case.step(end(used)), Err(Error::Invalid(_))), "a code works once");
        case.clock.advance(Duration::from_secs(30));
        case.step(end(case.code(&secret))).unwrap();
        assert_eq!(case.agent.second_factor, None);
        assert!(matches!(case.step(end("123456".into())), Err(Error::Conflict(_))));
    }

    #[test]
    fn new_recovery_codes_end_the_old_ones() {
        let mut case = Case::new(Role::Agent);
        let (secret, old, new) = (totp::new_secret(), totp::new_recovery_codes(), totp::new_recovery_codes());
        case.step(FactorStep::Begin(secret.clone())).unwrap();
        let code = case.code(&secret);
        case.step(FactorStep::Confirm { code, recovery: totp::hashes(&old) }).unwrap();
        let recovery = totp::hashes(&new);
        case.step(FactorStep::Renew { code: old[0].clone(), recovery: recovery.clone() }).unwrap();
        assert_eq!(case.agent.second_factor.as_ref().unwrap().recovery, recovery);
        let end = FactorStep::End { code: old[1].clone() };
        assert!(matches!(case.step(end), Err(Error::Invalid(_))));
    }

    #[test]
    fn only_an_owner_resets_an_owner() {
        for (who, whose, may) in [
            (Role::Admin, Role::Agent, true),
            (Role::Admin, Role::Admin, true),
            (Role::Admin, Role::Owner, false),
            (Role::Owner, Role::Owner, true),
        ] {
            let case = Case::new(whose);
            let actor = Actor::new(ClientId::from_uuid(case.agent.client_id.uuid()), case.env.id(), "Bob", who);
            let command = ResetSecondFactor { actor: &actor, agent: case.agent.id };
            let outcome = command.decide(case.agent.clone(), case.scope(), &case.env);
            assert_eq!(outcome.is_ok(), may, "{who} {whose}");
        }
    }
}
