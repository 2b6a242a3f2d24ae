use crate::{assemble::open_store, cli::Admin, problem::Problem, settings::Settings};
use chat_core::{LocalLogin, NewAgent, Role, Secret};
use serde_json::{Value, json};
use std::str::FromStr;

/// Brings the database up to date.
pub(crate) async fn migrate(settings: &Settings) -> Result<(), Problem> {
    open_store(settings).await?.close().await;
    println!("The database is up to date.");
    Ok(())
}

/// Creates what was asked for and prints what only the creator may know.
pub(crate) async fn admin(settings: &Settings, command: Admin) -> Result<(), Problem> {
    let store = open_store(settings).await?;
    let login = LocalLogin::new(store.clone());
    let result = carry_out(&login, command).await;
    store.close().await;
    result
}

async fn carry_out(login: &LocalLogin, command: Admin) -> Result<(), Problem> {
    match command {
        Admin::CreateClient { name, owner_email, owner_name, owner_password, json } => {
            let owner_name = owner_name.unwrap_or_else(|| local_part(&owner_email).to_owned());
            let password = owner_password.map(Secret::from);
            let is_made_up = password.is_none();
            let owner = NewAgent { password, ..NewAgent::new(owner_name, owner_email, Role::Owner) };
            let created = login.create_client(&name, owner).await?;
            let mut answer = json!({
                "clientId": created.client.id,
                "ownerId": created.owner.id,
                "apiKey": created.api_key.expose(),
            });
            if is_made_up {
                answer["ownerPassword"] = created.password.expose().into();
            }
            print(&answer, json);
        }
        Admin::CreateAgent { client_id, name, email, role, password, json } => {
            let client = parse(&client_id, "client-id")?;
            let password = password.map(Secret::from);
            let is_made_up = password.is_none();
            let new = NewAgent { password, ..NewAgent::new(name, email, role) };
            let (agent, password) = login.create_agent(client, new).await?;
            let mut answer = json!({ "agentId": agent.id });
            if is_made_up {
                answer["password"] = password.expose().into();
            }
            print(&answer, json);
        }
        Admin::CreateApiKey { client_id, agent_id, name, json } => {
            let (client, agent) = (parse(&client_id, "client-id")?, parse(&agent_id, "agent-id")?);
            let (id, key) = login.create_api_key(client, agent, &name).await?;
            print(&json!({ "apiKeyId": id, "apiKey": key.expose() }), json);
        }
    }
    Ok(())
}

fn local_part(email: &str) -> &str {
    email.split_once('@').map_or(email, |(local, _)| local)
}

fn parse<T: FromStr>(text: &str, flag: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| Problem::new(format!("--{flag}: `{text}` is not an id")))
}

/// One line of JSON, or a line for each value.
fn print(answer: &Value, as_json: bool) {
    match answer {
        Value::Object(fields) if !as_json => {
            for (name, value) in fields {
                println!("{name}: {}", value.as_str().unwrap_or_default());
            }
        }
        _ => println!("{answer}"),
    }
}
