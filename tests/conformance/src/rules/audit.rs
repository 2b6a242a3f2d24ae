//! What was done, and how the entries hang together.

use crate::{Fixture, shop::Shop};
use chat_core::{AuditEntry, AuditFilter, AuditSubject, Changes, PageQuery};
use std::{cmp::Reverse, time::Duration};

impl Shop {
    async fn audit(&self, filter: &AuditFilter) -> Vec<AuditEntry> {
        let page = PageQuery::first(PageQuery::LIMIT_MAX);
        self.store.audit(self.scope, filter, page).await.expect("entries are read").items
    }
}

/// Entries come with the latest first, those of the same moment too, each on one page.
pub async fn entries_of_the_audit_log_come_latest_first(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let mut there = Vec::new();
    for n in 0..13 {
        there.push(shop.insert(AuditEntry { at: shop.later(n / 4), ..shop.new_audit_entry() }).await);
    }
    there.sort_by_key(|entry| Reverse((entry.at, entry.id)));
    let (mut read, mut query) = (Vec::new(), Some(PageQuery::first(5)));
    while let Some(page) = query {
        let page = shop.store.audit(shop.scope, &AuditFilter::default(), page).await.expect("a page is read");
        query = crate::shop::next(&page, 5);
        read.extend(page.items);
    }
    assert_eq!(read, there);
}

/// An entry is listed when it meets every criterion that is given.
pub async fn each_criterion_of_an_audit_filter_must_be_met(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let other = shop.insert(shop.new_agent()).await;
    let subject = AuditSubject { kind: "domain".into(), id: shop.env.id(), is_new: true };
    let mut subjects = shop.new_audit_entry().subjects;
    subjects.push(subject.clone());
    let wanted = AuditEntry {
        agent_id: other.id,
        deed: "addDomain".into(),
        subjects,
        at: shop.later(5),
        ..shop.new_audit_entry()
    };
    let wanted = shop.insert(wanted).await;
    shop.insert(AuditEntry { at: shop.later(9), ..shop.new_audit_entry() }).await;
    shop.insert(AuditEntry { at: shop.later(1), ..shop.new_audit_entry() }).await;
    let none = AuditFilter::default;
    for filter in [
        AuditFilter { agent_id: Some(other.id), ..none() },
        AuditFilter { deed: Some("addDomain".into()), ..none() },
        AuditFilter { subject_id: Some(subject.id), ..none() },
        AuditFilter { from: Some(wanted.at), until: Some(wanted.at.plus(Duration::from_millis(1))), ..none() },
    ] {
        assert_eq!(shop.audit(&filter).await, std::slice::from_ref(&wanted), "{filter:?}");
        let and_another = AuditFilter { deed: Some("add".into()), ..filter };
        assert_eq!(shop.audit(&and_another).await, []);
    }
    assert_eq!(shop.audit(&AuditFilter { until: Some(wanted.at), ..none() }).await.len(), 1);
    assert_eq!(shop.audit(&none()).await.len(), 3);
}

/// A chain is read in its order, from any place, without what is not in it yet.
pub async fn a_chain_comes_in_its_order(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    assert_eq!(shop.store.audit_head(shop.scope).await.expect("it is read"), None);
    let mut chain = Vec::new();
    for seq in [3, 1, 2] {
        chain.push(shop.insert(AuditEntry { link: shop.link(seq), ..shop.new_audit_entry() }).await);
    }
    shop.insert(shop.new_audit_entry()).await;
    chain.sort_by_key(|entry| entry.link.map(|link| link.seq));
    let read = async |after, limit| shop.store.audit_chain(shop.scope, after, limit).await.expect("it is read");
    assert_eq!(read(0, 10).await, chain);
    assert_eq!(read(1, 1).await, chain[1..2]);
    assert_eq!(read(3, 10).await, []);
    assert_eq!(shop.store.audit_head(shop.scope).await.expect("it is read").as_ref(), chain.last());
}

/// Of two who chain at the same moment one is refused.
pub async fn a_place_in_a_chain_is_taken_once(fixture: Fixture) {
    let (shop, other) = (Shop::open(&fixture).await, Shop::open(&fixture).await);
    shop.insert(AuditEntry { link: shop.link(1), ..shop.new_audit_entry() }).await;
    let second = shop.insert(shop.new_audit_entry()).await;
    let another = AuditEntry { link: shop.link(1), ..shop.new_audit_entry() };
    shop.conflicts(Changes::none().insert(another)).await;
    shop.conflicts(Changes::none().update(AuditEntry { link: shop.link(1), ..second.clone() })).await;
    shop.update(AuditEntry { link: shop.link(2), ..second }).await;
    other.insert(AuditEntry { link: other.link(1), ..other.new_audit_entry() }).await;
}

/// Entries of all clients that are in no chain are named by their ids, and no others.
pub async fn loose_entries_come_by_their_ids(fixture: Fixture) {
    let shops = [Shop::open(&fixture).await, Shop::open(&fixture).await];
    let mut loose = Vec::new();
    for n in 0..4 {
        let shop = &shops[n % 2];
        shop.insert(AuditEntry { link: shop.link(1 + n as i64), ..shop.new_audit_entry() }).await;
        loose.push(shop.insert(shop.new_audit_entry()).await);
    }
    loose.sort_by_key(|entry| entry.id);
    let store = &shops[0].store;
    assert_eq!(store.audit_loose(10).await.expect("they are named"), loose);
    assert_eq!(store.audit_loose(3).await.expect("they are named"), loose[..3]);
}
