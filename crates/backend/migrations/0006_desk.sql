-- Desk: who holds a case, and a phone number that it is found by.
-- Expand only: the program before this one neither reads nor must write these columns.

-- The officer who has taken it up; null while nobody has.
ALTER TABLE application ADD COLUMN taken_by TEXT REFERENCES officer (id);
-- The last thing that officer did to it: an hour later it is anybody's again.
ALTER TABLE application ADD COLUMN taken_at BIGINT NOT NULL DEFAULT 0;

-- HMAC of the phone number in its one form: found by the whole number, and nobody can read it back.
-- '' where there is none; null not yet computed (`Backend::open` fills it).
ALTER TABLE application ADD COLUMN phone_key TEXT;

-- HMACs by which a second case of the same person is found: NIK, and birth date, beside which names are compared.
-- '' where there is none; null not yet computed.
ALTER TABLE application ADD COLUMN nik_key TEXT;
ALTER TABLE application ADD COLUMN birth_key TEXT;

CREATE INDEX application_by_nik ON application (nik_key);
CREATE INDEX application_by_birth ON application (birth_key);
CREATE INDEX application_taken ON application (taken_by, closed);
CREATE INDEX application_by_phone ON application (phone_key);

-- Somebody decides in another's place: by which order, as what, for which services, and when.
CREATE TABLE delegation (
    id TEXT NOT NULL PRIMARY KEY,
    officer_id TEXT NOT NULL REFERENCES officer (id),
    -- on_behalf (a.n.), for_them (u.b.), acting (Plt.).
    capacity TEXT NOT NULL,
    -- The role in whose place.
    role TEXT NOT NULL,
    -- Ids of services with commas; '' for all.
    services TEXT NOT NULL,
    -- First and last day, Julian day numbers; both belong to it.
    from_day BIGINT NOT NULL,
    until_day BIGINT NOT NULL,
    -- Number of the order.
    basis TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- Taken back before its last day.
    ended_at BIGINT
);

CREATE INDEX delegation_of_officer ON delegation (officer_id);

-- Two cases look alike, and an officer has said why they aren't the same. The smaller id first.
CREATE TABLE not_double (
    one_id TEXT NOT NULL REFERENCES application (id),
    other_id TEXT NOT NULL REFERENCES application (id),
    officer_id TEXT NOT NULL REFERENCES officer (id),
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (one_id, other_id)
);
