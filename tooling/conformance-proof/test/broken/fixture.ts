import type { BrokenProvider } from './broken-provider.ts'

export const brokenFixtures: Readonly<Record<string, BrokenProvider>> = {
  'FIXTURE-1': {
    bug: 'no fixture shows a total that cannot be true',
    breakFixtures: (files) => files.delete('wrong-total.json'),
  },
  'FIXTURE-2': {
    bug: 'a fixture has no source',
    breakFixtures: (files) => files.set('capped-too.json', '{ "scenario": "capped", "calls": [] }'),
  },
  'FIXTURE-3': {
    bug: 'a fixture has a phone number that is not reserved',
    breakFixtures: (files) => change(files, 'not-found.json', '46701740607', '46812345678'),
  },
  'FIXTURE-4': {
    bug: 'a fixture has a header that identifies an account',
    breakFixtures: (files) =>
      change(files, 'rate-limited.json', '"retry-after"', '"x-account": "17", "retry-after"'),
  },
}

function change(files: Map<string, string>, name: string, from: string, to: string): void {
  files.set(name, (files.get(name) ?? '').replaceAll(from, to))
}
