//! Who writes over a record must have read it as it stands.

use crate::{
    Fixture,
    records::{Revised, changed, kind},
    shop::{Shop, at_once},
};
use chat_core::{Changes, Customer, Message, MessageStatus, Record, StoreError};

/// Stored records of every kind that can be changed.
async fn stored_of_each(shop: &Shop) -> Vec<Record> {
    let records = shop.one_of_each();
    shop.commit(records.iter().cloned().fold(Changes::none(), Changes::insert)).await;
    let is_fixed = |record: &Record| matches!(record, Record::DomainStep(_));
    let changeable = records.into_iter().filter(|record| !is_fixed(record));
    changeable.map(|record| record.revised(1)).chain([shop.client.clone().into()]).collect()
}

/// A record has revision 1 after its insertion, whatever it said itself, and one more after each update.
pub async fn revisions_count_from_one(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let boastful = shop.insert(shop.new_customer().revised(41)).await;
    assert_eq!(shop.stored(&boastful.clone().into()).await, Some(boastful.into()));
    for mut record in stored_of_each(&shop).await {
        assert_eq!(shop.stored(&record).await, Some(record.clone()));
        for _ in 0..2 {
            record = shop.update(changed(record, &shop.env)).await;
            assert_eq!(shop.stored(&record).await, Some(record.clone()));
        }
    }
}

/// Of two who read the same revision, the second to commit is refused and changes nothing.
pub async fn a_lost_race_is_a_conflict(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    for record in stored_of_each(&shop).await {
        let winner = shop.update(changed(record.clone(), &shop.env)).await;
        shop.conflicts(Changes::none().update(changed(record.clone(), &shop.env))).await;
        let found = shop.stored(&record).await;
        assert_eq!(found, Some(winner), "a lost race changed a {}", kind(&record));
        let early = changed(record.clone(), &shop.env).revised(3);
        shop.conflicts(Changes::none().update(early)).await;
    }
}

/// When 32 write over the same revision at the same moment, over two handles, one of them does.
pub async fn of_32_who_read_the_same_revision_one_wins(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let attempts = (0..32).map(|n| {
        let customer = Customer { name: Some(format!("name {n}")), ..shop.customer.clone() };
        let changes = Changes::none().update(customer.clone()).tell(None, shop.news());
        let store = if n % 2 == 0 { shop.store.clone() } else { shop.second.clone() };
        let scope = shop.scope;
        async move { store.commit(scope, changes).await.map(|_| customer) }
    });
    let mut winners = Vec::new();
    for attempt in at_once(attempts).await {
        match attempt {
            Ok(winner) => winners.push(winner.revised(2)),
            Err(StoreError::Conflict) => {}
            Err(error) => panic!("a lost race was reported as {error:?}"),
        }
    }
    assert_eq!(winners.len(), 1, "{} of 32 won the same race", winners.len());
    assert_eq!(shop.stored(&shop.customer.clone().into()).await, winners.pop().map(Record::from));
    assert_eq!(shop.head().await, 1, "a lost race left its event in the journal");
}

/// An insertion under a name that is taken is refused and changes nothing.
pub async fn what_exists_is_not_inserted_again(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    for record in stored_of_each(&shop).await {
        shop.conflicts(Changes::none().insert(changed(record.clone(), &shop.env))).await;
        assert_eq!(shop.stored(&record).await, Some(record.clone()), "an insertion changed a {}", kind(&record));
    }
}

/// An update of what was never stored is refused and stores nothing.
pub async fn what_does_not_exist_is_not_updated(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let needed = stored_of_each(&shop).await;
    let find = |wanted| needed.iter().find(|one| kind(one) == wanted).expect("there is one of each").clone();
    let (Record::Agent(agent), Record::Message(message), Record::Delivery(delivery), Record::Widget(widget)) =
        (find("agent"), find("message"), find("delivery"), find("widget"))
    else {
        unreachable!()
    };
    let Record::Blob(blob) = find("blob") else { unreachable!() };
    let absent: Vec<Record> = vec![
        shop.new_account().into(),
        shop.new_agent().into(),
        shop.new_api_key(&agent).into(),
        shop.new_session(&agent).into(),
        shop.new_customer().into(),
        shop.new_identity(&shop.customer).into(),
        shop.new_entry(&shop.customer).into(),
        shop.new_conversation(&shop.insert(shop.new_customer()).await).into(),
        shop.new_message(&shop.conversation, 1).into(),
        shop.new_delivery(&message, &shop.account).into(),
        shop.new_attempt(&delivery, &message).into(),
        shop.new_call(&shop.account).into(),
        shop.new_widget().into(),
        shop.new_domain(&widget).into(),
        shop.new_blob().into(),
        shop.new_attachment(&blob).into(),
    ];
    for record in absent {
        for revision in [0, 1] {
            shop.conflicts(Changes::none().update(record.clone().revised(revision))).await;
            assert_eq!(shop.stored(&record).await, None, "an update stored a new {}", kind(&record));
        }
    }
}

/// What happened to a domain is added and never changed.
pub async fn a_step_of_a_domain_is_never_changed(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let widget = shop.insert(shop.new_widget()).await;
    let domain = shop.insert(shop.new_domain(&widget)).await;
    let step = shop.insert(shop.new_step(&domain)).await;
    shop.conflicts(Changes::none().update(changed(step.clone().into(), &shop.env))).await;
    assert_eq!(shop.stored(&step.clone().into()).await, Some(step.into()));
}

/// Receipts that come at the same moment and in any order leave a message where the furthest of them put it: whoever
/// loads, decides by [`MessageStatus::climbs_to`] and commits never takes a status back.
pub async fn a_status_never_goes_back(fixture: Fixture) {
    use MessageStatus::{Delivered, Failed, Read, Sent};
    const ROUNDS: i64 = 8;
    let shop = Shop::open(&fixture).await;
    for position in 1..=ROUNDS {
        let message = shop.insert(shop.new_message(&shop.conversation, position)).await;
        let receipts = [Read, Sent, Delivered, Failed, Sent, Delivered, Read, Sent];
        let tasks = receipts.into_iter().enumerate().map(|(n, status)| {
            let store = if n % 2 == 0 { shop.store.clone() } else { shop.second.clone() };
            let (scope, id) = (shop.scope, message.id);
            async move {
                loop {
                    let known = store.message(scope, id).await.expect("it is read").expect("it is there");
                    if !known.status.climbs_to(status) {
                        return;
                    }
                    let climbed = Message { status, ..known };
                    let event = chat_core::Event::MessageStatusChanged {
                        message_id: id,
                        external_id: None,
                        status,
                        at: climbed.created_at,
                        error: None,
                        unsettled: None,
                    };
                    match store.commit(scope, Changes::none().update(climbed).tell(None, event)).await {
                        Ok(_) => return,
                        Err(StoreError::Conflict) => {}
                        Err(error) => panic!("a receipt failed with {error:?}"),
                    }
                }
            }
        });
        at_once(tasks).await;
        assert_eq!(shop.message(message.id).await.status, Read);
    }
    let mut last = std::collections::HashMap::new();
    for notice in shop.events().await {
        let chat_core::Event::MessageStatusChanged { message_id, status, .. } = notice.event else { continue };
        let before = last.insert(message_id, status).unwrap_or(MessageStatus::Queued);
        assert!(before.climbs_to(status), "the journal tells of a status that goes from {before} to {status}");
    }
}
