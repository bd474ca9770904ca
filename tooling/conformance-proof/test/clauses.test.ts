import { clauses } from '@sms/conformance'
import { expect, test } from 'vitest'
import { brokenConversations } from './broken/conversation.ts'
import { brokenErrors } from './broken/error.ts'
import { brokenFixtures } from './broken/fixture.ts'
import { brokenInput } from './broken/input.ts'
import { brokenMessages } from './broken/message.ts'
import { brokenPages } from './broken/page.ts'
import { brokenPrivacy } from './broken/privacy.ts'
import { brokenReaders } from './broken/reader.ts'
import { brokenSummaries } from './broken/summary.ts'

const broken = {
  ...brokenFixtures,
  ...brokenReaders,
  ...brokenInput,
  ...brokenPages,
  ...brokenMessages,
  ...brokenConversations,
  ...brokenSummaries,
  ...brokenErrors,
  ...brokenPrivacy,
}

test('every clause has a provider that breaks it', () => {
  expect(Object.keys(broken)).toEqual(clauses.map(({ id }) => id))
})

test('a clause follows from others, not from itself', () => {
  const ids = new Set(clauses.map(({ id }) => id))
  for (const { id, follows = [] } of clauses) {
    expect(follows).not.toContain(id)
    for (const followed of follows) expect(ids).toContain(followed)
  }
})
