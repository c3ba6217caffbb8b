//! `genggam officer`: accounts.

use super::{Desk, told};

#[test]
fn officers_are_added_without_a_password_on_the_command_line() {
    let desk = Desk::new();
    let add = "officer add --username dewi --name Dewi --role counter --territory 62.01.02";
    let output = desk.typed(add, "a long enough password\n");
    assert!(output.status.success(), "{}", told(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("dewi"));
    // Twice the same name, a short password, an unknown region, an unknown role.
    assert_eq!(
        desk.typed(add, "a long enough password\n").status.code(),
        Some(1)
    );
    assert!(told(&desk.typed(&add.replace("dewi", "budi"), "short\n")).contains("at least"));
    assert_eq!(
        desk.typed(
            &add.replace("62.01.02", "99.99.99"),
            "a long enough password\n"
        )
        .status
        .code(),
        Some(1)
    );
    assert_eq!(
        desk.typed(&add.replace("counter", "king"), "a long enough password\n")
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn accounts_are_listed_closed_and_given_another_password() {
    let desk = Desk::new();
    let add = "officer add --username dewi --name Dewi --role counter --territory 62.01.02";
    assert!(desk.typed(add, "a long enough password\n").status.success());
    assert_eq!(
        desk.said("officer list").trim(),
        "dewi\tcounter\t62.01.02\tDewi"
    );
    let password = "officer password --username dewi";
    let output = desk.typed(password, "another long password\n");
    assert!(output.status.success(), "{}", told(&output));
    assert_eq!(desk.typed(password, "short\n").status.code(), Some(1));
    // The address is no secret and nobody's password: it may be an argument, and is printed nowhere.
    let email = "officer email --username dewi";
    assert!(
        desk.said(&format!("{email} --email dewi@example.go.id"))
            .contains("gets the daily digest")
    );
    assert!(!desk.said("officer list").contains('@'));
    assert!(desk.said(email).contains("no digest"));
    let nobody = desk.typed("officer email --username budi", "");
    assert!(
        told(&nobody).contains("no open account is called budi"),
        "{}",
        told(&nobody)
    );
    let add_two = add.replace("dewi", "lukas");
    assert_eq!(
        desk.typed(
            &format!("{add_two} --email nonsense"),
            "a long enough password\n"
        )
        .status
        .code(),
        Some(2)
    );
    let with = format!("{add_two} --email lukas@example.go.id");
    assert!(
        desk.typed(&with, "a long enough password\n")
            .status
            .success()
    );
    assert!(
        desk.said("officer close --username lukas")
            .contains("lukas")
    );
    let close = "officer close --username dewi";
    assert!(desk.said(close).contains("dewi"));
    assert_eq!(desk.said("officer list"), "");
    for command in [close, password] {
        let output = desk.typed(command, "another long password\n");
        assert_eq!(output.status.code(), Some(1));
        assert!(told(&output).contains("dewi"), "{}", told(&output));
    }
}
