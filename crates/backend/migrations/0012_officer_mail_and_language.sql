-- Officers are told by e-mail each working day what presses, and a case remembers the language in which it was sent.
-- Expand only: the program before this one knows neither the columns nor the table.

-- Where the digest goes. Empty: nowhere.
ALTER TABLE officer ADD COLUMN email TEXT NOT NULL DEFAULT '';

-- 'id' or 'en': what the resident was reading when they sent it, and what messages are written in.
ALTER TABLE application ADD COLUMN lang TEXT NOT NULL DEFAULT 'id';
ALTER TABLE conversation ADD COLUMN lang TEXT NOT NULL DEFAULT 'id';

-- The digest of one officer for one working day: once, whatever happens. Like a message it holds neither address nor
-- words; unlike one it belongs to no case, knows one channel, and isn't worth a telephone call.
CREATE TABLE digest_mail (
    officer_id TEXT NOT NULL REFERENCES officer (id),
    -- A Julian day number, by the clock of the officer's territory.
    day BIGINT NOT NULL,
    -- 'queued', 'sent', 'nothing' (there was nothing to tell) or 'failed'.
    state TEXT NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    -- Not before this moment: the next try, or the end of the lease of whoever is sending.
    next_at BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (officer_id, day)
);

CREATE INDEX digest_mail_due ON digest_mail (state, next_at);
