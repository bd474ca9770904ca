import { VIEWS } from './views.ts'

/** Marks a SQLite file as an archive: the letters `SmsA`. */
export const APPLICATION_ID = 0x536d7341

/**
 * What brings a file from each version of the schema to the next, from an empty one on. The number of steps is the
 * version. A step that was released never changes.
 */
export const MIGRATIONS: readonly string[] = [
  `
CREATE TABLE archive (
  id TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  indexed INTEGER,
  rules INTEGER NOT NULL DEFAULT 0,
  salt TEXT NOT NULL,
  pruned_before INTEGER,
  pruning INTEGER,
  unwiped INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO archive (id, sequence, salt) VALUES (lower(hex(randomblob(8))), 0, lower(hex(randomblob(16))));

CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  provider TEXT NOT NULL,
  account TEXT NOT NULL,
  UNIQUE (provider, account)
) STRICT;

CREATE TABLE conversation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source_id INTEGER NOT NULL REFERENCES source,
  participant TEXT NOT NULL,
  name TEXT,
  messages INTEGER NOT NULL DEFAULT 0,
  first_time INTEGER,
  last_time INTEGER,
  listed_time INTEGER,
  last_sort_time INTEGER,
  last_rank REAL,
  last_message_id INTEGER,
  activity INTEGER NOT NULL DEFAULT 0,
  is_complete INTEGER NOT NULL DEFAULT 0,
  synced_at INTEGER,
  entries TEXT,
  state TEXT,
  lease_version INTEGER NOT NULL DEFAULT 0,
  lease_owner TEXT,
  lease_expires INTEGER,
  UNIQUE (source_id, participant)
) STRICT;
CREATE INDEX conversation_by_activity ON conversation (activity, id) WHERE synced_at IS NOT NULL;

CREATE TABLE route (
  id INTEGER PRIMARY KEY,
  conversation_id INTEGER NOT NULL REFERENCES conversation,
  direction TEXT NOT NULL,
  addresses TEXT NOT NULL,
  UNIQUE (conversation_id, direction, addresses)
) STRICT;

CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  changed INTEGER,
  source_id INTEGER NOT NULL REFERENCES source,
  conversation_id INTEGER NOT NULL REFERENCES conversation,
  route_id INTEGER NOT NULL REFERENCES route,
  key TEXT NOT NULL,
  repeat INTEGER NOT NULL,
  position REAL NOT NULL,
  absent_since INTEGER,
  absent_again INTEGER,
  refresh_from INTEGER,
  sort_time INTEGER NOT NULL,
  rank REAL NOT NULL,
  time INTEGER,
  status TEXT NOT NULL,
  first_seen INTEGER NOT NULL,
  read_at INTEGER NOT NULL,
  vanished_at INTEGER,
  attachments_due INTEGER,
  body TEXT NOT NULL,
  raw TEXT NOT NULL,
  UNIQUE (key, source_id, repeat)
) STRICT;
CREATE INDEX message_by_position ON message (conversation_id, position, absent_since);
CREATE INDEX message_by_place ON message (conversation_id, sort_time, rank);
CREATE INDEX message_by_source ON message (source_id, sort_time, rank);
CREATE INDEX message_unsettled ON message (conversation_id, refresh_from) WHERE refresh_from IS NOT NULL;
CREATE INDEX message_attachments_due ON message (conversation_id) WHERE attachments_due IS NOT NULL;
CREATE INDEX message_absent ON message (conversation_id, position) WHERE absent_since IS NOT NULL AND vanished_at IS NULL;
CREATE UNIQUE INDEX message_by_change ON message (changed) WHERE changed IS NOT NULL;

CREATE TABLE shared_member (
  conversation_id INTEGER NOT NULL REFERENCES conversation,
  sort_time INTEGER NOT NULL,
  rank REAL NOT NULL,
  message_id INTEGER NOT NULL REFERENCES message,
  position REAL NOT NULL,
  absent_since INTEGER,
  absent_again INTEGER,
  PRIMARY KEY (conversation_id, sort_time, rank, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX shared_member_by_position ON shared_member (conversation_id, position, absent_since);
CREATE INDEX shared_member_absent ON shared_member (conversation_id, position) WHERE absent_since IS NOT NULL;
CREATE UNIQUE INDEX shared_member_by_message ON shared_member (message_id, conversation_id);

CREATE TABLE left_out (
  id INTEGER PRIMARY KEY,
  conversation_id INTEGER NOT NULL REFERENCES conversation,
  position REAL NOT NULL,
  absent_since INTEGER,
  absent_again INTEGER,
  key TEXT NOT NULL,
  has_id INTEGER NOT NULL
) STRICT;
CREATE INDEX left_out_by_position ON left_out (conversation_id, position, absent_since);
CREATE INDEX left_out_by_key ON left_out (conversation_id, key) WHERE length(key) > 1;

CREATE TABLE status (
  message_id INTEGER NOT NULL REFERENCES message,
  seen_at INTEGER NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (message_id, seen_at, status)
) STRICT, WITHOUT ROWID;

CREATE TABLE content (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE attachment (
  message_id INTEGER NOT NULL REFERENCES message,
  number INTEGER NOT NULL,
  url TEXT NOT NULL,
  content_type TEXT,
  content_id INTEGER REFERENCES content,
  error_code TEXT,
  error_message TEXT,
  attempts INTEGER NOT NULL,
  retry_at INTEGER,
  PRIMARY KEY (message_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_by_content ON attachment (content_id) WHERE content_id IS NOT NULL;
CREATE TRIGGER message_deleted AFTER DELETE ON message BEGIN
  DELETE FROM attachment WHERE message_id = old.id;
END;
CREATE TRIGGER attachment_deleted AFTER DELETE ON attachment WHEN old.content_id IS NOT NULL BEGIN
  DELETE FROM content WHERE id = old.content_id
    AND NOT EXISTS (SELECT 1 FROM attachment WHERE content_id = old.content_id);
END;

CREATE TABLE erasure (
  conversation_id INTEGER PRIMARY KEY,
  sequence INTEGER NOT NULL UNIQUE
) STRICT;

CREATE TABLE erased_address (
  digest TEXT NOT NULL,
  person TEXT NOT NULL,
  PRIMARY KEY (digest, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE pending_erasure (
  participant TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
${VIEWS}`,
]
