/** A time of the archive, in milliseconds since 1970, as ISO 8601 in UTC. */
function isoTime(column: string): string {
  return `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`
}

/**
 * What other programs query, with SQLite's shell or any tool that opens its files. The tables below may change with each version
 * of the schema; these columns keep their names and meanings.
 *
 * In names and keys, U+0000 and half of a surrogate pair are shown as `encodeText` writes them.
 */
export const VIEWS: string = `
CREATE VIEW conversations AS
SELECT
  c.id, s.provider, s.account, c.participant, c.name, c.messages,
  ${isoTime('c.first_time')} AS first_message_at,
  ${isoTime('max(coalesce(c.last_time, c.listed_time), coalesce(c.listed_time, c.last_time))')} AS last_message_at,
  c.is_complete AS complete,
  ${isoTime('c.synced_at')} AS synced_at
FROM conversation c JOIN source s ON s.id = c.source_id
WHERE c.synced_at IS NOT NULL;

CREATE VIEW messages AS
SELECT
  m.conversation_id, s.provider, s.account, c.participant,
  CASE WHEN substr(m.key, 1, 1) = ':' THEN substr(m.key, 2) ELSE s.provider || ':' || m.key END
    || CASE WHEN m.repeat < 0 THEN '' ELSE ':' || m.repeat END AS key,
  t.direction,
  json_extract(t.addresses, '$[0]') AS channel,
  json_extract(t.addresses, '$[1]') AS sender,
  json_extract(t.addresses, '$[2]') AS recipient,
  json_extract(m.body, '$[0]') AS text,
  ${isoTime('m.time')} AS sent_at,
  m.status,
  json_extract(m.body, '$[2]') AS segments,
  json_extract(m.body, '$[3][0]') AS price,
  json_extract(m.body, '$[3][1]') AS currency,
  ${isoTime('m.first_seen')} AS first_seen_at,
  ${isoTime('m.vanished_at')} AS vanished_at
FROM message m
JOIN route t ON t.id = m.route_id
JOIN conversation c ON c.id = m.conversation_id
JOIN source s ON s.id = m.source_id;
`
