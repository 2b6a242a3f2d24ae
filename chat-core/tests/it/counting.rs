//! What happens to widgets is counted in memory and kept in the store now and then.

use chat_core::{
    BlockedOrigin, Chat, Count, Counter, Day, Desk, Env, Error, Ignoring, LocalLogin, ManualClock, MemoryStore,
    NewAgent, NewWidget, Origin, Role, SettingsPatch, SystemIds, Widget, WidgetKind,
};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 3600);

struct Shop {
    chat: Chat,
    desk: Desk,
    store: MemoryStore,
    clock: ManualClock,
    widget: Widget,
}

impl Shop {
    async fn open() -> Self {
        let (store, clock) = (MemoryStore::default(), ManualClock::default());
        let env = Env::new(clock.clone(), SystemIds);
        let login = LocalLogin::new(store.clone()).env(env.clone());
        let chat = Chat::builder(store.clone(), login.clone()).env(env).build();
        let created = login.create_client("Shop", NewAgent::new("Ann", "ann@shop.test", Role::Owner)).await.unwrap();
        let desk = chat.sign_in(created.api_key.expose()).await.unwrap();
        let new = NewWidget { name: "Shop".into(), kind: WidgetKind::Floating, settings: SettingsPatch::default() };
        let widget = desk.create_widget(&new).await.unwrap();
        Self { chat, desk, store, clock, widget }
    }

    fn blocked(&self, origin: &str) {
        self.chat.count(&self.widget, Counter::Blocked, Some(&Origin::parse(origin).unwrap()));
    }

    fn today(&self) -> Day {
        Day::of(self.chat.env().now())
    }

    /// What is in the store of today.
    async fn kept(&self) -> Vec<Count> {
        self.desk.widget_figures(self.widget.id, self.today(), self.today()).await.unwrap()
    }

    async fn told(&self) -> Vec<BlockedOrigin> {
        self.chat.keep_counts_once().await.unwrap();
        self.desk.blocked_origins(self.widget.id).await.unwrap()
    }
}

#[tokio::test]
async fn what_was_counted_is_kept_once() {
    let shop = Shop::open().await;
    for _ in 0..3 {
        shop.chat.count(&shop.widget, Counter::Load, None);
    }
    shop.chat.count(&shop.widget, Counter::Open, None);
    assert_eq!(shop.kept().await, [], "it waits in memory");
    assert_eq!(shop.chat.keep_counts_once().await.unwrap(), 2);
    assert_eq!(shop.chat.keep_counts_once().await.unwrap(), 0);
    let kept: Vec<_> = shop.kept().await.into_iter().map(|count| (count.counter, count.count)).collect();
    assert_eq!(kept, [(Counter::Load, 3), (Counter::Open, 1)]);
}

#[tokio::test]
async fn what_cannot_be_kept_waits() {
    let shop = Shop::open().await;
    shop.chat.count(&shop.widget, Counter::Load, None);
    shop.store.fail(true);
    assert!(shop.chat.keep_counts_once().await.is_err());
    shop.chat.count(&shop.widget, Counter::Load, None);
    shop.store.fail(false);
    assert_eq!(shop.chat.keep_counts_once().await.unwrap(), 1);
    assert_eq!(shop.kept().await[0].count, 2);
}

#[tokio::test(start_paused = true)]
async fn what_was_counted_is_kept_at_the_end() {
    let shop = Shop::open().await;
    let chat = shop.chat.clone();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(async move { chat.run_until(async { drop(stopped.await) }).await });
    tokio::time::sleep(Duration::from_millis(100)).await;
    shop.chat.count(&shop.widget, Counter::Message, None);
    drop(stop);
    running.await.unwrap();
    assert_eq!(shop.kept().await[0].counter, Counter::Message);
}

#[tokio::test]
async fn websites_are_told_apart_up_to_a_number() {
    let shop = Shop::open().await;
    for n in 0..1000 {
        shop.blocked(&format!("https://made-up-{n}.test"));
    }
    shop.blocked("https://made-up-0.test");
    shop.chat.keep_counts_once().await.unwrap();
    let kept = shop.kept().await;
    assert_eq!(kept.len(), 201);
    assert_eq!(kept.iter().map(|count| count.count).sum::<i64>(), 1001, "none is lost");
    assert_eq!((kept[0].origin.as_str(), kept[0].count), ("", 800));
    shop.clock.advance(DAY);
    shop.blocked("https://made-up-999.test");
    shop.chat.keep_counts_once().await.unwrap();
    assert_eq!(shop.kept().await[0].origin, "https://made-up-999.test", "a new day");
}

#[tokio::test]
async fn blocked_websites_are_told_until_they_are_added_or_too_long_ago() {
    let shop = Shop::open().await;
    shop.blocked("https://old.test");
    shop.clock.advance(29 * DAY);
    shop.blocked("https://other.test");
    shop.blocked("https://shop.test");
    shop.clock.advance(DAY);
    let yesterday = Day::from_number(shop.today().number() - 1);
    shop.blocked("https://shop.test");
    shop.blocked("https://shop.test");
    let other = BlockedOrigin {
        origin: "https://other.test".into(),
        count: 1,
        first_seen: yesterday,
        last_seen: yesterday,
        is_ignored: false,
    };
    let own = BlockedOrigin {
        origin: "https://shop.test".into(),
        count: 3,
        first_seen: yesterday,
        last_seen: shop.today(),
        is_ignored: false,
    };
    assert_eq!(shop.told().await, [own, other.clone()]);
    shop.desk.add_domain(shop.widget.id, "shop.test").await.unwrap();
    assert_eq!(shop.told().await, [other]);
}

#[tokio::test]
async fn a_website_can_be_ignored_and_heard_of_again() {
    let shop = Shop::open().await;
    shop.blocked("https://other.test:8443");
    let judge = async |origin: &str, ignoring| shop.desk.ignore_origin(shop.widget.id, origin, ignoring).await;
    judge("https://other.test:8443", Ignoring::On).await.unwrap();
    judge("https://other.test:8443", Ignoring::On).await.unwrap();
    judge("https://another.test", Ignoring::On).await.unwrap();
    assert!(shop.told().await[0].is_ignored);
    let ignored = shop.desk.widget(shop.widget.id).await.unwrap().ignored_origins;
    assert_eq!(ignored, ["https://another.test", "https://other.test:8443"]);
    judge("https://other.test:8443", Ignoring::Off).await.unwrap();
    assert!(!shop.told().await[0].is_ignored);
    let wrong = judge("other.test", Ignoring::On).await;
    assert!(matches!(wrong, Err(Error::Invalid(_))), "{wrong:?}");
    for n in 1..Widget::IGNORED_MAX {
        judge(&format!("https://made-up-{n}.test"), Ignoring::On).await.unwrap();
    }
    let full = judge("https://one-more.test", Ignoring::On).await;
    assert!(matches!(full, Err(Error::Conflict(_))), "{full:?}");
}
