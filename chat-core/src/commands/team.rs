//! Who may give which rights to whom.

use crate::{
    Actor, Agent, Definition, DefinitionBody, DefinitionId, Error, Permissions, Reach, Result, Role, RoleRule,
};

/// What a member of the team may do, and what it works with. A role of the client's own that is not there any more allows nothing.
pub(crate) fn rights(role: Role, custom: Option<DefinitionId>, roles: &[Definition]) -> (Permissions, Reach) {
    match custom {
        None => (Permissions::of_role(role), Reach::All),
        Some(id) => match rule(id, roles) {
            Some(rule) => (rule.permissions, rule.reach()),
            None => (Permissions::NONE, Reach::of(Some(Vec::new()), Some(Vec::new()))),
        },
    }
}

/// A role of the client's own.
pub(crate) fn rule(id: DefinitionId, roles: &[Definition]) -> Option<&RoleRule> {
    roles.iter().find(|it| it.id == id).and_then(|it| match &it.body {
        DefinitionBody::Role(rule) => Some(rule),
        _ => None,
    })
}

/// Whether an actor has as many rights as these: nobody gives what it has not, nor takes it from others.
pub(super) fn has_rights(actor: &Actor, (permissions, reach): (Permissions, Reach)) -> bool {
    actor.permissions().covers(permissions) && actor.reach.contains(&reach)
}

/// Whether an actor may say what becomes of an agent.
pub(super) fn check_target(actor: &Actor, agent: &Agent, roles: &[Definition]) -> Result<()> {
    check_role(actor, agent.role, agent.custom_role, roles)
}

/// Whether an actor may give a role: only owners make owners.
pub(super) fn check_role(actor: &Actor, role: Role, custom: Option<DefinitionId>, roles: &[Definition]) -> Result<()> {
    let may = (role != Role::Owner || actor.role == Role::Owner) && has_rights(actor, rights(role, custom, roles));
    if may { Ok(()) } else { Err(Error::Forbidden) }
}

/// A role that can be given: owners are owners by that alone, and a role of the client's own has to be there.
pub(super) fn check_custom(role: Role, custom: Option<DefinitionId>, roles: &[Definition]) -> Result<()> {
    match custom {
        Some(_) if role == Role::Owner => {
            Err(Error::invalid("customRoleId", "an owner may do everything and has no role of your own"))
        }
        Some(id) if rule(id, roles).is_none() => Err(Error::invalid("customRoleId", "there is no such role")),
        _ => Ok(()),
    }
}
