import type { Read } from './read.ts'

// Each is loaded when it is used: a process that measures one holds no other in its memory.
export const readers = {
  'bare loop': async (): Promise<Read> => (await import('./bare-loop.ts')).readByBareLoop,
  ky: async (): Promise<Read> => (await import('./ky.ts')).readByKy,
  got: async (): Promise<Read> => (await import('./got.ts')).readByGot,
  octokit: async (): Promise<Read> => (await import('./octokit.ts')).readByOctokit,
  stripe: async (): Promise<Read> => (await import('./stripe.ts')).readByStripe,
  openai: async (): Promise<Read> => (await import('./openai.ts')).readByOpenai,
  '@azure/core-paging': async (): Promise<Read> =>
    (await import('./azure-core-paging.ts')).readByAzureCorePaging,
  'twilio, one list after the other': async (): Promise<Read> =>
    (await import('./twilio.ts')).readByTwilioListAfterList,
  'twilio, both lists at once': async (): Promise<Read> =>
    (await import('./twilio.ts')).readByTwilioListsAtOnce,
  'twilio, merged by a bare loop': async (): Promise<Read> =>
    (await import('./bare-merge.ts')).mergeByBareLoop,
  'bare insert': async (): Promise<Read> => (await import('./bare-insert.ts')).insertByBareLoop,
  '@sms/archive': async (): Promise<Read> => (await import('./archive.ts')).syncIntoArchive,
  '@sms/archive with search': async (): Promise<Read> =>
    (await import('./archive.ts')).syncIntoIndexedArchive,
  '@sms': async (): Promise<Read> => (await import('./sms.ts')).readBySms,
} as const

export type ReaderName = keyof typeof readers
