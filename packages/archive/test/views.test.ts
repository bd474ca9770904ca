import { mkdtempDisposableSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type ArchivedConversation, type ArchivedMessage, openArchive } from '@sms/archive'
import { startSimulator } from '@sms/simulator'
import { expect, test } from 'vitest'
import { ModelProvider, PARTICIPANT as MODEL_PARTICIPANT } from './model-provider.ts'
import { SIMULATED_PROVIDERS } from './simulated-providers.ts'

const PARTICIPANT = '+46701740605'

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
  sent_at: message.timestamp?.toISOString() ?? null,
  status: message.status,
  segments: message.segments,
  price: message.price?.amount ?? null,
  currency: message.price?.currency ?? null,
  first_seen_at: message.firstSeenAt.toISOString(),
  vanished_at: null,
})

const conversationRowOf = (conversation: ArchivedConversation) => ({
  id: Number(conversation.id),
  provider: conversation.provider,
  account: conversation.account,
  participant: conversation.participant,
  name: conversation.name,
  messages: conversation.messages,
  first_message_at: conversation.firstMessageAt?.toISOString() ?? null,
  last_message_at: conversation.lastMessageAt?.toISOString() ?? null,
  complete: conversation.complete ? 1 : 0,
  synced_at: conversation.syncedAt.toISOString(),
})

test.each(SIMULATED_PROVIDERS)(
  'another program reads the archive of $provider as it is',
  async ({ create }) => {
    using folder = mkdtempDisposableSync(join(tmpdir(), 'archive-views-'))
    const path = join(folder.path, 'sms.db')
    await using simulator = await startSimulator()
    await using archive = await openArchive(path)
    await archive.sync(create(simulator), PARTICIPANT)
    const messages = await archive.messages().toArray()
    const conversations = await archive.conversations().toArray()

    using other = new DatabaseSync(path, { readOnly: true })
    const rows = other.prepare('SELECT * FROM messages ORDER BY key').all()
    const byKey = messages.toSorted((one, another) => (one.key < another.key ? -1 : 1))
    expect(rows).toMatchObject(byKey.map(rowOf))
    expect(new Set(rows.map((row) => row['conversation_id']))).toEqual(
      new Set(conversations.map(({ id }) => Number(id))),
    )
    expect(other.prepare('SELECT * FROM conversations').all()).toEqual(conversations.map(conversationRowOf))
  },
)

test('the query of the README counts messages', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const query = /`(SELECT [^`]+)`/.exec(readme)?.[1] ?? ''
  using folder = mkdtempDisposableSync(join(tmpdir(), 'archive-views-'))
  const path = join(folder.path, 'sms.db')
  const provider = new ModelProvider({ style: 'counted', ids: 'all', growsAtEnd: false, excess: 0 })
  for (const status of ['failed', 'sent', 'failed'] as const)
    provider.insert(provider.make('hi', Date.UTC(2026, 0, 1), status), 0)
  await using archive = await openArchive(path)
  await archive.sync(provider.reader, MODEL_PARTICIPANT)
  using other = new DatabaseSync(path, { readOnly: true })
  expect(other.prepare(query).all()).toEqual([{ participant: MODEL_PARTICIPANT, 'count(*)': 2 }])
})
