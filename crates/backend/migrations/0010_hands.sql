-- The desk of a chain of hands: whose turn it is, what was promised, cases that became one, what doesn't match, and
-- names that are found by their words.
-- Expand only: the program before this one neither reads nor must write these columns and tables.

-- In whose hands of its service's chain it is: a role's key; '' where nobody has it.
ALTER TABLE application ADD COLUMN hand TEXT NOT NULL DEFAULT '';
-- The roles whose turn it is, between bars: '|counter|head|'. '?' not yet known (`Backend::open` fills it).
ALTER TABLE application ADD COLUMN turn TEXT NOT NULL DEFAULT '?';

-- The case that this one was merged into.
ALTER TABLE application ADD COLUMN merged_into TEXT;
CREATE INDEX application_merged ON application (merged_into);

-- The last day of the office's promise, a Julian day number; as due_day is of the law's limit.
ALTER TABLE application ADD COLUMN promise_day BIGINT NOT NULL DEFAULT 9999999;
-- Past its promise, and the superior was told: once for each promise.
ALTER TABLE application ADD COLUMN escalated BIGINT NOT NULL DEFAULT 0;
CREATE INDEX application_promised ON application (closed, promise_day);

-- Whether the words of the applicant's name lie in name_word.
ALTER TABLE application ADD COLUMN worded BIGINT NOT NULL DEFAULT 0;

-- Every word that some applicant's name has. There are far fewer of them than cases, so a part of a word is looked for here.
CREATE TABLE known_word (
    word TEXT NOT NULL PRIMARY KEY
);
CREATE TABLE name_word (
    word TEXT NOT NULL,
    application_id TEXT NOT NULL REFERENCES application (id),
    PRIMARY KEY (word, application_id)
);
CREATE INDEX name_word_of_case ON name_word (application_id);

-- What an officer read on a document where it differs from the form. Only what differs is kept, until the case's end.
CREATE TABLE mismatch (
    application_id TEXT NOT NULL REFERENCES application (id),
    -- ktp, kk, deed.
    document TEXT NOT NULL,
    -- Id of the question.
    field TEXT NOT NULL,
    -- As it stands on the document.
    reading TEXT NOT NULL,
    officer_id TEXT NOT NULL REFERENCES officer (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (application_id, document, field)
);

-- What happened to an order of delegation: given, taken back. Linked as events of cases are (event_link, 'order:' and the id).
CREATE TABLE order_event (
    delegation_id TEXT NOT NULL REFERENCES delegation (id),
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    -- Null: whoever runs the program on the server.
    actor_id TEXT,
    actor_name TEXT NOT NULL,
    -- given, ended.
    deed TEXT NOT NULL,
    -- All of the order as of then: who has it, as what, for what, from when to when, by which number.
    body TEXT NOT NULL,
    PRIMARY KEY (delegation_id, seq)
);
