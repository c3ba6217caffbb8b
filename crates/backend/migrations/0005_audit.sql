-- Audit: each event of a case is linked to the one before it, each day's links to the day before.
-- Tables of their own: an event is never touched again, not even to link it.

CREATE TABLE event_link (
    application_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    -- The day whose head includes it, a Julian day number at Jakarta.
    day BIGINT NOT NULL,
    -- HMAC-SHA256 over the link before it and every column of the event; hexadecimal.
    link TEXT NOT NULL,
    PRIMARY KEY (application_id, seq)
);

CREATE INDEX event_link_by_day ON event_link (day);

CREATE TABLE audit_day (
    day BIGINT NOT NULL PRIMARY KEY,
    events BIGINT NOT NULL,
    -- HMAC-SHA256 over the head before it, the day, the count, and all links of the day together; hexadecimal.
    head TEXT NOT NULL,
    made_at BIGINT NOT NULL
);
