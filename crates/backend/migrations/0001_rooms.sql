-- The first rooms: who works here, what is on its way in, what has arrived, and every step of it.
-- TEXT and BIGINT only; moments are Unix milliseconds (see README.md).

CREATE TABLE setting (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE officer (
    id TEXT NOT NULL PRIMARY KEY,
    -- Lower case: people don't remember how they wrote it.
    username TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    -- Region code: works on cases inside it.
    territory TEXT NOT NULL,
    -- argon2id in PHC form.
    password_hash TEXT NOT NULL,
    active BIGINT NOT NULL,
    demo BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE session (
    -- SHA-256 of the cookie: a stolen backup opens no door.
    token_hash TEXT NOT NULL PRIMARY KEY,
    officer_id TEXT NOT NULL REFERENCES officer (id),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL
);

CREATE TABLE application (
    id TEXT NOT NULL PRIMARY KEY,
    -- Twelve symbols without dashes.
    code TEXT NOT NULL UNIQUE,
    service_id TEXT NOT NULL,
    -- Not a reference: drafts are swept, applications stay. Unique: a draft becomes one application.
    draft_id TEXT NOT NULL UNIQUE,
    -- SHA-256 of the key made on the device: sending twice makes no second application.
    key_hash TEXT NOT NULL UNIQUE,
    -- Where the applicant lives: decides whose work it is.
    region TEXT NOT NULL,
    applicant_name TEXT NOT NULL,
    -- HMAC of code and last four digits of the phone.
    phone_proof TEXT NOT NULL,
    -- JSON list of the requirements declared with a tick.
    declared TEXT NOT NULL,
    state TEXT NOT NULL,
    -- Optimistic lock.
    version BIGINT NOT NULL,
    -- 1 when sent, one more with every correction.
    round BIGINT NOT NULL,
    -- Number of the newest event.
    last_event BIGINT NOT NULL,
    -- Working days as promised when it was sent: a later catalogue changes no promise.
    promise_days BIGINT NOT NULL,
    limit_days BIGINT NOT NULL,
    urgent BIGINT NOT NULL,
    sent_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    demo BIGINT NOT NULL
);

CREATE TABLE answers (
    application_id TEXT NOT NULL REFERENCES application (id),
    round BIGINT NOT NULL,
    -- JSON of all answers as of this round. Personal data: read only for who may see the case.
    body TEXT NOT NULL,
    PRIMARY KEY (application_id, round)
);

CREATE TABLE item (
    application_id TEXT NOT NULL REFERENCES application (id),
    -- `field:nik` or `document:ktp`.
    item TEXT NOT NULL,
    -- The round in which it was sent; the highest one counts.
    round BIGINT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT,
    judged_by TEXT,
    judged_at BIGINT,
    PRIMARY KEY (application_id, item, round)
);

CREATE TABLE page (
    -- Equal to the file's name in the archive.
    id TEXT NOT NULL PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES application (id),
    requirement TEXT NOT NULL,
    round BIGINT NOT NULL,
    position BIGINT NOT NULL,
    media TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    width BIGINT,
    height BIGINT,
    sha256 TEXT NOT NULL,
    received_at BIGINT NOT NULL
);

CREATE INDEX page_of_application ON page (application_id);

-- Append-only: the program has no statement that changes or removes an event.
CREATE TABLE event (
    application_id TEXT NOT NULL REFERENCES application (id),
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    -- `resident` or an officer's role at that time.
    actor_role TEXT NOT NULL,
    actor_id TEXT,
    -- The officer's name at that time; empty for residents.
    actor_name TEXT NOT NULL,
    -- An action of the state machine, or `opened`.
    action TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    note TEXT,
    PRIMARY KEY (application_id, seq)
);

CREATE TABLE draft (
    id TEXT NOT NULL PRIMARY KEY,
    -- SHA-256 of the device's key: asking again gives the same draft.
    key_hash TEXT NOT NULL UNIQUE,
    -- SHA-256 of the bearer token.
    token_hash TEXT NOT NULL UNIQUE,
    service_id TEXT NOT NULL,
    -- The application that this draft mends; null while it is a new one.
    corrects TEXT REFERENCES application (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    -- SHA-256 of the key it was sent with.
    sent_key TEXT
);

CREATE INDEX draft_by_age ON draft (expires_at);

CREATE TABLE upload (
    id TEXT NOT NULL PRIMARY KEY,
    draft_id TEXT NOT NULL REFERENCES draft (id),
    requirement TEXT NOT NULL,
    length BIGINT NOT NULL,
    -- Bytes that are surely on the disk.
    received BIGINT NOT NULL,
    -- receiving, complete, bad, removed.
    state TEXT NOT NULL,
    idempotency_key TEXT,
    -- Upload-Metadata as sent: tus 1.0.0 wants it back.
    metadata TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- What the archive holds; null until complete.
    media TEXT,
    stored_bytes BIGINT,
    width BIGINT,
    height BIGINT,
    sha256 TEXT,
    completed_at BIGINT,
    UNIQUE (draft_id, idempotency_key)
);

CREATE INDEX upload_by_age ON upload (expires_at);

-- Leave to read one case, given for code and digits.
CREATE TABLE status_grant (
    token_hash TEXT NOT NULL PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES application (id),
    expires_at BIGINT NOT NULL
);

-- Tries within a window, per action and person; keys are HMACs, so nobody can be read out of it.
CREATE TABLE attempt (
    key TEXT NOT NULL PRIMARY KEY,
    started_at BIGINT NOT NULL,
    count BIGINT NOT NULL
);

CREATE INDEX attempt_by_age ON attempt (started_at);
