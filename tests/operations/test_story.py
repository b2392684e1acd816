"""The main job, end to end over HTTP: register, upload, submit, be certified, be told."""

from __future__ import annotations

from tests.product import Person, Product, new_person, wait_for


def test_somebody_registers_and_is_certified(product: Product, person: Person) -> None:
    card = new_person()
    assert person.certification()["status"] == "UNAUTHEN"

    person.submit(card)
    assert person.certification()["status"] == "AUTHEN"

    product.fire()
    shown = wait_for(lambda: (found := person.certification())["status"] != "AUTHEN" and found)
    assert shown["status"] == "PASS"
    assert shown["reason"] is None
    assert shown["name"] == "张*"
    assert shown["idNumber"] == card["number"][0] + "*" * 16 + card["number"][-1]
    assert shown["expiresAt"] == "2039-03-07T23:59:59+08:00"

    [message] = person.messages()
    assert message["title"] == "实名认证已通过"
    assert "已通过" in product.outbox(person.phone)[-1]["text"]
    assert person.get("security").json()["data"]["certification"] == {"person": "PASS", "company": "UNAUTHEN"}


def test_a_second_run_tells_nobody_twice(product: Product, person: Person) -> None:
    person.submit(new_person())
    product.fire()
    before = (product.outbox(person.phone), person.messages())
    assert person.certification()["status"] == "PASS"

    product.fire()
    assert (product.outbox(person.phone), person.messages()) == before
