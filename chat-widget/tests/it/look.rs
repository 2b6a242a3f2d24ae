//! What a visitor sees of a widget's settings.

use crate::street::{PAGE, Street};
use chat_core::WidgetKind;
use http::Request;
use serde_json::{Value, json};

async fn boot(street: &Street, accept_language: &str, ask: &str) -> Value {
    let request = Request::post(format!("/w/{}/boot", street.widget.public_key));
    let request = request.header("origin", PAGE).header("accept-language", accept_language);
    crate::street::json_of(street.ask(request, ask).await).await
}

#[tokio::test]
async fn a_widget_without_texts_speaks_the_visitors_language() {
    let street = Street::open().await;
    let arabic = boot(&street, "ar-EG, en;q=0.5", "").await;
    assert_eq!((&arabic["lang"], &arabic["isRtl"]), (&json!("ar"), &json!(true)));
    let german = boot(&street, "sv, de-CH;q=0.8", "{}").await;
    assert_eq!((&german["lang"], &german["words"]["open"]), (&json!("de"), &json!("Chat öffnen")));
    let chosen = boot(&street, "de", r#"{"lang":"fr-CA"}"#).await;
    assert_eq!(chosen["lang"], "fr");
    let unreadable = boot(&street, "sv", "nonsense").await;
    assert_eq!(unreadable["lang"], "en");
}

#[tokio::test]
async fn an_owner_who_has_written_texts_is_heard_in_one_of_their_languages() {
    let settings = json!({
        "language": "de",
        "messages": { "de": { "title": "Laden", "launcher": "Fragen?", "welcome": "Hallo", "placeholder": "Los" }, "pt-BR": { "title": "Loja" } },
    });
    let street = Street::with(WidgetKind::Floating, settings).await;
    let portuguese = boot(&street, "pt-PT", "").await;
    assert_eq!((&portuguese["lang"], &portuguese["look"]["label"]), (&json!("pt-BR"), &Value::Null));
    assert_eq!(portuguese["words"]["open"], json!("Abrir o chat"));
    let swedish = boot(&street, "sv", "").await;
    assert_eq!((&swedish["lang"], &swedish["look"]["label"]), (&json!("de"), &json!("Fragen?")));

    let session = street.session(json!({ "boot": swedish["boot"], "lang": "sv" })).await;
    let session = crate::street::json_of(session).await;
    assert_eq!(session["settings"]["name"], "Laden");
    assert_eq!(session["settings"]["welcome"], "Hallo");
    assert_eq!(session["settings"]["placeholder"], "Los");
    assert_eq!(session["uploads"], json!({ "maxBytes": Street::FILE_BYTES_MAX, "types": ["image/png", "text/plain"] }));
}

#[tokio::test]
async fn a_launcher_is_where_and_how_its_owner_wants_it() {
    let settings = json!({
        "theme": "dark", "position": "left", "offset": { "x": 8, "y": 90 }, "launcher": { "icon": "mail" },
        "colors": { "primary": "#ffee00", "primaryDark": "#222222" },
    });
    let street = Street::with(WidgetKind::Floating, settings).await;
    let look = &boot(&street, "en", "").await["look"];
    assert_eq!(
        (&look["side"], &look["x"], &look["y"], &look["theme"]),
        (&json!("left"), &json!(8), &json!(90), &json!("dark"))
    );
    assert_eq!(look["light"], json!({ "brand": "#ffee00", "onBrand": "#000000" }));
    assert_eq!(look["dark"], json!({ "brand": "#222222", "onBrand": "#ffffff" }));
}

#[tokio::test]
async fn a_popup_comes_when_its_owner_wants_it_and_always_at_some_time() {
    let settings = json!({
        "messages": { "en": { "teaser": "May we help?" } },
        "popup": { "scrollPercent": 40, "exitIntent": true, "urls": ["/pricing*"], "frequency": { "times": 2, "hours": 48 } },
    });
    let street = Street::with(WidgetKind::Popup, settings).await;
    let popup = &boot(&street, "en", "").await["popup"];
    assert_eq!(
        *popup,
        json!({ "text": "May we help?", "delaySeconds": null, "scrollPercent": 40, "onExitIntent": true,
            "paths": r"^(?:\/pricing.*)$", "event": null, "times": 2, "hours": 48 })
    );
    let street = Street::with(WidgetKind::Popup, json!({})).await;
    let popup = &boot(&street, "en", "").await["popup"];
    assert_eq!((&popup["delaySeconds"], &popup["text"]), (&json!(5), &json!("Chat with us")));
    let street = Street::open().await;
    assert_eq!(boot(&street, "en", "").await["popup"], Value::Null);
}

#[tokio::test]
async fn a_form_and_the_hours_reach_the_visitor() {
    let settings = json!({
        "businessHours": { "timeZone": "UTC", "week": [] },
        "messages": { "en": { "away": "Nobody is here", "preChat": "First, tell us" }, "de": {} },
        "preChatForm": { "fields": [
            { "name": "topic", "type": "select", "label": { "en": "Topic", "de": "Thema" }, "required": true,
              "options": [{ "value": "a", "label": { "en": "An order", "de": "Bestellung" } }] },
            { "name": "ok", "type": "consent", "label": { "en": "I agree" }, "link": "https://shop.test/privacy" },
        ] },
    });
    let street = Street::with(WidgetKind::Embedded, settings).await;
    let boot = street.booted().await;
    let session = async |lang: &str| {
        crate::street::json_of(street.session(json!({ "boot": boot["boot"], "lang": lang })).await).await
    };
    let english = session("en").await;
    assert_eq!((&english["isOpen"], &english["opensAt"]), (&json!(false), &Value::Null));
    assert_eq!(english["settings"]["away"], "Nobody is here");
    let german = session("de").await;
    assert_eq!(
        german["settings"]["preChat"],
        json!({ "text": "", "fields": [
            { "name": "topic", "type": "select", "label": "Thema", "isRequired": true, "options": [{ "value": "a", "label": "Bestellung" }], "url": null },
            { "name": "ok", "type": "consent", "label": "I agree", "isRequired": false, "options": [], "url": "https://shop.test/privacy" },
        ] })
    );
}
