import type { BrokenProvider, Options } from './broken-provider.ts'
import { paginatedOf, withOptions, withReader } from './wrap.ts'

const NO_CREDENTIAL = 'none'

export const brokenReaders: Readonly<Record<string, BrokenProvider>> = {
  'READER-1': {
    bug: 'the reader has another contract version',
    breakFactory: withReader(() => ({ contractVersion: 2 })),
  },
  'READER-2': {
    bug: 'the reader shows its options',
    breakFactory: withReader((_, options) => ({ options: { apiKey: options.apiKey } })),
  },
  'READER-3': {
    bug: 'the reader sends requests without a missing credential',
    breakFactory: (factory) => (options) => {
      const apiKey = options.apiKey ?? process.env['TEMPLATE_API_KEY'] ?? NO_CREDENTIAL
      return factory({ ...options, apiKey })
    },
  },
  'READER-4': {
    bug: 'the reader ignores the environment',
    breakFactory: (factory) => (options) => {
      const before = process.env['TEMPLATE_API_KEY']
      delete process.env['TEMPLATE_API_KEY']
      try {
        return factory(options)
      } finally {
        if (before !== undefined) process.env['TEMPLATE_API_KEY'] = before
      }
    },
  },
  'READER-5': {
    bug: 'the reader drops characters that a header cannot carry',
    breakFactory: withOptions(({ apiKey, ...others }) => {
      return apiKey === undefined ? others : { ...others, apiKey: apiKey.replaceAll(/[^\x21-\x7e]/g, '') }
    }),
  },
  'READER-6': {
    bug: 'the reader accepts http for every host',
    breakFactory: withOptions((options) => {
      const { baseUrl } = options
      return baseUrl === 'http://provider.test' ? { ...options, baseUrl: 'https://provider.test' } : options
    }),
  },
  'READER-7': {
    bug: 'the reader ignores unknown options',
    breakFactory: withOptions((options) => {
      const { retry: _, ...others } = options as Record<string, unknown>
      return others
    }),
  },
  'READER-8': {
    bug: 'the reader ignores `userAgent`',
    breakFactory: withOptions((options) => {
      const { userAgent, ...others } = options
      return userAgent === 'conformance/1' ? others : options
    }),
  },
  'READER-9': {
    bug: 'the reader ignores `maxResponseBytes`',
    breakFactory: withOptions((options) => {
      const { maxResponseBytes, ...others } = options
      return maxResponseBytes === 10 ? others : options
    }),
  },
  'READER-10': {
    bug: 'the reader never calls `onResponse`',
    breakFactory: withOptions((options) => {
      const { onResponse, ...others } = options
      return typeof onResponse === 'function' ? others : options
    }),
  },
  'READER-11': {
    bug: 'conversations() returns an empty list, although the provider has none',
    breakFactory: withReader(() => ({ conversations: () => paginatedOf(async function* none() {}) })),
  },
  'READER-12': {
    bug: 'an option is read from a variable of a form that no system documents',
    breakFactory: (factory) =>
      Object.assign((options: Options) => factory(options), { options: { account: 'template-account' } }),
  },
}
