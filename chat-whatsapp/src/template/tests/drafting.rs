//! What is found to be wrong with a template that is to be made.

use crate::template::{Draft, check_draft};
use serde_json::{Value, json};

/// The fields that are wrong with a new template.
fn drafted(category: &str, format: Option<&str>, components: &Value) -> Vec<String> {
    let draft = Draft { name: Some("order_x"), language: "en_US", category, parameter_format: format, components };
    let wrong = check_draft(&draft).err().unwrap_or_default();
    wrong.into_iter().map(|it| it.field.into_owned()).collect()
}

#[test]
fn what_names_a_new_template_is_checked() {
    let components = json!([{"type": "BODY", "text": "Hello."}]);
    let draft = Draft {
        name: Some("order_x"),
        language: "en",
        category: "UTILITY",
        parameter_format: None,
        components: &components,
    };
    assert!(check_draft(&draft).is_ok());
    for (draft, field) in [
        (Draft { name: Some("Order"), ..draft }, "name"),
        (Draft { name: Some(""), ..draft }, "name"),
        (Draft { language: "e", ..draft }, "language"),
        (Draft { category: "NEWS", ..draft }, "category"),
        (Draft { parameter_format: Some("ORDERED"), ..draft }, "parameterFormat"),
    ] {
        assert_eq!(check_draft(&draft).unwrap_err()[0].field, field);
    }
}

#[test]
fn the_parts_of_a_new_template_are_checked() {
    let body = |text: &str, example: Value| json!({"type": "BODY", "text": text, "example": example});
    let plain = body("Hello.", json!({}));
    let header = |with: Value| {
        let mut header = json!({"type": "HEADER", "format": "TEXT"});
        header.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
        json!([header, plain])
    };
    let buttons = |buttons: Value| json!([plain, {"type": "BUTTONS", "buttons": buttons}]);
    let reply = |text: &str| json!({"type": "QUICK_REPLY", "text": text});
    let link = json!({"type": "URL", "text": "a", "url": "https://a.b"});
    let one = json!({"body_text": [["Ann"]]});
    for (components, wrong) in [
        (json!([plain]), ""),
        (json!([]), "components"),
        (json!({}), "components"),
        (json!([plain, plain]), "components[1].type"),
        (json!([body("", json!({}))]), "components[0].text"),
        (json!([body(&"a".repeat(1_025), json!({}))]), "components[0].text"),
        (json!([body("Hello {{1}}, welcome.", one.clone())]), ""),
        (json!([body("Hello {{1}}, welcome.", json!({}))]), "components[0].example.body_text"),
        (json!([body("{{1}}, welcome.", one.clone())]), "components[0].text"),
        (json!([body("Welcome, {{1}}", one.clone())]), "components[0].text"),
        (json!([body("Welcome {{1}} {{2}} here.", json!({"body_text": [["a", "b"]]}))]), "components[0].text"),
        (json!([body("Welcome {{2}} here.", one.clone())]), "components[0].text"),
        (json!([body("Welcome {{name}} here.", one)]), "components[0].text"),
        (header(json!({"text": "a".repeat(61)})), "components[0].text"),
        (header(json!({"text": "{{1}} and {{2}}", "example": {"header_text": ["a", "b"]}})), "components[0].text"),
        (header(json!({"format": "IMAGE"})), "components[0].example.header_handle"),
        (header(json!({"format": "IMAGE", "example": {"header_handle": ["4::a"]}})), ""),
        (header(json!({"format": "SMELL"})), "components[0].format"),
        (json!([plain, {"type": "FOOTER", "text": "a".repeat(61)}]), "components[1].text"),
        (json!([plain, {"type": "FOOTER", "text": "Bye {{1}}"}]), "components[1].text"),
        (buttons(json!([reply("a"), link, link])), ""),
        (buttons(json!([link, link, link])), "components[1].buttons"),
        (buttons(json!([reply("a"), link, reply("b")])), "components[1].buttons"),
        (buttons(json!(vec![reply("a"); 11])), "components[1].buttons"),
        (buttons(json!([reply(&"a".repeat(26))])), "components[1].buttons[0].text"),
        (
            buttons(json!([{"type": "URL", "text": "a", "url": "https://a.b/{{1}}"}])),
            "components[1].buttons[0].example",
        ),
        (buttons(json!([{"type": "PHONE_NUMBER", "text": "a"}])), "components[1].buttons[0].phone_number"),
        (buttons(json!([{"type": "OTP", "otp_type": "COPY_CODE"}])), "components[1].buttons[0].type"),
        (
            json!([plain, {"type": "LIMITED_TIME_OFFER", "limited_time_offer": {"text": "a".repeat(17)}}]),
            "components[1].limited_time_offer.text",
        ),
        (json!([plain, {"type": "CAROUSEL", "cards": [{"components": [plain]}]}]), "components[1].cards"),
        (
            json!([plain, {"type": "CAROUSEL", "cards": [{"components": [plain]}, {"components": []}]}]),
            "components[1].cards[1].components",
        ),
    ] {
        let expected: Vec<&str> = (!wrong.is_empty()).then_some(wrong).into_iter().collect();
        assert_eq!(drafted("UTILITY", None, &components), expected, "{components}");
    }
    let named = json!([body(
        "Hello {{name}}, welcome.",
        json!({"body_text_named_params": [{"param_name": "name", "example": "A"}]})
    )]);
    assert!(drafted("UTILITY", Some("NAMED"), &named).is_empty());
    let capital = json!([body(
        "Hello {{Name}}, welcome.",
        json!({"body_text_named_params": [{"param_name": "Name", "example": "A"}]})
    )]);
    assert_eq!(drafted("UTILITY", Some("NAMED"), &capital), ["components[0].text"]);
}

#[test]
fn meta_writes_the_words_of_authentication_itself() {
    let footer = |minutes: i64| {
        json!([{"type": "BODY", "add_security_recommendation": true}, {"type": "FOOTER", "code_expiration_minutes": minutes},
            {"type": "BUTTONS", "buttons": [{"type": "OTP", "otp_type": "COPY_CODE"}]}])
    };
    assert!(drafted("AUTHENTICATION", None, &footer(5)).is_empty());
    assert_eq!(drafted("AUTHENTICATION", None, &footer(91)), ["components[1].code_expiration_minutes"]);
    let written = json!([{"type": "BODY", "text": "Your code is {{1}} now."}]);
    assert_eq!(drafted("AUTHENTICATION", None, &written), ["components[0].text"]);
}
