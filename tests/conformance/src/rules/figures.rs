//! What is counted of widgets adds up.

use crate::{
    Fixture,
    shop::{Shop, at_once},
};
use chat_core::{Changes, Count, Counter, Day, StoreError, Widget};

impl Shop {
    async fn counts(&self, widget: &Widget, from: Day, to: Day) -> Vec<Count> {
        self.store.widget_counts(self.scope, widget.id, from, to).await.expect("they are read")
    }
}

/// Counts of the same widget, day, counter and origin are one, also when they come in one commit; all others stay apart.
pub async fn counts_add_up(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let (widget, other) = (shop.new_widget(), shop.new_widget());
    let first = |widget| Count { count: 3, ..shop.new_count(widget) };
    let (today, tomorrow) = (shop.today(), shop.today().next());
    let there = Count { origin: "https://shop.example".into(), counter: Counter::Blocked, ..first(&widget) };
    let later = Count { day: tomorrow, ..first(&widget) };
    let opened = Count { counter: Counter::Open, ..first(&widget) };
    let all = [first(&widget), there.clone(), later.clone(), opened.clone(), first(&other)];
    let start = Changes::none().insert(widget.clone()).insert(other.clone());
    shop.commit(all.iter().cloned().fold(start, Changes::count)).await;
    shop.commit(Changes::none().count(first(&widget)).count(there.clone()).count(first(&widget))).await;
    let of_today = [Count { count: 6, ..there }, Count { count: 9, ..first(&widget) }, opened];
    assert_eq!(shop.counts(&widget, today, today).await, of_today);
    let of_tomorrow = [later];
    assert_eq!(shop.counts(&widget, tomorrow, tomorrow).await, of_tomorrow);
    assert_eq!(shop.counts(&widget, today, tomorrow).await, [&of_today[..], &of_tomorrow].concat());
    assert_eq!(shop.counts(&other, today, tomorrow).await, [first(&other)]);
    assert_eq!(shop.counts(&widget, tomorrow, today).await, []);
}

/// Whoever counts at the same time as others loses nothing.
pub async fn counts_of_32_at_the_same_time_add_up(fixture: Fixture) {
    let shop = Shop::open(&fixture).await;
    let widget = shop.insert(shop.new_widget()).await;
    let tasks = (0..32).map(|n| {
        let store = if n % 2 == 0 { shop.store.clone() } else { shop.second.clone() };
        let (scope, changes) = (shop.scope, Changes::none().count(shop.new_count(&widget)));
        async move { store.commit(scope, changes).await }
    });
    for outcome in at_once(tasks).await {
        outcome.expect("nobody is in the way of anybody");
    }
    let sum = Count { count: 32, ..shop.new_count(&widget) };
    assert_eq!(shop.counts(&widget, shop.today(), shop.today()).await, [sum]);
}

/// Nothing is counted of another client's widget, nor of one that does not exist; what came with it is not kept either.
pub async fn a_foreign_widget_is_not_counted(fixture: Fixture) {
    let (own, other) = (Shop::open(&fixture).await, Shop::open(&fixture).await);
    let widget = other.insert(other.new_widget()).await;
    let known = Count { counter: Counter::Open, ..other.new_count(&widget) };
    other.commit(Changes::none().count(known.clone())).await;
    let disguised = Count { client_id: own.client.id, ..known.clone() };
    for count in [own.new_count(&widget), disguised, known.clone(), own.new_count(&own.new_widget())] {
        let customer = own.new_customer();
        let error = own.refused(Changes::none().insert(customer.clone()).count(count)).await;
        assert!(matches!(error, StoreError::Foreign), "it was refused as {error:?}");
        assert_eq!(own.stored(&customer.into()).await, None);
    }
    assert_eq!(other.counts(&widget, other.today(), other.today()).await, [known]);
}
