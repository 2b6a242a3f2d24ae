use super::{Desk, breathe};
use crate::{ledger::Wrote, shop::Shop};
use serde_json::{Value, json};

/// How likely it is that a call comes once more although it was answered with 200.
const AGAIN: f64 = 0.2;

/// Calls the server as Meta does, with the messages of several customers at once, until it answers with 200.
pub(crate) async fn caller(mut desk: Desk, name: String, mut random: fastrand::Rng) {
    let mut number = 0;
    while desk.goes_on(&mut random).await {
        let count = random.usize(1..=6);
        let some = (0..2).map(|_| random.choice(&desk.shop.customers).expect("every shop has customers").clone());
        let customers: Vec<String> = some.collect();
        let wrote: Vec<Wrote> = (0..count)
            .map(|n| message(&desk, &name, number + n, customers[n % customers.len()].clone(), number))
            .collect();
        number += count;
        call(&desk, wrote, &mut random).await;
    }
}

/// Every customer writes once, so that there is a conversation with each.
pub(crate) async fn first_words(desk: &Desk, mut random: fastrand::Rng) {
    for (number, customer) in desk.shop.customers.iter().enumerate() {
        let wrote = message(desk, "first", number, customer.clone(), number);
        call(desk, vec![wrote], &mut random).await;
    }
}

fn message(desk: &Desk, name: &str, number: usize, customer: String, call: usize) -> Wrote {
    let shop = &desk.shop.name;
    Wrote {
        shop: desk.index,
        id: format!("wamid.{shop}.{name}.{number}"),
        customer,
        text: format!("{shop} call {name} {number}"),
        call: format!("{name} {call}"),
    }
}

async fn call(desk: &Desk, wrote: Vec<Wrote>, random: &mut fastrand::Rng) {
    let (signature, body) = signed(&desk.shop, &wrote);
    while !desk.street.call(&signature, &body).await {
        breathe(random).await;
    }
    desk.ledger.wrote(wrote);
    if random.f64() < AGAIN {
        // Whatever comes of it: the messages are there already.
        desk.street.call(&signature, &body).await;
    }
}

fn signed(shop: &Shop, wrote: &[Wrote]) -> (String, String) {
    let message = |wrote: &Wrote| -> Value {
        json!({ "from": wrote.customer, "id": wrote.id, "type": "text", "text": { "body": wrote.text } })
    };
    shop.call(&wrote.iter().map(message).collect::<Vec<_>>())
}
