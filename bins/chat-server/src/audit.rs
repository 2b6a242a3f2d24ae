use crate::{assemble::open_store, problem::Problem, settings::Settings};
use chat_core::{AuditBreak, AuditChain, AuditLog, Client, Directory, StoreError, TenantScope};
use chat_storage::SeaStore;
use std::process::ExitCode;

/// How many entries are read in one go.
const PAGE: usize = 1000;

/// Follows every client's chain, and says how each is.
pub(crate) async fn verify(settings: &Settings) -> Result<ExitCode, Problem> {
    let store = open_store(settings).await?;
    let mut is_whole = true;
    for client in store.clients().await? {
        match follow(&store, &client).await? {
            Ok(AuditChain { seq, hash }) => {
                println!("{} ({}): {seq} entries hold, up to {hash}", client.name, client.id)
            }
            Err(broken) => {
                is_whole = false;
                println!("{} ({}): BROKEN: {broken}", client.name, client.id);
            }
        }
    }
    store.close().await;
    Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn follow(store: &SeaStore, client: &Client) -> Result<Result<AuditChain, AuditBreak>, StoreError> {
    let mut chain = AuditChain::default();
    loop {
        let entries = store.audit_chain(TenantScope::from(client), chain.seq, PAGE).await?;
        if entries.is_empty() {
            return Ok(Ok(chain));
        }
        for entry in &entries {
            if let Err(broken) = chain.follow(entry) {
                return Ok(Err(broken));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chat_core::{
        AuditEntry, Changes, Chat, Commit, LocalLogin, NewAgent, NewWidget, Role, SettingsPatch, WidgetKind,
    };
    use chat_storage::KeyRing;

    #[tokio::test]
    async fn an_entry_that_was_changed_in_the_store_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("chat.db").display());
        let store = SeaStore::options(&url).keys(KeyRing::new("a key for tests")).connect().await.unwrap();
        store.migrate().await.unwrap();
        let login = LocalLogin::new(store.clone());
        let created = login.create_client("Shop", NewAgent::new("Ann", "ann@shop.test", Role::Owner)).await.unwrap();
        let chat = Chat::builder(store.clone(), login).build();
        let desk = chat.sign_in(created.api_key.expose()).await.unwrap();
        for name in ["one", "two", "three"] {
            let (kind, settings) = (WidgetKind::Floating, SettingsPatch::default());
            desk.create_widget(&NewWidget { name: name.into(), kind, settings }).await.unwrap();
        }
        assert_eq!(follow(&store, &created.client).await.unwrap().unwrap().seq, 0, "nothing is chained yet");
        assert_eq!(chat.chain_audit_once().await.unwrap(), 4, "the client, and its widgets");
        assert_eq!(follow(&store, &created.client).await.unwrap().unwrap().seq, 4);

        let scope = TenantScope::from(&created.client);
        let second = store.audit_chain(scope, 1, 1).await.unwrap().remove(0);
        let forged = AuditEntry { deed: "readWidget".into(), ..second };
        store.commit(scope, Changes::none().update(forged)).await.unwrap();
        assert_eq!(follow(&store, &created.client).await.unwrap(), Err(AuditBreak::Changed(2)));
        store.close().await;
    }
}
