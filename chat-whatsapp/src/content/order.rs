//! Orders from a catalogue.

use crate::lenient::{list, number, owned};
use serde::Serialize;
use serde_json::{Number, Value};

/// What somebody wants to buy.
#[derive(Serialize)]
pub(super) struct Order {
    #[serde(skip_serializing_if = "Option::is_none")]
    catalog_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    product_items: Vec<Product>,
}

#[derive(Serialize)]
struct Product {
    #[serde(skip_serializing_if = "Option::is_none")]
    product_retailer_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    item_price: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<String>,
}

impl Order {
    pub(super) fn of(part: &Value) -> Self {
        let products = list(part, "product_items").iter().filter(|product| product.is_object());
        Self {
            catalog_id: owned(part, "catalog_id"),
            text: owned(part, "text"),
            product_items: products.map(Product::of).collect(),
        }
    }
}

impl Product {
    fn of(product: &Value) -> Self {
        Self {
            product_retailer_id: owned(product, "product_retailer_id"),
            quantity: number(product, "quantity"),
            item_price: number(product, "item_price"),
            currency: owned(product, "currency"),
        }
    }
}
