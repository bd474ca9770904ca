import { CANARY, bareDigits } from '../canaries.ts'
import type { ProviderResponses } from '../provider-responses.ts'
import { numbersOf } from '../query.ts'

export const responses: ProviderResponses = {
  lists: 1,
  path: /^\/v2\/conversations\/[0-9A-Za-z]{1,15}(\/m[to])?$/,
  parameters: ['start', 'limit', 'order'],
  message: (number) => ({
    id: (0x5bcf_4324 + number).toString(16).padEnd(24, '0'),
    batchId: '5bc86b6e85c7209830f96936',
    owner: 'ip1-canary',
    sender: bareDigits(CANARY.account),
    recipient: bareDigits(CANARY.participant),
    body: `${CANARY.text} ${number}`,
    direction: 'mt',
    segments: 1,
    type: 'SMS',
    datacoding: 'ucs',
    priority: 1,
    price: 0.0416,
    currency: 'EUR',
    statuses: [{ created: '2018-10-23T17:43:21Z', code: 201, duration: 0 }],
    modified: '2018-10-23T17:43:19Z',
    reference: CANARY.text,
    mcc: '431',
    mnc: '20',
  }),
  page(list, target) {
    const { start, limit } = numbersOf(target, ['start', 'limit'])
    return list.slice(start, start + limit)
  },
  endless: (page) => page,
  showsChannels: true,
  // Its pages, "Link header".
  readsLinks: true,
  id: 'id',
  parts: { field: 'statuses', wrong: `[${Array(100).fill('17').join()}]` },
  status: (word) => ({ statuses: [{ code: word, created: '2018-10-23T17:43:21Z' }] }),
  statuses: /^[1-5]\d\d$/,
  directions: /^(mt|mo|0|1)$/i,
  received: (sender, recipient) => ({ direction: 'mo', sender, recipient }),
  numbers: [
    {
      sent: { segments: '2', price: '0.0416', direction: '0', statuses: [{ code: '201' }] },
      read: {
        segments: 2,
        price: { amount: 0.0416, currency: 'EUR' },
        direction: 'outbound',
        status: 'delivered',
      },
    },
    { sent: { recipient: Number(bareDigits(CANARY.participant)) }, read: { to: CANARY.participant } },
  ],
  times: {
    none: [
      { id: 'batch-7-1', statuses: [] },
      { id: '0'.repeat(24), statuses: [] },
    ],
    at: (seconds) => ({ id: seconds.toString(16).padEnd(24, 'f') }),
  },
}
