-- Queues stay quick with 100,000 applications: what they sort and search by stands in columns and indexes.
-- Expand only: the program before this one neither reads nor must write these columns.

-- 1 when nothing can happen any more.
ALTER TABLE application ADD COLUMN closed BIGINT NOT NULL DEFAULT 0;

-- 0 urgent, 1 ordinary: every part of the order runs upward.
ALTER TABLE application ADD COLUMN urgency BIGINT NOT NULL DEFAULT 1;

-- Julian day on which the decision is due by law; 9999999 while no clock runs;
-- -1 not yet computed (working days are Rust's business: `Backend::open` fills it).
ALTER TABLE application ADD COLUMN due_day BIGINT NOT NULL DEFAULT -1;

-- The name as `domain::search::fold` writes it: lower case, letters and digits.
ALTER TABLE application ADD COLUMN search_name TEXT NOT NULL DEFAULT '';

UPDATE application SET closed = 1 WHERE state IN ('handed_over', 'refused', 'cancelled');
UPDATE application SET urgency = 0 WHERE urgent = 1;
UPDATE application SET search_name = LOWER(applicant_name);

CREATE INDEX application_queue ON application (closed, urgency, due_day, sent_at, id, state, region);
CREATE INDEX application_closed ON application (closed, changed_at, id, state, region);
CREATE INDEX application_sent ON application (sent_at, id, state, region);
