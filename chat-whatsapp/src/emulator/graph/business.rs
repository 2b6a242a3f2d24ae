//! `/{business}/owned_whatsapp_business_accounts` and `client_whatsapp_business_accounts`.

use super::{call::Call, errors::GraphError, paging, waba};
use crate::emulator::world::World;
use serde_json::Value;

/// Lists the business accounts of a portfolio that the token may use.
pub(crate) fn owned(world: &World, call: &Call) -> Result<Value, GraphError> {
    let token = call.token(world)?;
    let wabas = world.wabas.iter().filter(|(id, waba)| waba.business == call.object && token.wabas.contains(*id));
    let wabas = wabas.enumerate().map(|(place, (id, _))| (place as u64 + 1, waba::shown(world, call, id))).collect();
    paging::page(world, call, wabas)
}

/// Lists the business accounts that other portfolios share: there are none here.
pub(crate) fn clients(world: &World, call: &Call) -> Result<Value, GraphError> {
    paging::page(world, call, Vec::new())
}
