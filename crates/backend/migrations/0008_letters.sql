-- Letters: each has one number of one register, for ever.
-- The number lies in the row it belongs to, and is taken in the transaction that writes this row: no gap, and no number twice.

CREATE TABLE register (
    -- Code of the kecamatan.
    office TEXT NOT NULL,
    register TEXT NOT NULL,
    year BIGINT NOT NULL,
    -- The newest number that was given.
    last BIGINT NOT NULL,
    PRIMARY KEY (office, register, year)
);

CREATE TABLE letter (
    id TEXT NOT NULL PRIMARY KEY,
    application_id TEXT NOT NULL,
    product TEXT NOT NULL,
    -- 1; one more for each letter that takes another's place.
    edition BIGINT NOT NULL,
    state TEXT NOT NULL,
    means TEXT NOT NULL,
    office TEXT NOT NULL,
    register TEXT NOT NULL,
    year BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    number TEXT NOT NULL,
    -- The day it bears, a Julian day number.
    day BIGINT NOT NULL,
    -- What its QR code asks for: random, and says nothing of the case.
    check_code TEXT NOT NULL UNIQUE,
    -- Who answers for it, as of then.
    signer_id TEXT NOT NULL,
    signer_name TEXT NOT NULL,
    -- The newest bytes: as set, as signed, or the scan.
    file_id TEXT NOT NULL,
    file_bytes BIGINT NOT NULL,
    file_sha256 TEXT NOT NULL,
    -- Why it was replaced or revoked.
    reason TEXT,
    numbered_at BIGINT NOT NULL,
    valid_at BIGINT,
    ended_at BIGINT,
    UNIQUE (application_id, product, edition),
    UNIQUE (office, register, year, seq),
    UNIQUE (office, number)
);
