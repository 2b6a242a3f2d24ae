//! The browser itself: that a scenario can start it and is judged.

use e2e::Browser;

#[tokio::test]
async fn a_page_runs_its_scripts() {
    let printed = Browser::scenario("self-check").env("TEXT", "grüße").run().await;

    assert_eq!(printed.trim(), "the page says GRÜSSE");
}

#[tokio::test]
#[should_panic(expected = "expected the page to say OTHER")]
async fn a_scenario_that_fails_fails_its_test() {
    Browser::scenario("self-check").env("TEXT", "this").env("EXPECTED", "OTHER").run().await;
}
