"""What users see of a business, and what it decides about them."""

from pywa import types

from .files import PICTURE
from .stage import ANN


def run(stage):
    wa = stage.wa
    stage.call("update_business_profile", lambda: wa.update_business_profile(
        about="Plants", email="ann@shop.test", industry=types.Industry.RETAIL, websites=["https://shop.test"]))
    stage.call("update_business_profile with a picture", lambda: wa.update_business_profile(profile_picture=PICTURE))
    stage.call("get_business_profile", lambda: wa.get_business_profile(),
               lambda shown: shown.about == "Plants" and shown.websites == ("https://shop.test",)
               and shown.profile_picture_url)
    stage.call("get_business_account", lambda: wa.get_business_account(), lambda account: account.name)
    stage.call("get_owned_business_accounts", lambda: wa.get_owned_business_accounts(), lambda page: len(page) == 1)
    stage.call("get_shared_business_accounts", lambda: wa.get_shared_business_accounts(), lambda page: len(page) == 0)
    stage.call("update_conversational_automation", lambda: wa.update_conversational_automation(
        ice_breakers=["Hello"], commands=[types.Command(name="order", description="Order a plant")]))
    _codes(stage)
    stage.call("block_users", lambda: wa.block_users([ANN]), lambda done: len(done.added_users) == 1)
    stage.call("get_blocked_users", lambda: wa.get_blocked_users(), lambda page: len(page) == 1)
    stage.call("unblock_users", lambda: wa.unblock_users([ANN]), lambda done: len(done.removed_users) == 1)
    stage.call("set_username", lambda: wa.set_username("luckyshrub"))
    stage.call("get_current_username", lambda: wa.get_current_username())
    stage.call("get_reserved_usernames", lambda: wa.get_reserved_usernames(), lambda names: "luckyshrub" in names)
    stage.call("delete_username", lambda: wa.delete_username())


def _codes(stage):
    wa = stage.wa
    made = stage.call("create_qr_code", lambda: wa.create_qr_code("Hello"), lambda made: made.qr_image_url)
    stage.call("get_qr_code", lambda: wa.get_qr_code(made.code), lambda shown: shown.prefilled_message == "Hello")
    stage.call("get_qr_codes", lambda: wa.get_qr_codes(), lambda page: len(page) == 1)
    stage.call("update_qr_code", lambda: wa.update_qr_code(made.code, "Hi"), lambda code: code.prefilled_message == "Hi")
    stage.call("delete_qr_code", lambda: wa.delete_qr_code(made.code))
