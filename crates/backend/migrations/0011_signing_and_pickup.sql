-- Signing that came to nothing through no fault of the officer's: the letter waits, with its number, and says since when.
ALTER TABLE letter ADD COLUMN waits_since BIGINT;
ALTER TABLE letter ADD COLUMN waits_why TEXT;

-- When somebody comes for what is signed by hand. One appointment per case; a place of a half-day is taken by its row.
CREATE TABLE pickup (
    application_id TEXT NOT NULL PRIMARY KEY,
    -- Code of the kecamatan.
    office TEXT NOT NULL,
    -- A Julian day number.
    day BIGINT NOT NULL,
    -- 'morning' or 'afternoon'.
    half TEXT NOT NULL,
    -- 1 to the half-day's capacity: two who want the last place want the same row.
    place BIGINT NOT NULL,
    chosen_at BIGINT NOT NULL,
    UNIQUE (office, day, half, place)
);
