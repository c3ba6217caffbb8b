-- Uploads say what they should add up to, and whose room they take; files wait in quarantine for the malware scanner.
-- Expand only. `upload.length` is -1 while the client has not said it.

-- SHA-256 of the whole file as the client computed it, 64 hexadecimal digits; null when it said none.
ALTER TABLE upload ADD COLUMN declared_sha256 TEXT;

-- HMAC of the network address that began it: its room is counted, nobody can be read out of it.
ALTER TABLE upload ADD COLUMN person TEXT;

CREATE INDEX upload_by_state ON upload (state, length);
CREATE INDEX upload_by_person ON upload (person, state, length);

-- Files that the scanner has not found clean. A clean one has no row.
CREATE TABLE quarantine (
    -- Id of the upload, and of the page that it becomes.
    file_id TEXT NOT NULL PRIMARY KEY,
    -- waiting, infected.
    verdict TEXT NOT NULL,
    since BIGINT NOT NULL
);

-- Whoever counts the office's room holds this row meanwhile.
INSERT INTO setting (key, value) VALUES ('room', 'counted');
