-- Assisting: partners with an agreement, residents who are helped, consent, outreach sessions, originals seen,
-- products that go their own ways, and an hour before which a case must be done.
-- Expand only: the program before this one neither reads nor must write these columns.

CREATE TABLE partner (
    id TEXT NOT NULL PRIMARY KEY,
    -- "RSUD Naibonat"; two agreements of one institution are two rows, so that each shows its own cases.
    name TEXT NOT NULL UNIQUE,
    -- Number of the cooperation agreement.
    agreement TEXT NOT NULL,
    -- First and last day, Julian day numbers; both belong to it.
    from_day BIGINT NOT NULL,
    until_day BIGINT NOT NULL,
    demo BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

ALTER TABLE officer ADD COLUMN partner_id TEXT REFERENCES partner (id);

-- A resident who is helped. Personal data: read only for who may help them.
CREATE TABLE client (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    -- As `domain::search::fold` writes it.
    search_name TEXT NOT NULL,
    -- Sixteen digits, never said to be verified; null where nobody knew it.
    nik TEXT,
    -- +6281234567890; null where there is none.
    phone TEXT,
    region TEXT NOT NULL,
    -- The partner that registered them: nobody else sees them.
    partner_id TEXT REFERENCES partner (id),
    registered_by TEXT NOT NULL REFERENCES officer (id),
    helped_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX client_helped ON client (helped_at, id);

-- Lais Manekat: the office comes to the village.
CREATE TABLE outreach (
    id TEXT NOT NULL PRIMARY KEY,
    place TEXT NOT NULL,
    region TEXT NOT NULL,
    -- Julian day number.
    day BIGINT NOT NULL,
    -- One a line.
    team TEXT NOT NULL,
    equipment TEXT NOT NULL,
    created_by TEXT NOT NULL REFERENCES officer (id),
    created_at BIGINT NOT NULL
);

CREATE INDEX outreach_by_day ON outreach (day, id);

CREATE TABLE roster (
    outreach_id TEXT NOT NULL REFERENCES outreach (id),
    client_id TEXT NOT NULL REFERENCES client (id),
    position BIGINT NOT NULL,
    PRIMARY KEY (outreach_id, client_id)
);

-- A drawn signature; the drawing lies in the archive under the same id.
CREATE TABLE signature (
    id TEXT NOT NULL PRIMARY KEY,
    bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    -- Whose it is to look at: the territory, or the partner.
    region TEXT NOT NULL,
    partner_id TEXT,
    created_at BIGINT NOT NULL
);

-- One officer helps one resident, with that resident's leave.
CREATE TABLE assistance (
    id TEXT NOT NULL PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES client (id),
    officer_id TEXT NOT NULL REFERENCES officer (id),
    outreach_id TEXT REFERENCES outreach (id),
    channel TEXT NOT NULL,
    -- The institution or the place as of then, for the resident's timeline.
    via TEXT NOT NULL,
    consent_version TEXT NOT NULL,
    consent_name TEXT NOT NULL,
    signature_id TEXT REFERENCES signature (id),
    begun_at BIGINT NOT NULL
);

CREATE INDEX assistance_of_client ON assistance (client_id, begun_at);

ALTER TABLE draft ADD COLUMN assistance_id TEXT REFERENCES assistance (id);
ALTER TABLE status_grant ADD COLUMN assistance_id TEXT REFERENCES assistance (id);

ALTER TABLE application ADD COLUMN assistance_id TEXT REFERENCES assistance (id);
ALTER TABLE application ADD COLUMN partner_id TEXT REFERENCES partner (id);
ALTER TABLE application ADD COLUMN outreach_id TEXT REFERENCES outreach (id);
-- The hour before which it must be done while it is open, as a moment; far away where there is none.
ALTER TABLE application ADD COLUMN deadline_at BIGINT NOT NULL DEFAULT 9999999999999;

CREATE INDEX application_pressing ON application (closed, urgency, deadline_at, due_day, sent_at, id, state, region);
CREATE INDEX application_newest ON application (deadline_at, sent_at DESC, id DESC, state, region);
CREATE INDEX application_of_assistance ON application (assistance_id);
CREATE INDEX application_of_partner ON application (partner_id, deadline_at, sent_at);
CREATE INDEX application_of_outreach ON application (outreach_id);

-- For whom an officer acted, on which way, and through whom or where. Null for what residents and offices do themselves.
ALTER TABLE event ADD COLUMN behalf_of TEXT;
ALTER TABLE event ADD COLUMN channel TEXT;
ALTER TABLE event ADD COLUMN via TEXT;

-- The original of a document was held in an officer's hands.
CREATE TABLE original_seen (
    application_id TEXT NOT NULL REFERENCES application (id),
    requirement TEXT NOT NULL,
    officer_id TEXT NOT NULL,
    officer_name TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (application_id, requirement)
);

-- A product that has left "not made yet". Each step keeps who and when.
CREATE TABLE product (
    application_id TEXT NOT NULL REFERENCES application (id),
    -- Id in the catalogue.
    product TEXT NOT NULL,
    state TEXT NOT NULL,
    -- The file to print, in the archive.
    file_id TEXT,
    file_bytes BIGINT,
    file_sha256 TEXT,
    issued_by TEXT,
    issued_at BIGINT,
    arrived_by TEXT,
    arrived_at BIGINT,
    handed_by TEXT,
    handed_at BIGINT,
    receiver TEXT,
    signature_id TEXT REFERENCES signature (id),
    PRIMARY KEY (application_id, product)
);
