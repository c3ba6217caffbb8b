-- A database of version 12 after a few days of use: invented people, one officer, one letter, one message, one appointment, one draft under way.
-- Links and heads are made under the secret of a server: the first start with this version makes them.
INSERT INTO officer (id, username, name, role, territory, password_hash, active, demo, created_at)
VALUES ('officer-1', 'kasi', 'Hendra', 'head', '62.01.02', 'none', 1, 0, 1793000000000);

INSERT INTO application (id, code, service_id, draft_id, key_hash, region, applicant_name, phone_proof, declared, state,
    version, round, last_event, promise_days, limit_days, urgent, sent_at, changed_at, demo)
VALUES
('app-1', 'SRT2222222CM', 'surat', 'draft-1', 'key-1', '62.01.02.2013', 'Siti Rahmawati', 'proof', '[]', 'processing',
    4, 1, 3, 2, 5, 0, 1793498400000, 1793584800000, 0),
('app-2', 'SRT33333333K', 'surat', 'draft-2', 'key-2', '62.01.02.1009', 'Budi', 'proof', '[]', 'refused',
    5, 1, 4, 2, 5, 0, 1793498400000, 1793584800000, 0),
('app-3', 'PMK222222226', 'pemakaman', 'draft-3', 'key-3', '62.01.02.2013', 'Mendesak Sekali', 'proof', '[]', 'submitted',
    1, 1, 1, 1, 3, 1, 1793584800000, 1793584800000, 0);

INSERT INTO answers (application_id, round, body) VALUES
('app-1', 1, '{"nama":"Siti Rahmawati","nik":"6201025408900917","tanggal_lahir":"1990-08-14","jenis_kelamin":"Perempuan","desa":"62.01.02.2013","wa":"081250014821","untuk":"Diri sendiri","keperluan":"Kerja"}'),
('app-2', 1, '{"nama":"Budi"}'),
('app-3', 1, '{"nama":"Mendesak Sekali"}');

INSERT INTO item (application_id, item, round, verdict) VALUES
('app-1', 'field:nama', 1, 'open'),
('app-1', 'document:ktp', 1, 'accepted');

INSERT INTO page (id, application_id, requirement, round, position, media, bytes, width, height, sha256, received_at)
VALUES ('00000000000000000000000000000001', 'app-1', 'ktp', 1, 0, 'image/jpeg', 1000, 40, 60, 'x', 1793498400000);

INSERT INTO event (application_id, seq, at, actor_role, actor_id, actor_name, action, from_state, to_state) VALUES
('app-1', 1, 1793498400000, 'resident', NULL, '', 'submit', 'draft', 'submitted'),
('app-1', 2, 1793502000000, 'counter', 'officer-9', 'Dewi', 'start_checking', 'submitted', 'checking'),
('app-1', 3, 1793584800000, 'counter', 'officer-9', 'Dewi', 'complete', 'checking', 'processing'),
('app-2', 1, 1793498400000, 'resident', NULL, '', 'submit', 'draft', 'submitted'),
('app-2', 2, 1793502000000, 'counter', 'officer-9', 'Dewi', 'start_checking', 'submitted', 'checking'),
('app-2', 3, 1793505600000, 'counter', 'officer-9', 'Dewi', 'complete', 'checking', 'processing'),
('app-2', 4, 1793584800000, 'secretary', 'officer-8', 'Nur', 'refuse', 'processing', 'refused'),
('app-3', 1, 1793584800000, 'resident', NULL, '', 'submit', 'draft', 'submitted');

INSERT INTO draft (id, key_hash, token_hash, service_id, created_at, expires_at)
VALUES ('draft-9', 'k', 't', 'surat', 1793584800000, 1796000000000);

INSERT INTO upload (id, draft_id, requirement, length, received, state, created_at, expires_at, declared_sha256, person)
VALUES ('00000000000000000000000000000002', 'draft-9', 'ktp', -1, 10, 'receiving', 1793584800000, 1796000000000, NULL, 'p');

INSERT INTO quarantine (file_id, verdict, since) VALUES ('00000000000000000000000000000001', 'waiting', 1793498400000);

UPDATE application SET closed = 1 WHERE state = 'refused';
UPDATE application SET urgency = 0 WHERE urgent = 1;
UPDATE application SET search_name = LOWER(applicant_name);

