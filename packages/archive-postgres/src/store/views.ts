/** A time of the archive, in milliseconds since 1970. */
function timestamp(column: string): string {
  return `timestamptz 'epoch' + ${column} * interval '1 millisecond'`
}

/**
 * What other programs query. The tables may change with each version of the schema; these columns keep their names and meanings.
 *
 * PostgreSQL refuses U+0000 and half of a surrogate pair. The archive's JSON contains them as escapes only, which follow an even
 * number of backslashes; other texts contain them as `encodeText` writes them. The views show U+FFFD.
 */
export const VIEWS: string = String.raw`
CREATE FUNCTION plain_json(stored text) RETURNS json LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN
  CASE WHEN stored ~ '\\u(0000|d[89a-f])'
    THEN regexp_replace(stored, '(?<!\\)((\\\\)*)\\u(0000|d[89a-f][0-9a-f]{2})', '\1\\ufffd', 'g')
    ELSE stored END::json;

CREATE FUNCTION plain_text(stored text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN
  CASE WHEN strpos(stored, chr(65534)) = 0 THEN stored
    ELSE regexp_replace(stored, chr(65534) || '[0-9a-f]{4}', chr(65533), 'g') END;

CREATE VIEW conversations AS
SELECT
  c.id, plain_text(s.provider) AS provider, plain_text(s.account) AS account,
  plain_text(c.participant) AS participant, plain_text(c.name) AS name, c.messages,
  ${timestamp('c.first_time')} AS first_message_at,
  ${timestamp('greatest(c.last_time, c.listed_time)')} AS last_message_at,
  c.is_complete = 1 AS complete,
  ${timestamp('c.synced_at')} AS synced_at
FROM conversation c JOIN source s ON s.id = c.source_id
WHERE c.synced_at IS NOT NULL;

CREATE VIEW messages AS
SELECT
  m.conversation_id, plain_text(s.provider) AS provider, plain_text(s.account) AS account,
  plain_text(c.participant) AS participant,
  plain_text(CASE WHEN starts_with(m.key, ':') THEN substr(m.key, 2) ELSE s.provider || ':' || m.key END
    || CASE WHEN m.repeat < 0 THEN '' ELSE ':' || m.repeat END) AS key,
  t.direction,
  plain_json(t.addresses) ->> 0 AS channel,
  plain_json(t.addresses) ->> 1 AS sender,
  plain_json(t.addresses) ->> 2 AS recipient,
  plain_json(m.body) ->> 0 AS text,
  ${timestamp('m.time')} AS sent_at,
  m.status,
  (plain_json(m.body) ->> 2)::integer AS segments,
  (plain_json(m.body) -> 3 ->> 0)::numeric AS price,
  plain_json(m.body) -> 3 ->> 1 AS currency,
  ${timestamp('m.first_seen')} AS first_seen_at,
  ${timestamp('m.vanished_at')} AS vanished_at
FROM message m
JOIN route t ON t.id = m.route_id
JOIN conversation c ON c.id = m.conversation_id
JOIN source s ON s.id = m.source_id;
`
