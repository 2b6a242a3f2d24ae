"""Phone numbers: added, verified, registered and renamed."""

from .stage import PHONE_ID


def run(stage):
    wa = stage.wa
    made = stage.call("create_phone_number", lambda: wa.create_phone_number(
        country_calling_code="1", phone_number="6505550000", verified_name="Second"))
    stage.call("request_verification_code", lambda: wa.request_verification_code(
        code_method="SMS", language_code="en_US", phone_id=made.id))
    code = stage.control("codes")["codes"][made.id]
    stage.call("verify_phone_number", lambda: wa.verify_phone_number(code, phone_id=made.id))
    stage.call("register_phone_number", lambda: wa.register_phone_number("123456", phone_id=made.id))
    stage.call("get_business_phone_number", lambda: wa.get_business_phone_number(phone_id=made.id),
               lambda number: number.status == "CONNECTED" and number.verified_name == "Second")
    stage.call("get_business_phone_numbers", lambda: wa.get_business_phone_numbers(),
               lambda numbers: {number.id for number in numbers} == {made.id, PHONE_ID})
    stage.call("update_display_name", lambda: wa.update_display_name("Third", phone_id=made.id))
    stage.call("get_business_phone_number_settings", lambda: wa.get_business_phone_number_settings())
    stage.call("deregister_phone_number", lambda: wa.deregister_phone_number(phone_id=made.id))
