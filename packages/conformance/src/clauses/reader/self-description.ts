import { inspect } from 'node:util'
import { capabilitiesSchema } from '../../contract/schemas.ts'
import { expectSame, expectShape, expectThat } from '../../harness/expectations.ts'
import type { Clause } from '../clause.ts'

export const READER_1: Clause = {
  id: 'READER-1',
  sentence: 'A reader has `contractVersion` 1, its provider and its capabilities.',
  async check(harness) {
    const reader = harness.reader()
    expectSame(reader.contractVersion, 1, 'contractVersion')
    expectThat(
      typeof reader.provider === 'string' && /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(reader.provider),
      '`provider` is lower-case letters, digits and single dashes, and starts with a letter.',
      reader.provider,
    )
    expectShape(capabilitiesSchema, reader.capabilities, 'capabilities')
  },
}

export const READER_2: Clause = {
  id: 'READER-2',
  sentence:
    'A reader that is logged, serialised or cloned shows its provider and its capabilities, and no credential.',
  async check(harness) {
    const reader = harness.reader()
    const views = {
      logged: inspect(reader, { depth: 9, showHidden: true }),
      serialised: JSON.stringify(reader),
      cloned: JSON.stringify(structuredClone(reader)),
    }
    for (const [way, text] of Object.entries(views)) {
      for (const secret of Object.values(harness.credentials)) {
        expectThat(!text.includes(secret), `A reader that is ${way} shows no credential.`)
      }
      expectThat(
        text.includes(reader.provider) && text.includes('defaultPageSize'),
        `A reader that is ${way} shows its provider and its capabilities.`,
        text,
      )
    }
  },
}

export const READER_11: Clause = {
  id: 'READER-11',
  sentence: 'A method that `capabilities` exclude is `unsupported`, before any request.',
  exempts: ({ conversations, summary }) => (conversations && summary ? 'every method is there' : null),
  async check(harness) {
    const reader = harness.reader()
    const { conversations, summary } = reader.capabilities
    if (!conversations) {
      const read = (): unknown => reader.conversations?.().toArray()
      await harness.errorBeforeRequest(read, 'unsupported', '`conversations()`')
    }
    if (!summary) {
      const read = (): unknown => reader.summary?.('+46701740605')
      await harness.errorBeforeRequest(read, 'unsupported', '`summary()`')
    }
  },
}