INSERT INTO client (id, name, search_name, nik, phone, region, partner_id, registered_by, helped_at, created_at)
VALUES ('client-1', 'Ibu Ani', 'ibu ani', NULL, NULL, '62.01.02.2013', NULL, 'officer-1', 1793584800000, 1793584800000);

UPDATE event SET behalf_of = 'client-1', channel = 'assisted', via = 'Kantor Desa' WHERE application_id = 'app-3';

INSERT INTO original_seen (application_id, requirement, officer_id, officer_name, at)
VALUES ('app-1', 'ktp', 'officer-1', 'Hendra', 1793584800000);

UPDATE application SET taken_by = 'officer-1', taken_at = 1793584800000 WHERE id = 'app-3';
UPDATE application SET phone_key = '', nik_key = '', birth_key = '' WHERE id = 'app-3';

INSERT INTO handover_note (id, client_id, officer_id, officer_name, outreach_id, service_id, product, receiver,
    signature_id, application_id, handed_at, received_at)
VALUES ('note-1', 'client-1', 'officer-1', 'Hendra', NULL, 'surat', 'surat', 'Ibu Ani', NULL, 'app-3', 1793584800000,
    1793584900000);

INSERT INTO register (office, register, year, last) VALUES ('62.01.02', 'umum', 2026, 1);

INSERT INTO letter (id, application_id, product, edition, state, means, office, register, year, seq, number, day, check_code,
    signer_id, signer_name, file_id, file_bytes, file_sha256, reason, numbered_at, valid_at, ended_at)
VALUES ('letter-1', 'app-1', 'surat', 1, 'printed', 'pen', '62.01.02', 'umum', 2026, 1, '400/1/AS/XI/2026', 2461347,
    '3f2a90bc11d077e4', 'officer-1', 'Hendra', '00000000000000000000000000000009', 10, 'x', NULL, 1793584800000, NULL, NULL);

INSERT INTO message_consent (id, application_id, channel, given_by, given_at, ended_at)
VALUES ('leave-1', 'app-1', 'whatsapp', 'resident', 1793498400000, NULL);

INSERT INTO message (id, application_id, cause, kind, beside, channel, state, tries, unsettled, next_at, lease_until,
    provider_id, why, told_by, made_at, changed_at)
VALUES ('message-1', 'app-1', '1', 'received', 0, 'whatsapp', 'sent', 1, 0, 1793498400000, 0, 'wamid.1', NULL, NULL,
    1793498400000, 1793498500000);

INSERT INTO conversation (phone_key, step, topic, heard_at) VALUES ('h', 'menu', '', 1793584800000);

INSERT INTO heard (id, at) VALUES ('wamid.2', 1793584800000);

INSERT INTO call_back (id, phone, phone_key, asked_at, told_by, told_at)
VALUES ('call-1', '+6281250014821', 'h', 1793584800000, NULL, NULL);

INSERT INTO push_subscription (id, application_id, endpoint, p256dh, auth, made_at)
VALUES ('push-1', 'app-1', 'https://push.example/1', 'k', 'a', 1793584800000);

UPDATE application SET hand = 'head', turn = '|head|' WHERE id = 'app-1';
UPDATE application SET promise_day = due_day WHERE due_day > 0;

INSERT INTO mismatch (application_id, document, field, reading, officer_id, at)
VALUES ('app-1', 'ktp', 'nama', 'Siti Rahmawaty', 'officer-1', 1793584800000);

UPDATE letter SET waits_since = 1793584800000, waits_why = 'away' WHERE id = 'letter-1';

INSERT INTO pickup (application_id, office, day, half, place, chosen_at)
VALUES ('app-1', '62.01.02', 2461350, 'morning', 1, 1793584800000);

UPDATE officer SET email = 'kasi@example.com' WHERE id = 'officer-1';
UPDATE application SET lang = 'en' WHERE id = 'app-1';
UPDATE conversation SET lang = 'en';

INSERT INTO digest_mail (officer_id, day, state, tries, next_at, made_at, changed_at)
VALUES ('officer-1', 2461347, 'sent', 1, 1793584800000, 1793584800000, 1793584800000);
