use crate::{house::House, provider::Key};
use std::time::Duration;

#[tokio::test]
async fn what_the_provider_says_of_itself_is_asked_for_once_an_hour() {
    let house = House::open().await;
    for _ in 0..2 {
        assert_eq!(house.browser().sign_in().await.status, 303);
    }
    assert_eq!((house.provider.asked("description"), house.provider.asked("keys")), (1, 1));
    house.clock.advance(Duration::from_secs(3600));
    assert_eq!(house.browser().sign_in().await.status, 303);
    assert_eq!((house.provider.asked("description"), house.provider.asked("keys")), (2, 2));
}

#[tokio::test]
async fn a_new_key_is_asked_for_and_no_more_often_than_every_ten_seconds() {
    let house = House::open().await;
    assert_eq!(house.browser().sign_in().await.status, 303);
    let second = Key::es256("second");
    house.provider.conduct().key = second.clone();
    house.provider.conduct().published.push(second);
    house.browser().sign_in().await.refused(502, "untrusted_identity");
    assert_eq!(house.provider.asked("keys"), 1);
    house.clock.advance(Duration::from_secs(10));
    for _ in 0..2 {
        assert_eq!(house.browser().sign_in().await.status, 303);
    }
    assert_eq!((house.provider.asked("description"), house.provider.asked("keys")), (1, 2));
}

#[tokio::test]
async fn a_key_that_the_provider_does_not_tell_of_counts_for_nothing() {
    let house = House::open().await;
    assert_eq!(house.browser().sign_in().await.status, 303);
    house.provider.conduct().key = Key::es256("secret");
    house.clock.advance(Duration::from_secs(10));
    house.browser().sign_in().await.refused(502, "untrusted_identity");
    house.browser().sign_in().await.refused(502, "untrusted_identity");
    assert_eq!(house.provider.asked("keys"), 2);
}

#[tokio::test]
async fn a_provider_that_is_not_who_it_was_said_to_be_is_not_asked() {
    let house = House::open().await;
    house.provider.conduct().issuer = Some("https://login.evil.test".into());
    house.browser().go(crate::browser::BEGIN).await.refused(503, "provider_unavailable");
    // As soon as it is, it is.
    house.provider.conduct().issuer = None;
    assert_eq!(house.browser().sign_in().await.status, 303);
}
