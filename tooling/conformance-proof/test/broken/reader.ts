import type { BrokenProvider } from './broken-provider.ts'
import { paginatedOf, withOptions, withReader } from './wrap.ts'

const NO_CREDENTIAL = 'none'

export const brokenReaders: Readonly<Record<string, BrokenProvider>> = {
  'READER-1': {
    bug: 'it follows another contract',
    breakFactory: withReader(() => ({ contractVersion: 2 })),
  },
  'READER-2': {
    bug: 'the reader keeps its options where everybody sees them',
    breakFactory: withReader((_, options) => ({ options: { apiKey: options.apiKey } })),
  },
  'READER-3': {
    bug: 'without a credential it asks without one',
    breakFactory: (factory) => (options) => {
      const apiKey = options.apiKey ?? process.env['TEMPLATE_API_KEY'] ?? NO_CREDENTIAL
      return factory({ ...options, apiKey })
    },
  },
  'READER-4': {
    bug: 'it never looks into the environment',
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
    bug: 'it leaves out what a header cannot carry',
    breakFactory: withOptions(({ apiKey, ...others }) => {
      return apiKey === undefined ? others : { ...others, apiKey: apiKey.replaceAll(/[^\x21-\x7e]/g, '') }
    }),
  },
  'READER-6': {
    bug: 'it takes http for https',
    breakFactory: withOptions((options) => {
      const { baseUrl } = options
      return baseUrl === 'http://provider.test' ? { ...options, baseUrl: 'https://provider.test' } : options
    }),
  },
  'READER-7': {
    bug: 'it passes over options that it does not know',
    breakFactory: withOptions((options) => {
      const { retry: _, ...others } = options as Record<string, unknown>
      return others
    }),
  },
  'READER-8': {
    bug: 'it does not tell its user agent',
    breakFactory: withOptions((options) => {
      const { userAgent, ...others } = options
      return userAgent === 'conformance/1' ? others : options
    }),
  },
  'READER-9': {
    bug: 'it takes an answer of any size',
    breakFactory: withOptions((options) => {
      const { maxResponseBytes, ...others } = options
      return maxResponseBytes === 10 ? others : options
    }),
  },
  'READER-10': {
    bug: 'it never calls the hook for answers',
    breakFactory: withOptions((options) => {
      const { onResponse, ...others } = options
      return typeof onResponse === 'function' ? others : options
    }),
  },
  'READER-11': {
    bug: 'it gives an empty list of conversations where it has none',
    breakFactory: withReader(() => ({ conversations: () => paginatedOf(async function* none() {}) })),
  },
}
