-- Messages to residents: what is still to be told, by which way, and whether it arrived; who agreed to be written to.
-- A message is written in the transaction of what it tells. It holds no address and no words of anybody: both are read
-- from the case when it is sent. Expand only: the program before this one doesn't know these tables.

-- Leave to write: one row each time it is given. The newest open one counts.
CREATE TABLE message_consent (
    id TEXT NOT NULL PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES application (id),
    channel TEXT NOT NULL,
    -- 'resident', or the id of the officer who helped.
    given_by TEXT NOT NULL,
    given_at BIGINT NOT NULL,
    -- Null while it holds.
    ended_at BIGINT
);

CREATE INDEX message_consent_of_application ON message_consent (application_id, ended_at);

CREATE TABLE message (
    id TEXT NOT NULL PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES application (id),
    -- What made it: the number of the event, or the product.
    cause TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- 1: a notice of an installed app, beside the message itself.
    beside BIGINT NOT NULL DEFAULT 0,
    channel TEXT NOT NULL,
    state TEXT NOT NULL,
    -- Tries by this channel.
    tries BIGINT NOT NULL DEFAULT 0,
    -- Tries whose end nobody has written down: the program died between sending and recording.
    unsettled BIGINT NOT NULL DEFAULT 0,
    -- Not before this moment.
    next_at BIGINT NOT NULL,
    -- Until then it is in one worker's hands.
    lease_until BIGINT NOT NULL DEFAULT 0,
    -- What the provider calls it.
    provider_id TEXT UNIQUE,
    -- Why the channel before this one didn't lead there: a word of ours.
    why TEXT,
    -- The officer who has told them.
    told_by TEXT,
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    UNIQUE (application_id, cause, kind, beside)
);

CREATE INDEX message_due ON message (state, channel, next_at);
CREATE INDEX message_of_application ON message (application_id, made_at);

-- Somebody who has written to the office's WhatsApp number. Kept no longer than WhatsApp's window of 24 hours is open.
CREATE TABLE conversation (
    -- HMAC of the number.
    phone_key TEXT NOT NULL PRIMARY KEY,
    -- Where it stands, and what it is about: a service, or a code that was typed.
    step TEXT NOT NULL,
    topic TEXT NOT NULL,
    heard_at BIGINT NOT NULL
);

-- What was heard already: a webhook comes twice, or is played again by a stranger.
CREATE TABLE heard (
    id TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL
);

-- Somebody who asked for a person.
CREATE TABLE call_back (
    id TEXT NOT NULL PRIMARY KEY,
    -- +6281234567890, because somebody must call it.
    phone TEXT NOT NULL,
    phone_key TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    told_by TEXT,
    told_at BIGINT
);

CREATE INDEX call_back_open ON call_back (told_at, asked_at);

-- Where a browser wants to be told that something has happened to a case.
CREATE TABLE push_subscription (
    id TEXT NOT NULL PRIMARY KEY,
    application_id TEXT NOT NULL REFERENCES application (id),
    endpoint TEXT NOT NULL,
    -- The browser's key and secret (RFC 8291), base64url.
    p256dh TEXT NOT NULL,
    auth TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    UNIQUE (application_id, endpoint)
);
