//! Which pages of others may ask from a browser.

use crate::shop::{Answer, House, json_request, with_bearer};
use axum::body::Body;
use chat_http::CorsOrigins;
use http::{Method, Request, StatusCode, header};
use serde_json::json;

const CRM: &str = "https://crm.shop.example";

fn house(origins: &str) -> House {
    House::with(|api, login| api.login(login).cors(origins.parse().unwrap()))
}

async fn preflight(house: &House, path: &str, origin: &str) -> Answer {
    let request = Request::options(path)
        .header(header::ORIGIN, origin)
        .header(header::ACCESS_CONTROL_REQUEST_METHOD, "PATCH")
        .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "authorization,content-type,if-match,idempotency-key");
    house.send(request.body(Body::empty()).unwrap()).await
}

fn allowed(answer: &Answer) -> Option<&str> {
    answer.headers.get(header::ACCESS_CONTROL_ALLOW_ORIGIN).map(|origin| origin.to_str().unwrap())
}

#[tokio::test]
async fn a_page_of_a_named_origin_may_ask_with_a_token_and_read_what_matters() {
    let house = house(&format!("{CRM}, http://localhost:5173"));
    let shop = house.shop("shop").await;
    for path in ["/api/v1/conversations/0199c5a0-7b1e-7c3d-9f00-2a6b1c3d4e5f", "/api/v1/attachments"] {
        let asked = preflight(&house, path, CRM).await;
        assert_eq!((asked.status, allowed(&asked)), (StatusCode::OK, Some(CRM)), "{path}");
        let headers = asked.headers[header::ACCESS_CONTROL_ALLOW_HEADERS].to_str().unwrap();
        for taken in ["authorization", "content-type", "if-match", "if-none-match", "idempotency-key", "x-request-id"] {
            assert!(headers.contains(taken), "{taken} is not in {headers}");
        }
        assert!(asked.headers[header::ACCESS_CONTROL_ALLOW_METHODS].to_str().unwrap().contains("PATCH"));
    }
    for (token, status) in [(shop.key(), StatusCode::OK), ("wrong", StatusCode::UNAUTHORIZED)] {
        let request = Request::get("/api/v1/me").header(header::ORIGIN, CRM).body(Body::empty()).unwrap();
        let answer = house.send(with_bearer(request, token)).await;
        assert_eq!((answer.status, allowed(&answer)), (status, Some(CRM)));
        let exposed = answer.headers[header::ACCESS_CONTROL_EXPOSE_HEADERS].to_str().unwrap();
        for header in ["etag", "idempotency-replayed", "x-request-id", "retry-after"] {
            assert!(exposed.contains(header), "{header} is not in {exposed}");
        }
        assert!(answer.headers[header::VARY].to_str().unwrap().contains("origin"));
    }
}

#[tokio::test]
async fn nobody_else_may_and_the_cookie_is_for_no_other_page() {
    for (house, origin) in [(House::new(), CRM), (house(CRM), "https://evil.example"), (house(CRM), "null")] {
        let asked = preflight(&house, "/api/v1/me", origin).await;
        assert_eq!(allowed(&asked), None, "{origin}");
    }
    for named in [CRM, "*"] {
        let house = house(named);
        house.shop("shop").await;
        let asked = preflight(&house, "/api/v1/me", CRM).await;
        assert!(allowed(&asked).is_some());
        assert!(!asked.headers.contains_key(header::ACCESS_CONTROL_ALLOW_CREDENTIALS));
        let signed_in = house.sign_in("ann@shop.test", "correct horse").await;
        let cookie = signed_in.headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
        let mut request = json_request(Method::POST, "/api/v1/labels", &json!({ "name": "x", "color": "#ff0000" }));
        request.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
        request.headers_mut().insert(header::ORIGIN, CRM.parse().unwrap());
        house.send(request).await.problem(StatusCode::FORBIDDEN, "cross_site");
    }
}

#[test]
fn what_is_no_origin_is_refused_with_the_reason() {
    for text in [
        "",
        " , ",
        "null",
        "crm.shop.example",
        "https://crm.shop.example/",
        "https://CRM.example",
        "https://a.example,x",
    ] {
        let refused = text.parse::<CorsOrigins>().unwrap_err().to_string();
        assert!(refused.contains("write origins as browsers do"), "{text}: {refused}");
    }
}
