import { readFileSync } from 'node:fs'
import type { ArchivedConversation, ArchivedMessage } from '@sms/archive'
import { openPostgresArchive } from '@sms/archive-postgres'
import { createIp1 } from '@sms/ip1'
import { testDatabase } from '@sms/postgres/test-database'
import { startSimulator } from '@sms/simulator'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { ModelProvider, PARTICIPANT } from '../../archive/test/model-provider.ts'

const { url } = testDatabase()

/** What another program reads. */
async function query(sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client(url)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

/** How the view shows a message. */
const rowOf = (message: ArchivedMessage) => ({
  provider: message.provider,
  account: message.account,
  participant: message.participant,
  key: message.key,
  direction: message.direction,
  channel: message.channel,
  sender: message.from,
  recipient: message.to,
  text: message.text,
  sent_at: message.timestamp,
  status: message.status,
  segments: message.segments,
  price: message.price === null ? null : String(message.price.amount),
  currency: message.price?.currency ?? null,
  first_seen_at: message.firstSeenAt,
  vanished_at: message.vanishedAt,
})

const conversationRowOf = (conversation: ArchivedConversation) => ({
  id: conversation.id,
  provider: conversation.provider,
  account: conversation.account,
  participant: conversation.participant,
  name: conversation.name,
  messages: String(conversation.messages),
  first_message_at: conversation.firstMessageAt,
  last_message_at: conversation.lastMessageAt,
  complete: conversation.complete,
  synced_at: conversation.syncedAt,
})

test('another program reads the archive as it is', async () => {
  await using simulator = await startSimulator()
  await using archive = await openPostgresArchive(url, { schema: 'seen' })
  await archive.sync(createIp1({ ...simulator.ip1, retries: 0 }), '+46701740605')
  const messages = await archive.messages().toArray()
  const conversations = await archive.conversations().toArray()
  const rows = await query('SELECT * FROM seen.messages ORDER BY key COLLATE "C"')
  const byKey = messages.toSorted((one, another) => (one.key < another.key ? -1 : 1))
  expect(rows).toMatchObject(byKey.map(rowOf))
  expect(new Set(rows.map((row) => row['conversation_id']))).toEqual(
    new Set(conversations.map(({ id }) => id)),
  )
  expect(await query('SELECT * FROM seen.conversations')).toEqual(conversations.map(conversationRowOf))
})

test('what PostgreSQL cannot store in a text is shown as U+FFFD', async () => {
  const provider = new ModelProvider({ style: 'counted', ids: 'all', growsAtEnd: false, excess: 0 })
  const texts = ['a\0b', 'half \ud83d', String.raw`\u0000 \\u0000 \ud83d`, '\\\0', '😀 "quoted"\n']
  for (const [at, text] of texts.entries()) provider.insert(provider.make(text, at * 1000, 'sent'), 0)
  await using archive = await openPostgresArchive(url, { schema: 'odd' })
  await archive.sync(provider.reader, PARTICIPANT, { account: 'a\0\udc00\ufffe' })
  expect((await archive.messages().toArray()).map(({ text }) => text)).toEqual(texts)
  const rows = await query('SELECT account, text FROM odd.messages ORDER BY sent_at')
  const shown = ['a\ufffdb', 'half \ufffd', texts[2], '\\\ufffd', texts[4]]
  expect(rows).toEqual(shown.map((text) => ({ account: 'a\ufffd\ufffd\ufffd', text })))
})

test('the query of the README counts messages', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const sql = /`(SELECT [^`]+)`/.exec(readme)?.[1] ?? ''
  const provider = new ModelProvider({ style: 'counted', ids: 'all', growsAtEnd: false, excess: 0 })
  for (const status of ['failed', 'sent', 'failed'] as const)
    provider.insert(provider.make('hi', Date.UTC(2026, 0, 1), status), 0)
  await using archive = await openPostgresArchive(url)
  await archive.sync(provider.reader, PARTICIPANT)
  expect(await query(sql)).toEqual([{ participant: PARTICIPANT, count: '2' }])
})
