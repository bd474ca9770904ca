import { VIEWS } from './views.ts'

/**
 * What brings a schema of the database from each version to the next, from an empty one on. The number of steps is the version.
 * A step that was released never changes.
 *
 * - Texts are compared by their bytes (`COLLATE "C"`): an index by the rules of a language breaks when the operating system
 *   changes them.
 * - Keys are found by a digest: an index holds no text of more than 2704 bytes.
 * - What may be about a person has no statistics: PostgreSQL keeps samples of the values, of the erased ones too.
 */
export const MIGRATIONS: readonly string[] = [
  `
CREATE TABLE archive (
  archive_version integer NOT NULL,
  id text NOT NULL,
  sequence bigint NOT NULL DEFAULT 0,
  indexed bigint NOT NULL DEFAULT 0,
  rules bigint NOT NULL DEFAULT 0,
  salt text NOT NULL,
  pruned_before bigint,
  pruning bigint,
  unwiped integer NOT NULL DEFAULT 0
);
INSERT INTO archive (archive_version, id, salt)
SELECT 0, left(replace(gen_random_uuid()::text, '-', ''), 16), replace(gen_random_uuid()::text, '-', '');

CREATE TABLE source (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  provider text COLLATE "C" NOT NULL,
  account text COLLATE "C" NOT NULL,
  UNIQUE (provider, account)
);

CREATE TABLE conversation (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source_id bigint NOT NULL,
  participant text COLLATE "C" NOT NULL,
  name text COLLATE "C",
  messages bigint NOT NULL DEFAULT 0,
  first_time bigint,
  last_time bigint,
  listed_time bigint,
  last_sort_time bigint,
  last_rank double precision,
  last_message_id bigint,
  activity bigint NOT NULL DEFAULT 0,
  is_complete integer NOT NULL DEFAULT 0,
  synced_at bigint,
  entries text COLLATE "C",
  state text COLLATE "C",
  lease_version bigint NOT NULL DEFAULT 0,
  lease_owner text COLLATE "C",
  lease_expires bigint,
  UNIQUE (source_id, participant)
);
CREATE INDEX conversation_by_activity ON conversation (activity, id) WHERE synced_at IS NOT NULL;
CREATE INDEX conversation_by_participant ON conversation (participant);

CREATE TABLE route (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  conversation_id bigint NOT NULL,
  direction text COLLATE "C" NOT NULL,
  addresses text COLLATE "C" NOT NULL
);
CREATE INDEX route_by_conversation ON route (conversation_id);

CREATE TABLE message (
  id bigint PRIMARY KEY,
  changed bigint,
  source_id bigint NOT NULL,
  conversation_id bigint NOT NULL,
  route_id bigint NOT NULL,
  repeat integer NOT NULL,
  position double precision NOT NULL,
  absent_since bigint,
  absent_again bigint,
  refresh_from bigint,
  sort_time bigint NOT NULL,
  rank double precision NOT NULL,
  time bigint,
  first_seen bigint NOT NULL,
  read_at bigint NOT NULL,
  vanished_at bigint,
  attachments_due bigint,
  status text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  body text COLLATE "C" NOT NULL,
  raw text COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX message_by_key ON message ((md5(key)::uuid), source_id, repeat);
CREATE INDEX message_by_position ON message (conversation_id, position);
CREATE INDEX message_by_place ON message (conversation_id, sort_time, rank, id);
CREATE INDEX message_by_source ON message (source_id, sort_time, rank, id);
CREATE INDEX message_unsettled ON message (conversation_id, refresh_from) WHERE refresh_from IS NOT NULL;
CREATE INDEX message_attachments_due ON message (conversation_id) WHERE attachments_due IS NOT NULL;
CREATE INDEX message_absent ON message (conversation_id, position) WHERE absent_since IS NOT NULL AND vanished_at IS NULL;
CREATE UNIQUE INDEX message_by_change ON message (changed) WHERE changed IS NOT NULL;

CREATE TABLE shared_member (
  conversation_id bigint NOT NULL,
  message_id bigint NOT NULL,
  sort_time bigint NOT NULL,
  rank double precision NOT NULL,
  position double precision NOT NULL,
  absent_since bigint,
  absent_again bigint,
  PRIMARY KEY (message_id, conversation_id)
);
CREATE INDEX shared_member_by_place ON shared_member (conversation_id, sort_time, rank, message_id);
CREATE INDEX shared_member_by_position ON shared_member (conversation_id, position);

CREATE TABLE left_out (
  id bigint GENERATED ALWAYS AS IDENTITY (INCREMENT BY -1) PRIMARY KEY,
  conversation_id bigint NOT NULL,
  position double precision NOT NULL,
  absent_since bigint,
  absent_again bigint,
  key text COLLATE "C" NOT NULL,
  has_id integer NOT NULL
);
CREATE INDEX left_out_by_position ON left_out (conversation_id, position);
CREATE INDEX left_out_by_key ON left_out (conversation_id, key) WHERE length(key) > 1;

CREATE TABLE status (
  message_id bigint NOT NULL,
  seen_at bigint NOT NULL,
  status text COLLATE "C" NOT NULL,
  PRIMARY KEY (message_id, seen_at, status)
);

CREATE TABLE content (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sha256 text COLLATE "C" NOT NULL UNIQUE,
  bytes bytea NOT NULL
);

CREATE TABLE attachment (
  message_id bigint NOT NULL,
  number integer NOT NULL,
  url text COLLATE "C" NOT NULL,
  content_type text COLLATE "C",
  content_id bigint REFERENCES content,
  error_code text COLLATE "C",
  error_message text COLLATE "C",
  attempts integer NOT NULL,
  retry_at bigint,
  PRIMARY KEY (message_id, number)
);
CREATE INDEX attachment_by_content ON attachment (content_id) WHERE content_id IS NOT NULL;

CREATE TABLE search (
  message_id bigint PRIMARY KEY,
  conversation_id bigint NOT NULL,
  sort_time bigint NOT NULL,
  rank double precision NOT NULL,
  tokens text COLLATE "C" NOT NULL
);
CREATE INDEX search_by_token ON search USING gin (array_to_tsvector(string_to_array(btrim(tokens), ' ')));

CREATE TABLE erasure (
  conversation_id bigint PRIMARY KEY,
  sequence bigint NOT NULL UNIQUE
);

CREATE TABLE erased_address (
  digest text COLLATE "C" NOT NULL,
  person text COLLATE "C" NOT NULL,
  PRIMARY KEY (digest, person)
);

CREATE TABLE writer (
  id text COLLATE "C" PRIMARY KEY,
  last bigint NOT NULL,
  used_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE pending_erasure (
  participant text COLLATE "C" PRIMARY KEY
);
${withoutStatistics({
  conversation: ['participant', 'name', 'entries', 'state'],
  route: ['addresses'],
  message: ['key', 'body', 'raw'],
  left_out: ['key'],
  content: ['sha256', 'bytes'],
  attachment: ['url', 'content_type', 'error_message'],
  search: ['tokens'],
  pending_erasure: ['participant'],
})}
ALTER INDEX message_by_key ALTER COLUMN 1 SET STATISTICS 0;
ALTER INDEX search_by_token ALTER COLUMN 1 SET STATISTICS 0;
${VIEWS}`,
]

function withoutStatistics(columns: Readonly<Record<string, readonly string[]>>): string {
  return Object.entries(columns)
    .flatMap(([table, names]) =>
      names.map((name) => `ALTER TABLE ${table} ALTER COLUMN ${name} SET STATISTICS 0;`),
    )
    .join('\n')
}
