-- What was printed and handed over where there was no network, as a device noted it.
-- Expand only: the program before this one doesn't know this table.

CREATE TABLE handover_note (
    -- Made on the device, so that a note that comes twice is stored once.
    id TEXT NOT NULL PRIMARY KEY,
    client_id TEXT NOT NULL REFERENCES client (id),
    officer_id TEXT NOT NULL REFERENCES officer (id),
    officer_name TEXT NOT NULL,
    outreach_id TEXT REFERENCES outreach (id),
    -- Ids in the catalogue.
    service_id TEXT NOT NULL,
    product TEXT NOT NULL,
    receiver TEXT NOT NULL,
    signature_id TEXT REFERENCES signature (id),
    -- The case whose product it was; null for what no case here has followed.
    application_id TEXT REFERENCES application (id),
    -- By the device's clock, set right.
    handed_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL
);

CREATE INDEX handover_note_of_outreach ON handover_note (outreach_id, handed_at);
