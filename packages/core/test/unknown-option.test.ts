import { clientSettings } from '@sms/core/provider'
import { expect, test } from 'vitest'

function settingsWith(options: object): () => unknown {
  return () => clientSettings('acme', options, ['apiKey'], 'https://api.example.com')
}

test('the error for an unknown option names it and the options there are', () => {
  expect(settingsWith({ timeOut: 1 })).toThrow(/^Unknown option `timeOut`; the options are apiKey, baseUrl, /)
})

test.each(['sk_live_1234', '+46701740605', 'two words', 'x'.repeat(33)])(
  'the error for an unknown option does not show a name that may be a value: %s',
  (name) => {
    expect(settingsWith({ [name]: 1 })).toThrow(/^Unknown option; the options are apiKey, /)
  },
)
